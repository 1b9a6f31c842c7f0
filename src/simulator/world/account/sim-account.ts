import { Decimal } from 'decimal.js';
import type { Account, AccountPnl, AccountValue, SimPosition } from '../world';
import type { AccountBook, Worth } from './book';
import type { Fill } from './fill';

const CURRENCY = 'USD';
/** Buying power of a margin account: four times what is available. */
const LEVERAGE = 4;
const ZERO = new Decimal(0);

function money(amount: Decimal): string {
  const text = amount.toFixed(2, Decimal.ROUND_HALF_UP);
  return text === '-0.00' ? '0.00' : text;
}

function cents(amount: Decimal): number {
  return Number(money(amount));
}

/** The account as TWS would report it. */
export class SimAccount implements Account {
  readonly id: string;
  private readonly book: AccountBook;
  private readonly listeners = new Set<() => void>();

  constructor(id: string, book: AccountBook) {
    this.id = id;
    this.book = book;
  }

  /** Books an execution and tells the listeners; returns the realised profit or null. */
  apply(fill: Fill): Decimal | null {
    const realized = this.book.apply(fill);
    for (const listener of this.listeners) listener();
    return realized;
  }

  values(): readonly AccountValue[] {
    const worth = this.book.worth();
    const texts: AccountValue[] = [
      { key: 'AccountCode', value: this.id, currency: '' },
      { key: 'AccountOrGroup', value: this.id, currency: 'BASE' },
      { key: 'AccountReady', value: 'true', currency: '' },
      { key: 'AccountType', value: 'INDIVIDUAL', currency: '' },
      { key: 'Currency', value: 'BASE', currency: 'BASE' },
      { key: 'DayTradesRemaining', value: '-1', currency: '' },
      { key: 'Leverage-S', value: leverage(worth), currency: '' },
      { key: 'Cushion', value: cushion(worth), currency: '' },
      { key: 'LookAheadNextChange', value: '0', currency: '' },
      { key: 'NLVAndMarginInReview', value: 'false', currency: '' },
      { key: 'TradingType-S', value: 'STKNOPT', currency: '' },
    ];
    const amounts = [...this.amounts(worth)];
    const rows = amounts.flatMap(([key, amount]) => {
      const row = { key, value: money(amount), currency: CURRENCY };
      return SEGMENT_KEYS.has(key) ? [row, { ...row, key: `${key}-S` }] : [row];
    });
    return [...texts, ...rows, ...this.ledger('ALL')];
  }

  summary(tag: string): AccountValue | undefined {
    const ledger = /^\$LEDGER-(.+)$/.exec(tag);
    if (ledger !== null) return this.ledger(CURRENCY).find((value) => value.key === tag);
    return this.values().find((value) => value.key === tag);
  }

  ledger(currency: string): readonly AccountValue[] {
    const worth = this.book.worth();
    const rows: AccountValue[] = [];
    const known = this.book.currencies();
    const wanted = currency === 'ALL' ? ['BASE', ...known] : [currency === '' ? 'BASE' : currency];
    for (const name of wanted) {
      if (name !== 'BASE' && !known.includes(name)) continue;
      rows.push(...this.ledgerOf(name, worth));
    }
    return rows;
  }

  positions(): readonly SimPosition[] {
    return this.book.current().map((holding) => {
      const mark = this.book.markOf(holding.instrument.conId);
      return {
        instrument: holding.instrument,
        position: holding.quantity.toNumber(),
        averageCost: holding.averageCost.toDecimalPlaces(8).toNumber(),
        marketPrice: mark.toNumber(),
        marketValue: cents(holding.valueAt(mark)),
        unrealizedPnl: cents(this.book.unrealizedPnl(holding)),
        realizedPnl: cents(holding.realizedToday),
        dailyPnl: cents(this.book.dailyPnl(holding)),
      };
    });
  }

  pnl(): AccountPnl {
    const { daily, unrealized, realized } = this.profits();
    return { dailyPnl: cents(daily), unrealizedPnl: cents(unrealized), realizedPnl: cents(realized) };
  }

  subscribe(listener: () => void): () => void {
    const own = (): void => {
      listener();
    };
    this.listeners.add(own);
    return () => {
      this.listeners.delete(own);
    };
  }

  private profits(): { daily: Decimal; unrealized: Decimal; realized: Decimal } {
    let daily = ZERO;
    let unrealized = ZERO;
    let realized = ZERO;
    for (const holding of this.book.current()) {
      daily = daily.plus(this.book.dailyPnl(holding));
      unrealized = unrealized.plus(this.book.unrealizedPnl(holding));
      realized = realized.plus(holding.realizedToday);
    }
    return { daily, unrealized, realized };
  }

