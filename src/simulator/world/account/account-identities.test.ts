import { Decimal } from 'decimal.js';
import { array, assert, constantFrom, integer, property, record, type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochDayAt, momentOf } from '../calendar/zone-time';
import type { AccountValue, SimExecution, SimInstrument } from '../world';
import { contractQuery, makeTestWorld, OPEN_MARKET_MS, terms, type TestWorld } from '../world-fixture';
import { multiplierOf } from './fill';
import { toCents } from './money';

/** Friday 9 October 2026, nine o'clock in New York: Frankfurt and London are open, New York is about to open. */
const FRIDAY_MS = Date.UTC(2026, 9, 9, 13);
/** Wednesday 25 November 2026, ten o'clock in New York: a holiday and a short day follow. */
const THANKSGIVING_EVE_MS = Date.UTC(2026, 10, 25, 15);
const ZONE = 'America/New_York';
const PARTS = [
  'CashBalance',
  'StockMarketValue',
  'OptionMarketValue',
  'Cryptocurrency',
  'FuturesPNL',
] as const;
const ZERO = new Decimal(0);

const step = record({
  what: constantFrom(
    'AAPL',
    'KO',
    'BTC.USD',
    'SAP',
    'VOD',
    'ES',
    'EUR.USD',
    'USD.JPY',
    'GBP.USD',
    'call',
    'put',
  ),
  side: constantFrom('BUY' as const, 'SELL' as const),
  lots: integer({ min: 1, max: 9 }),
  odd: integer({ min: 0, max: 99 }),
  waitMs: constantFrom(0, 40, 3000, 3000, 3000, 3_600_000, 9 * 3_600_000, 40 * 3_600_000),
});

type Step = typeof step extends Arbitrary<infer T> ? T : never;

function instrumentOf(test: TestWorld, what: string): SimInstrument {
  if (what === 'call') return farOption(test, 'C');
  if (what === 'put') return farOption(test, 'P');
  const { withoutOptions } = test.world.catalogue;
  return withoutOptions.findLast((one) => one.localSymbol === what || one.symbol === what) ?? test.aapl;
}

/** An option near the money that lives longest, so that none expires on the way. */
function farOption({ world, aapl }: TestWorld, right: 'C' | 'P'): SimInstrument {
  const [chain] = world.catalogue.optionChains(aapl.conId);
  const query = contractQuery({ symbol: 'AAPL', secType: 'OPT', right });
  const lastTradeDateOrContractMonth = chain?.expirations.at(-1) ?? '';
  const options = world.catalogue.find({ ...query, lastTradeDateOrContractMonth });
  const spot = world.market.quote(aapl.conId).last ?? 0;
  const [nearest] = options.toSorted((a, b) => Math.abs(a.strike - spot) - Math.abs(b.strike - spot));
  return nearest ?? aapl;
}

/** A world with everything that it has executed, and what each currency was worth when the day began. */
class Ledger {
  readonly test: TestWorld;
  readonly executions: SimExecution[] = [];
  private readonly instruments = new Map<string, SimInstrument>();
  dayStart = new Map<string, Decimal>();
  executionsAtDayStart = 0;

  constructor(startMs: number) {
    this.test = makeTestWorld({ startMs });
    this.test.world.exchange.subscribe((event) => {
      if (event.kind === 'filled') this.executions.push(event.execution);
    });
    this.dayStart = this.netByCurrency();
  }

  instrument(what: string): SimInstrument {
    const instrument = this.instruments.get(what) ?? instrumentOf(this.test, what);
    this.instruments.set(what, instrument);
    return instrument;
  }

  /** Lets time pass, and stops at each midnight in New York to look. */
  pass(ms: number): void {
    const { clock } = this.test.world;
    const untilMs = clock.nowMs() + ms;
    while (clock.nowMs() < untilMs) {
      const midnight = momentOf(ZONE, epochDayAt(ZONE, clock.nowMs()) + 1, 0);
      this.test.wall.advance(Math.min(untilMs, midnight) - clock.nowMs());
      if (clock.nowMs() !== midnight) continue;
      this.dayStart = this.netByCurrency();
      this.executionsAtDayStart = this.executions.length;
    }
  }

