import { Decimal } from 'decimal.js';
import type { AccountValue } from '../world';
import { toCents, ZERO } from './money';
import type { Amounts, Valuation } from './valuation';

/** Buying power of a margin account: four times what is available. */
const LEVERAGE = 4;
const BASE = 'BASE';
const REG_T = new Decimal('0.5');

/** What the values are made of. Amounts in whole cents of the base currency. */
export interface ValueSource {
  readonly accountId: string;
  readonly base: string;
  readonly valuation: Valuation;
  readonly previousEquity: Decimal;
  /** When intraday and overnight margin next change places, ms since the epoch. */
  readonly nextMarginChangeMs: number;
}

function money(amount: Decimal): string {
  return amount.toFixed(2, Decimal.ROUND_HALF_UP);
}

/** Every value that updateAccountValue tells: texts, amounts with their segments, and the ledger of each currency. */
export function accountValues(source: ValueSource): readonly AccountValue[] {
  return [
    ...textValues(source),
    ...amountValues(source),
    ...plainLedger(source),
    ...ledgerValues(source, 'ALL'),
  ];
}

/** The rows of one accountSummary tag's ledger: `BASE`, a currency, or `ALL`. Keys as a Gateway sends them. */
export function ledgerValues(source: ValueSource, currency: string): readonly AccountValue[] {
  return ledgerRows(source, currency).map((row) => ({ ...row, key: `$LEDGER-${row.key}` }));
}

/**
 * The ledger as TWS has always named it in account updates: `CashBalance` and the like, for the base and for each
 * currency.
 */
function plainLedger(source: ValueSource): readonly AccountValue[] {
  return ledgerRows(source, 'ALL');
}

function ledgerRows({ base, valuation }: ValueSource, currency: string): readonly AccountValue[] {
  const rows: AccountValue[] = [];
  if (currency === BASE || currency === 'ALL') {
    rows.push(...rowsOf(BASE, base, valuation.base, '1.00'));
  }
  for (const amounts of valuation.byCurrency) {
    if (currency !== 'ALL' && currency !== amounts.currency) continue;
    const rate = amounts.currency === base ? '1.00' : amounts.rate.toString();
    rows.push(...rowsOf(amounts.currency, amounts.currency, amounts, rate));
  }
  return rows;
}

function rowsOf(
  currency: string,
  realCurrency: string,
  amounts: Amounts,
  rate: string,
): readonly AccountValue[] {
  const none = money(ZERO);
  const rows: readonly (readonly [string, string])[] = [
    ['AccruedCash', none],
    ['CashBalance', money(amounts.cash)],
    ['CorporateBondValue', none],
    ['Cryptocurrency', money(amounts.cryptoValue)],
    ['Currency', currency],
    ['ExchangeRate', rate],
    ['FundValue', none],
    ['FutureOptionValue', money(amounts.futureOptionValue)],
    ['FuturesPNL', money(amounts.futuresPnl)],
    ['FxCashBalance', none],
    ['IssuerOptionValue', none],
    ['MoneyMarketFundValue', none],
    ['MutualFundValue', none],
    ['NetDividend', none],
    ['NetLiquidationByCurrency', money(amounts.netLiquidation)],
    ['OptionMarketValue', money(amounts.optionValue)],
    ['RealCurrency', realCurrency],
    ['RealizedPnL', money(amounts.realized)],
    ['StockMarketValue', money(amounts.stockValue)],
    ['TBillValue', none],
    ['TBondValue', none],
    ['TotalCashBalance', money(amounts.cash)],
    ['UnrealizedPnL', money(amounts.unrealized)],
    ['WarrantValue', none],
  ];
  return rows.map(([key, value]) => ({ key, value, currency }));
}

function textValues(source: ValueSource): readonly AccountValue[] {
  const { accountId, valuation } = source;
  const texts: readonly (readonly [string, string])[] = [
    ['AccountCode', accountId],
    ['AccountReady', 'true'],
    ['AccountType', 'INDIVIDUAL'],
    ['Cushion', cushion(valuation)],
    ['DayTradesRemaining', '-1'],
    ['DayTradesRemainingT+1', '-1'],
    ['DayTradesRemainingT+2', '-1'],
    ['DayTradesRemainingT+3', '-1'],
    ['DayTradesRemainingT+4', '-1'],
    ['HighestSeverity', '0'],
    ['Leverage', leverage(valuation)],
    ['Leverage-S', leverage(valuation)],
    ['LookAheadNextChange', lookAheadChange(source)],
    ['NLVAndMarginInReview', 'false'],
    ['SegmentTitle-C', 'US Commodities'],
    ['SegmentTitle-S', 'US Securities'],
    ['TradingType-S', 'STKNOPT'],
    ['WhatIfPMEnabled', 'true'],
  ];
  return [
    ...texts.map(([key, value]) => ({ key, value, currency: '' })),
    { key: 'AccountOrGroup', value: accountId, currency: BASE },
  ];
}

/** Seconds since the epoch at which the look-ahead margin comes into force; 0 when it is no other than today's. */
function lookAheadChange({ valuation, nextMarginChangeMs }: ValueSource): string {
  const same = valuation.margin.initial.equals(valuation.otherMargin.initial);
  return same ? '0' : String(Math.floor(nextMarginChangeMs / 1000));
}

/**
 * The amounts in the base currency. Those that TWS also tells by segment follow as `-S` for securities and `-C` for
 * commodities: the commodities segment holds as much cash as its futures need, so a value is the sum of the two.
 */