  private amounts(worth: Worth): ReadonlyMap<string, Decimal> {
    const available = worth.equityWithLoan.minus(worth.margin.initial);
    const excess = worth.equityWithLoan.minus(worth.margin.maintenance);
    const { unrealized, realized } = this.profits();
    return new Map([
      ['AccruedCash', ZERO],
      ['AccruedDividend', ZERO],
      ['AvailableFunds', available],
      ['Billable', ZERO],
      ['BuyingPower', Decimal.max(0, available.times(LEVERAGE))],
      ['CashBalance', worth.totalCash],
      ['EquityWithLoanValue', worth.equityWithLoan],
      ['ExcessLiquidity', excess],
      ['FullAvailableFunds', available],
      ['FullExcessLiquidity', excess],
      ['FullInitMarginReq', worth.margin.initial],
      ['FullMaintMarginReq', worth.margin.maintenance],
      ['FuturesPNL', worth.futuresPnl],
      ['GrossPositionValue', worth.grossPositionValue],
      ['Guarantee', ZERO],
      ['InitMarginReq', worth.margin.initial],
      ['LookAheadAvailableFunds', available],
      ['LookAheadExcessLiquidity', excess],
      ['LookAheadInitMarginReq', worth.margin.initial],
      ['LookAheadMaintMarginReq', worth.margin.maintenance],
      ['MaintMarginReq', worth.margin.maintenance],
      ['NetLiquidation', worth.netLiquidation],
      ['OptionMarketValue', worth.optionValue],
      ['PreviousDayEquityWithLoanValue', worth.equityWithLoan.minus(this.profits().daily)],
      ['RealizedPnL', realized],
      ['RegTEquity', worth.equityWithLoan],
      ['RegTMargin', worth.stockValue.abs().div(2)],
      ['SMA', available],
      ['StockMarketValue', worth.stockValue],
      ['TotalCashBalance', worth.totalCash],
      ['TotalCashValue', worth.totalCash],
      ['UnrealizedPnL', unrealized],
    ]);
  }

  private ledgerOf(currency: string, worth: Worth): readonly AccountValue[] {
    const own = currency === 'BASE' || currency === CURRENCY;
    const cash = currency === 'BASE' ? worth.totalCash : this.book.cashOf(currency);
    const part = (amount: Decimal): Decimal => (own ? amount : ZERO);
    const { unrealized, realized } = this.profits();
    const positions = worth.stockValue.plus(worth.optionValue).plus(worth.futuresPnl);
    const rate = currency === 'BASE' ? new Decimal(1) : this.book.rateOf(currency);
    const rows: readonly (readonly [string, string])[] = [
      ['AccruedCash', '0.00'],
      ['CashBalance', money(cash)],
      ['ExchangeRate', rate.toFixed(currency === CURRENCY || currency === 'BASE' ? 2 : 7)],
      ['FuturesPNL', money(part(worth.futuresPnl))],
      ['NetLiquidationByCurrency', money(cash.plus(part(positions)))],
      ['OptionMarketValue', money(part(worth.optionValue))],
      ['RealizedPnL', money(part(realized))],
      ['StockMarketValue', money(part(worth.stockValue))],
      ['TotalCashBalance', money(cash)],
      ['UnrealizedPnL', money(part(unrealized))],
    ];
    return rows.map(([key, value]) => ({ key: `$LEDGER-${key}`, value, currency }));
  }
}

/** Values that TWS repeats for the securities segment of the account. */
const SEGMENT_KEYS: ReadonlySet<string> = new Set([
  'AccruedCash',
  'AccruedDividend',
  'AvailableFunds',
  'EquityWithLoanValue',
  'ExcessLiquidity',
  'FullAvailableFunds',
  'FullExcessLiquidity',
  'FullInitMarginReq',
  'FullMaintMarginReq',
  'GrossPositionValue',
  'InitMarginReq',
  'LookAheadAvailableFunds',
  'LookAheadExcessLiquidity',
  'LookAheadInitMarginReq',
  'LookAheadMaintMarginReq',
  'MaintMarginReq',
  'NetLiquidation',
  'PreviousDayEquityWithLoanValue',
  'RegTEquity',
  'RegTMargin',
  'SMA',
  'TotalCashValue',
]);

function leverage(worth: Worth): string {
  if (!worth.netLiquidation.greaterThan(0)) return '0.00';
  return money(worth.grossPositionValue.div(worth.netLiquidation));
}

/** Excess liquidity as a share of net liquidation, at least 0. */
function cushion(worth: Worth): string {
  if (!worth.netLiquidation.greaterThan(0)) return '0';
  const excess = worth.equityWithLoan.minus(worth.margin.maintenance);
  return Decimal.max(0, excess.div(worth.netLiquidation)).toDecimalPlaces(6).toString();
}