  netByCurrency(): Map<string, Decimal> {
    const rows = this.rows().filter(
      (row) => row.key === 'NetLiquidationByCurrency' && row.currency !== 'BASE',
    );
    return new Map(rows.map((row) => [row.currency, new Decimal(row.value)]));
  }

  rows(): readonly AccountValue[] {
    return this.test.world.account.values();
  }
}

function sum(amounts: Iterable<Decimal | number>): Decimal {
  let total = ZERO;
  for (const amount of amounts) total = total.plus(amount);
  return total;
}

/** What the executions of currency pairs brought into a currency: one leg each, and the commission. */
function pairLegs(executions: readonly SimExecution[], currency: string): Decimal {
  return sum(
    executions.map(({ order: { instrument }, side, shares, price, commission }) => {
      if (instrument.secType !== 'CASH') return ZERO;
      const signed = new Decimal(shares).times(side === 'BOT' ? 1 : -1);
      if (instrument.symbol === currency) return signed;
      if (instrument.currency !== currency) return ZERO;
      return toCents(signed.times(price)).negated().minus(commission);
    }),
  );
}

function check(ledger: Ledger): void {
  const { account, exchange } = ledger.test.world;
  const rows = ledger.rows();
  const read = (key: string, currency: string): Decimal => {
    const found = rows.find((row) => row.key === key && row.currency === currency);
    return new Decimal(found?.value ?? 'NaN');
  };
  const same = (a: Decimal, b: Decimal | number): void => {
    expect(a.toString()).toBe(new Decimal(b).toString());
  };
  const currencies = [...ledger.netByCurrency().keys()];
  const positions = account.positions();
  const converted = (key: string): Decimal =>
    sum(currencies.map((one) => toCents(read(key, one).times(read('ExchangeRate', one)))));

  for (const currency of currencies) {
    const mine = positions.filter((one) => one.instrument.currency === currency);
    const trades = mine.filter((one) => one.instrument.secType !== 'CASH');
    // What a currency is worth is its cash, its positions and the open profit of its futures.
    same(read('NetLiquidationByCurrency', currency), sum(PARTS.map((part) => read(part, currency))));
    // Positions tell the same as their currency.
    same(read('UnrealizedPnL', currency), sum(mine.map((one) => one.unrealizedPnl)));
    same(read('RealizedPnL', currency), sum(mine.map((one) => one.realizedPnl)));
    const stocks = mine.filter((one) => one.instrument.secType === 'STK');
    same(read('StockMarketValue', currency), sum(stocks.map((one) => one.marketValue)));
    // Commission reports of the day tell the realised profit.
    const own = (one: SimExecution) => one.order.instrument.currency === currency;
    const reports = exchange.executions().filter(own);
    same(read('RealizedPnL', currency), sum(reports.map((one) => one.realizedPnl ?? 0)));
    // What was there at first, every profit since, and what exchanging brought.
    const profits = ledger.executions.filter((one) => own(one) && one.order.instrument.secType !== 'CASH');
    same(
      read('NetLiquidationByCurrency', currency),
      sum([
        currency === 'USD' ? 1_000_000 : 0,
        ...profits.map((one) => one.realizedPnl ?? 0),
        ...trades.map((one) => one.unrealizedPnl),
        pairLegs(ledger.executions, currency),
      ]),
    );
    // The same for the day alone.
    const today = ledger.executions.slice(ledger.executionsAtDayStart);
    same(
      read('NetLiquidationByCurrency', currency).minus(ledger.dayStart.get(currency) ?? 0),
      sum([...trades.map((one) => one.dailyPnl), pairLegs(today, currency)]),
    );
  }
  for (const part of [...PARTS, 'UnrealizedPnL', 'RealizedPnL']) same(read(part, 'BASE'), converted(part));
  const pnl = account.pnl();
  same(read('UnrealizedPnL', 'BASE'), pnl.unrealizedPnl);
  same(read('RealizedPnL', 'BASE'), pnl.realizedPnl);
  const dailies = currencies.map((one) => {
    const mine = positions.filter((position) => position.instrument.currency === one);
    return toCents(sum(mine.map((position) => position.dailyPnl)).times(read('ExchangeRate', one)));
  });
  same(sum(dailies), pnl.dailyPnl);

  const usd = (key: string): Decimal => read(key, 'USD');
  same(usd('NetLiquidation'), sum(PARTS.map((part) => read(part, 'BASE'))));
  same(usd('TotalCashValue'), read('TotalCashBalance', 'BASE'));
  same(usd('EquityWithLoanValue'), usd('NetLiquidation').minus(read('OptionMarketValue', 'BASE')));
  same(usd('AvailableFunds'), usd('EquityWithLoanValue').minus(usd('InitMarginReq')));
  same(usd('ExcessLiquidity'), usd('EquityWithLoanValue').minus(usd('MaintMarginReq')));
  same(usd('BuyingPower'), Decimal.max(0, usd('AvailableFunds').times(4)));
  for (const { key, value } of rows.filter((row) => row.key.endsWith('-C') && row.currency === 'USD')) {
    const name = key.slice(0, -2);
    same(usd(name), new Decimal(value).plus(usd(`${name}-S`)));
  }
  for (const row of rows.filter((one) => one.key === 'NetLiquidation' || one.key === 'BuyingPower')) {
    expect(account.summary(row.key)).toEqual(row);
  }
  for (const row of account.ledger('ALL')) {
    // Both spellings of the ledger.
    const key = row.key.replace('$LEDGER-', '');
    expect(rows).toContainEqual({ ...row, key });
  }
}

