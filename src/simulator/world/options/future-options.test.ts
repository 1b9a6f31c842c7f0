import { describe, expect, it } from 'vitest';
import { incrementFor } from '../catalogue/market-rules';
import { normalDistribution } from '../prices/black-scholes';
import type { ContractQuery, SimInstrument } from '../world';
import { contractQuery, makeTestWorld } from '../world-fixture';

const { world } = makeTestWorld();
const { catalogue } = world;
const nowMs = world.clock.nowMs();
const DAY_MS = 86_400_000;
const RATE = 0.04;

/** The December and the March contract. */
const [december, march] = catalogue.withoutOptions
  .filter(({ symbol, secType }) => symbol === 'ES' && secType === 'FUT')
  .toSorted((a, b) => (a.lastTradeDate < b.lastTradeDate ? -1 : 1));

function find(query: Partial<ContractQuery>): readonly SimInstrument[] {
  return catalogue.find(contractQuery({ secType: 'FOP', ...query }));
}

function row(tradingClass: string, date: string, right: 'C' | 'P'): readonly SimInstrument[] {
  return find({ symbol: 'ES', tradingClass, lastTradeDateOrContractMonth: date, right });
}

/** Years from 7 October 2026, and the part of the last day that is left. */
function yearsTo({ lastTradeDate }: SimInstrument): number {
  const day = Date.UTC(
    Number(lastTradeDate.slice(0, 4)),
    Number(lastTradeDate.slice(4, 6)) - 1,
    Number(lastTradeDate.slice(6)),
  );
  return ((day - Date.UTC(2026, 9, 7)) / DAY_MS + 0.25) / 365;
}