function amountValues(source: ValueSource): readonly AccountValue[] {
  const { base, valuation } = source;
  const commodities = commoditySegment(valuation);
  const rows: AccountValue[] = [];
  for (const [key, amount] of amountsOf(source)) {
    rows.push({ key, value: money(amount), currency: base });
    if (SECURITIES_ONLY.has(key)) rows.push({ key: `${key}-S`, value: money(amount), currency: base });
    const inCommodities = commodities.get(key);
    if (inCommodities === undefined) continue;
    rows.push({ key: `${key}-C`, value: money(inCommodities), currency: base });
    rows.push({ key: `${key}-S`, value: money(amount.minus(inCommodities)), currency: base });
  }
  return rows;
}

/** Tags that the API names differently from the account window. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['ReqTEquity', 'RegTEquity'],
  ['ReqTMargin', 'RegTMargin'],
  ['PreviousEquityWithLoanValue', 'PreviousDayEquityWithLoanValue'],
]);

/** The value of one accountSummary tag; undefined when TWS knows no such tag. */
export function summaryValue(source: ValueSource, tag: string): AccountValue | undefined {
  const ledger = /^\$LEDGER-(.+)$/.exec(tag);
  if (ledger !== null) return ledgerValues(source, source.base).find((value) => value.key === tag);
  const name = OTHER_NAMES.get(tag) ?? tag;
  const values = [...textValues(source), ...amountValues(source)];
  const found =
    values.find((value) => value.key === name) ??
    ledgerRows(source, source.base).find((value) => value.key === name);
  return found === undefined ? undefined : { ...found, key: tag };
}

function amountsOf({ valuation, previousEquity }: ValueSource): ReadonlyMap<string, Decimal> {
  const { base, equityWithLoan, margin, otherMargin } = valuation;
  const available = equityWithLoan.minus(margin.initial);
  const excess = equityWithLoan.minus(margin.maintenance);
  const lookAheadAvailable = equityWithLoan.minus(otherMargin.initial);
  const lookAheadExcess = equityWithLoan.minus(otherMargin.maintenance);
  const regTMargin = toCents(valuation.grossPositionValue.times(REG_T));
  return new Map([
    ['AccruedDividend', ZERO],
    ['AvailableFunds', available],
    ['Billable', ZERO],
    ['BuyingPower', Decimal.max(0, available.times(LEVERAGE))],
    ['EquityWithLoanValue', equityWithLoan],
    ['ExcessLiquidity', excess],
    ['FullAvailableFunds', available],
    ['FullExcessLiquidity', excess],
    ['FullInitMarginReq', margin.initial],
    ['FullMaintMarginReq', margin.maintenance],
    ['GrossPositionValue', valuation.grossPositionValue],
    ['Guarantee', ZERO],
    ['IndianStockHaircut', ZERO],
    ['InitMarginReq', margin.initial],
    ['LookAheadAvailableFunds', lookAheadAvailable],
    ['LookAheadExcessLiquidity', lookAheadExcess],
    ['LookAheadInitMarginReq', otherMargin.initial],
    ['LookAheadMaintMarginReq', otherMargin.maintenance],
    ['MaintMarginReq', margin.maintenance],
    ['NetLiquidation', base.netLiquidation],
    ['PASharesValue', ZERO],
    ['PhysicalCertificateValue', ZERO],
    ['PostExpirationExcess', ZERO],
    ['PostExpirationMargin', ZERO],
    ['PreviousDayEquityWithLoanValue', previousEquity],
    ['RegTEquity', equityWithLoan],
    ['RegTMargin', regTMargin],
    ['SMA', equityWithLoan.minus(regTMargin)],
    ['SettledCash', base.cash],
    ['TotalCashValue', base.cash],
    ['TotalDebitCardPendingCharges', ZERO],
  ]);
}

function commoditySegment(valuation: Valuation): ReadonlyMap<string, Decimal> {
  const { futuresMargin, otherFuturesMargin, base } = valuation;
  const cash = futuresMargin.initial;
  const equity = cash.plus(base.futuresPnl);
  const worth = equity.plus(base.futureOptionValue);
  const available = equity.minus(futuresMargin.initial);
  const excess = equity.minus(futuresMargin.maintenance);
  return new Map([
    ['AccruedDividend', ZERO],
    ['AvailableFunds', available],
    ['EquityWithLoanValue', equity],
    ['ExcessLiquidity', excess],
    ['FullAvailableFunds', available],
    ['FullExcessLiquidity', excess],
    ['FullInitMarginReq', futuresMargin.initial],
    ['FullMaintMarginReq', futuresMargin.maintenance],
    ['GrossPositionValue', ZERO],
    ['InitMarginReq', futuresMargin.initial],
    ['LookAheadAvailableFunds', equity.minus(otherFuturesMargin.initial)],
    ['LookAheadExcessLiquidity', equity.minus(otherFuturesMargin.maintenance)],
    ['LookAheadInitMarginReq', otherFuturesMargin.initial],
    ['LookAheadMaintMarginReq', otherFuturesMargin.maintenance],
    ['MaintMarginReq', futuresMargin.maintenance],
    ['NetLiquidation', worth],
    ['TotalCashValue', cash],
  ]);
}

/** Values that exist for securities alone. */
const SECURITIES_ONLY: ReadonlySet<string> = new Set([
  'PreviousDayEquityWithLoanValue',
  'RegTEquity',
  'RegTMargin',
  'SMA',
]);

function leverage({ base, grossPositionValue }: Valuation): string {
  if (!base.netLiquidation.greaterThan(0)) return '0.00';
  return money(grossPositionValue.div(base.netLiquidation));
}

/** Excess liquidity as a share of net liquidation, at least 0. */
function cushion({ base, equityWithLoan, margin }: Valuation): string {
  if (!base.netLiquidation.greaterThan(0)) return '0';
  const excess = equityWithLoan.minus(margin.maintenance);
  return Decimal.max(0, excess.div(base.netLiquidation)).toDecimalPlaces(6).toString();
}