function size(instrument: SimInstrument, one: Step): number {
  if (instrument.secType === 'CASH') return one.lots * 20_000 + one.odd;
  if (instrument.secType === 'CRYPTO') return one.lots / 8;
  return instrument.secType === 'STK' ? one.lots * 100 + one.odd : one.lots;
}

function run(startMs: number, steps: readonly Step[]): Ledger {
  const ledger = new Ledger(startMs);
  steps.forEach((one, index) => {
    const instrument = ledger.instrument(one.what);
    const order = terms({
      side: one.side,
      quantity: size(instrument, one),
      tif: one.odd % 2 === 0 ? 'DAY' : 'GTC',
    });
    ledger.test.world.exchange.place(1, index + 1, instrument, order);
    ledger.pass(one.waitMs);
    check(ledger);
  });
  return ledger;
}

describe('the account', () => {
  it('agrees with itself to the cent in every channel, at any moment, over nights and weekends', () => {
    const worlds = constantFrom(OPEN_MARKET_MS, FRIDAY_MS, THANKSGIVING_EVE_MS);
    assert(
      property(worlds, array(step, { minLength: 12, maxLength: 24, size: 'max' }), (startMs, steps) => {
        run(startMs, steps);
      }),
      { numRuns: 4 },
    );
  }, 30_000);

  it('is put to the test by trades that fill in several currencies', () => {
    const trade = (what: Step['what'], side: 'BUY' | 'SELL', lots: number): Step => {
      return { what, side, lots, odd: 1, waitMs: 3000 };
    };
    const ledger = run(OPEN_MARKET_MS, [
      trade('SAP', 'BUY', 3),
      trade('ES', 'SELL', 2),
      trade('USD.JPY', 'BUY', 4),
      trade('put', 'SELL', 2),
      { ...trade('AAPL', 'SELL', 5), waitMs: 9 * 3_600_000 },
      { ...trade('EUR.USD', 'SELL', 5), waitMs: 40 * 3_600_000 },
      trade('ES', 'BUY', 5),
    ]);
    expect(new Set(ledger.executions.map((one) => one.order.instrument.currency))).toEqual(
      new Set(['EUR', 'USD', 'JPY']),
    );
    expect(ledger.executions.some((one) => (one.realizedPnl ?? 0) !== 0)).toBe(true);
    expect([...ledger.netByCurrency().keys()].sort()).toEqual(['EUR', 'JPY', 'USD']);
    const [sap] = ledger.test.world.account.positions();
    expect(multiplierOf(sap?.instrument ?? ledger.test.aapl)).toBe(1);
  });
});