describe('options on a future', () => {
  it('come in quarterly, monthly and weekly classes, each on the future that expires next', () => {
    const chains = catalogue.optionChains(december?.conId ?? 0);
    expect(chains.map(({ tradingClass, expirations }) => [tradingClass, expirations[0]])).toEqual([
      ['ES', '20261218'],
      ['EW', '20261030'],
      ['EW1', '20261106'],
      ['EW2', '20261009'],
      ['EW3', '20261016'],
      ['EW4', '20261023'],
    ]);
    expect(chains.every(({ multiplier, exchanges }) => multiplier === '50' && exchanges[0] === 'CME')).toBe(
      true,
    );
    // The class that outlives the December contract on its last day is on the next one.
    const [third] = row('EW3', '20261218', 'C');
    expect(third?.underConId).toBe(march?.conId);
    const later = catalogue.optionChains(march?.conId ?? 0);
    expect(later.find(({ tradingClass }) => tradingClass === 'ES')?.expirations).toEqual(['20270319']);
    // Nothing is listed that no future outlives.
    expect(find({ symbol: 'ES' }).every(({ lastTradeDate }) => lastTradeDate <= '20270319')).toBe(true);
  });

  it('leave a month that ends on a Friday to the class of month ends', () => {
    const { world: summer } = makeTestWorld({ startMs: Date.UTC(2026, 6, 6, 14, 30) });
    const classes = (date: string): readonly string[] =>
      summer.catalogue
        .optionChains(summer.catalogue.find(contractQuery({ symbol: 'ES', secType: 'FUT' }))[0]?.conId ?? 0)
        .filter(({ expirations }) => expirations.includes(date))
        .map(({ tradingClass }) => tradingClass);
    expect(classes('20260731')).toEqual(['EW']);
    expect(classes('20260724')).toEqual(['EW4']);
  });

  it('are described as their exchange and IB describe them', () => {
    const [call] = row('EW3', '20261016', 'C').filter(({ strike }) => strike % 100 === 0);
    expect(call).toMatchObject({
      symbol: 'ES',
      secType: 'FOP',
      exchange: 'CME',
      validExchanges: ['CME'],
      localSymbol: `EW3V6 C${String(call?.strike)}`,
      multiplier: '50',
      minTick: 0.05,
      underConId: december?.conId,
      underSymbol: 'ESZ6',
      underSecType: 'FUT',
      exerciseStyle: 'european',
      lastTradeTime: '15:00:00 US/Central',
      timeZoneId: 'US/Central',
    });
    const [quarterly] = row('ES', '20261218', 'P');
    expect(quarterly).toMatchObject({ lastTradeTime: '08:30:00 US/Central', underConId: december?.conId });
    expect(quarterly?.exerciseStyle).toBeUndefined();
  });

  it('are found by what a client says of them, and by their conId alone', () => {
    const calls = row('EW3', '20261016', 'C').filter((one) => one.strike % 100 === 0);
    const call = calls[calls.length >> 1];
    const { conId = 0, strike = 0, localSymbol = '' } = call ?? {};
    const said = { symbol: 'ES', lastTradeDateOrContractMonth: '20261016', strike, right: 'C' };
    expect(find(said)).toEqual([call]);
    expect(find({ ...said, exchange: 'CME', multiplier: '50' })).toEqual([call]);
    expect(find({ ...said, exchange: 'SMART' })).toEqual([]);
    expect(find({ localSymbol, exchange: 'CME' })).toEqual([call]);
    expect(catalogue.find(contractQuery({ localSymbol }))).toEqual([call]);
    expect(catalogue.find(contractQuery({ conId }))).toEqual([call]);
    expect(catalogue.byConId(conId)).toBe(call);
    expect(catalogue.find(contractQuery({ ...said, secType: 'OPT' }))).toEqual([]);
    expect(makeTestWorld({ seed: 3 }).world.catalogue.byConId(conId)?.localSymbol).toBe(localSymbol);
  });

  it('are worth what Black has them worth at the price of the future', () => {
    const spot = world.market.quote(december?.conId ?? 0).last ?? 0;
    for (const right of ['C', 'P'] as const) {
      for (const option of row('EW', '20261130', right).filter((_one, index) => index % 9 === 0)) {
        const computed = world.options.model(option.conId, nowMs);
        expect(Math.abs((computed.underlyingPrice ?? 0) - spot)).toBeLessThanOrEqual(1);
        expect(computed.pvDividend).toBe(0);
        const [future, years] = [computed.underlyingPrice ?? 0, yearsTo(option)];
        const deviation = (computed.impliedVolatility ?? 0) * Math.sqrt(years);
        const d1 = Math.log(future / option.strike) / deviation + deviation / 2;
        const sign = right === 'C' ? 1 : -1;
        const discount = Math.exp(-RATE * years);
        const black =
          discount *
          sign *
          (future * normalDistribution(sign * d1) -
            option.strike * normalDistribution(sign * (d1 - deviation)));
        expect(computed.optionPrice).toBeCloseTo(black, 6);
        expect(computed.delta).toBeCloseTo(sign * discount * normalDistribution(sign * d1), 9);
      }
    }
  });

  it('imply the volatilities of the options on the index', () => {
    const spx = catalogue.find(
      contractQuery({ symbol: 'SPX', secType: 'OPT', lastTradeDateOrContractMonth: '20261030', right: 'C' }),
    );
    let compared = 0;
    for (const option of spx) {
      const [twin] = row('EW', '20261030', 'C').filter(({ strike }) => strike === option.strike);
      if (twin === undefined) continue;
      const [ours, theirs] = [twin, option].map(
        ({ conId }) => world.options.model(conId, nowMs).impliedVolatility ?? 0,
      );
      expect(Math.abs((ours ?? 0) - (theirs ?? 0))).toBeLessThan(0.01);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(30);
  });

  it('are quoted about the model in the steps of their market rule, and history says the same', () => {
    for (const option of row('EW', '20261030', 'C').filter((_one, index) => index % 7 === 0)) {
      const { bid, ask, last } = world.market.quote(option.conId);
      const { optionPrice } = world.options.model(option.conId, nowMs);
      for (const price of [bid, ask, last]) {
        if (price === null) continue;
        const increment = incrementFor(option.marketRuleIds[0] ?? 0, price) ?? 0;
        expect(Math.abs(price / increment - Math.round(price / increment))).toBeLessThan(1e-6);
      }
      const step = (ask ?? 0) < 10 ? 0.05 : 0.25;
      if (bid !== null) expect(bid - step).toBeLessThanOrEqual(optionPrice ?? 0);
      expect((ask ?? 0) + step).toBeGreaterThanOrEqual(optionPrice ?? 0);
      const [bar] = world.history.bars({
        instrument: option,
        endMs: nowMs,
        duration: '1 D',
        barSize: '1 day',
        whatToShow: 'TRADES',
        regularHoursOnly: false,
      });
      expect(bar?.close).toBe(last);
    }
  });

  it('lead from a price to its volatility and back', () => {
    const [option] = row('ES', '20261218', 'C').filter(({ strike }) => strike % 100 === 0);
    const { conId = 0, strike = 0 } = option ?? {};
    const { impliedVolatility } = world.options.volatilityOf(conId, 0.06 * strike, 1.01 * strike);
    expect(impliedVolatility).toBeGreaterThan(0.05);
    const back = world.options.priceAt(conId, impliedVolatility ?? 0, 1.01 * strike);
    expect(back.optionPrice).toBeCloseTo(0.06 * strike, 6);
  });

  it('trade through the night, and on their last day until three in Chicago', () => {
    const [option] = row('EW2', '20261009', 'C');
    if (option === undefined) throw new Error('no such option');
    const night = Date.UTC(2026, 9, 8, 3);
    expect(catalogue.sessionAt(option, night, false)).toBeDefined();
    expect(catalogue.sessionAt(option, night, true)).toBeUndefined();
    expect(catalogue.hoursText(option, nowMs, 3, false)).toBe(
      '20261006:1700-20261007:1600;20261007:1700-20261008:1600;20261008:1700-20261009:1500',
    );
  });
});
