import { describe, expect, it } from 'vitest';
import { incrementFor } from '../catalogue/market-rules';
import { makeTestWorld, optionsOn } from '../world-fixture';
import type { SimInstrument } from '../world';

const { world, aapl, instrument } = makeTestWorld();
const nowMs = world.clock.nowMs();
const RATE = 0.04;

function chain(symbol: string, lastTradeDateOrContractMonth: string): readonly SimInstrument[] {
  return optionsOn(world, { symbol, lastTradeDateOrContractMonth });
}

interface Pair {
  readonly strike: number;
  readonly call: SimInstrument;
  readonly put: SimInstrument;
}

function pairs(options: readonly SimInstrument[]): readonly Pair[] {
  const puts = new Map(options.filter(({ right }) => right === 'P').map((put) => [put.strike, put]));
  return options.flatMap((call) => {
    const put = puts.get(call.strike);
    return call.right === 'C' && put !== undefined ? [{ strike: call.strike, call, put }] : [];
  });
}

/** The call of AAPL nearest to the money whose strike every expiry has. */
function atTheMoney(date: string): SimInstrument | undefined {
  const spot = world.market.quote(aapl.conId).last ?? 0;
  const calls = chain('AAPL', date).filter(({ right, strike }) => right === 'C' && strike % 10 === 0);
  return calls.toSorted((a, b) => Math.abs(a.strike - spot) - Math.abs(b.strike - spot))[0];
}

function yearsTo({ lastTradeDate }: SimInstrument): number {
  const day = Date.UTC(
    Number(lastTradeDate.slice(0, 4)),
    Number(lastTradeDate.slice(4, 6)) - 1,
    Number(lastTradeDate.slice(6)),
  );
  return ((day - Date.UTC(2026, 9, 7)) / 86_400_000 + 0.25) / 365;
}

function model(option: SimInstrument): number {
  return world.options.model(option.conId, nowMs).optionPrice ?? 0;
}

function middle(option: SimInstrument): { readonly price: number; readonly spread: number } {
  const { bid, ask } = world.market.quote(option.conId);
  return { price: ((bid ?? 0) + (ask ?? 0)) / 2, spread: (ask ?? 0) - (bid ?? 0) };
}

describe('option prices', () => {
  it('keep put-call parity within the spread', () => {
    const spot = world.options.model(chain('AAPL', '20261120')[0]?.conId ?? 0, nowMs).underlyingPrice ?? 0;
    const near = pairs(chain('AAPL', '20261120')).filter(({ strike }) => Math.abs(strike / spot - 1) < 0.1);
    expect(near.length).toBeGreaterThan(5);
    for (const { strike, call, put } of near) {
      const parity = spot - strike * Math.exp(-RATE * yearsTo(call));
      const [one, other] = [middle(call), middle(put)];
      expect(Math.abs(one.price - other.price - parity)).toBeLessThanOrEqual(one.spread + other.spread);
    }
  });

  it('of the index agree with the forward that its future trades at', () => {
    const options = pairs(chain('SPX', '202612').filter((one) => one.tradingClass === 'SPX'));
    const spot = world.market.quote(instrument('SPX', 'IND').conId).last ?? 0;
    for (const { strike, call, put } of options) {
      const years = yearsTo(call);
      const forward = strike + (model(call) - model(put)) * Math.exp(RATE * years);
      expect(forward / (spot * Math.exp(0.03 * years))).toBeCloseTo(1, 3);
    }
  });

  it('have no butterfly and no vertical spread with a negative price', () => {
    for (const symbol of ['AAPL', 'SPY', 'SPX']) {
      const calls = chain(symbol, '20261106')
        .concat(symbol === 'SPX' ? [] : chain(symbol, '20270115'))
        .filter(({ right }) => right === 'C');
      for (const date of new Set(calls.map(({ lastTradeDate }) => lastTradeDate))) {
        const row = calls.filter(({ lastTradeDate }) => lastTradeDate === date);
        for (let index = 1; index < row.length - 1; index++) {
          const [low, at, high] = [row[index - 1], row[index], row[index + 1]];
          if (low === undefined || at === undefined || high === undefined) continue;
          const weight = (high.strike - at.strike) / (high.strike - low.strike);
          expect(model(low)).toBeGreaterThanOrEqual(model(at) - 1e-9);
          expect(model(at)).toBeLessThanOrEqual(weight * model(low) + (1 - weight) * model(high) + 1e-9);
        }
      }
    }
  });

  it('rise with the time to expiry', () => {
    const dates = ['20261016', '20261120', '20270115', '20280121'];
    const prices = dates.map((date) => {
      const call = atTheMoney(date);
      return call === undefined ? 0 : model(call);
    });
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(prices[0]).toBeGreaterThan(0);
  });

  it('come in the steps of their market rule', () => {
    for (const symbol of ['AAPL', 'SPX']) {
      const sample = chain(symbol, '20261106').filter((_one, index) => index % 5 === 0);
      for (const option of sample) {
        const { bid, ask, last } = world.market.quote(option.conId);
        for (const price of [bid, ask, last]) {
          if (price === null) continue;
          const increment = incrementFor(option.marketRuleIds[0] ?? 0, price) ?? 0;
          const steps = price / increment;
          expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
        }
      }
    }
  });

  it('lie about the price of the model, and imply its volatility', () => {
    let compared = 0;
    for (const option of chain('AAPL', '20261120')) {
      const { bid, ask } = world.market.quote(option.conId);
      const computed = world.options.model(option.conId, nowMs);
      if (bid === null || ask === null || computed.optionPrice === null) continue;
      expect(computed.optionPrice).toBeGreaterThanOrEqual(bid - 0.02);
      expect(computed.optionPrice).toBeLessThanOrEqual(ask + 0.02);
      const [low, high] = [bid, ask].map((price) => world.options.ofPrice(option.conId, price, nowMs));
      const below = low?.impliedVolatility ?? null;
      const above = high?.impliedVolatility ?? null;
      if (below === null || above === null || (computed.vega ?? 0) < 0.05) continue;
      compared += 1;
      expect(below).toBeLessThanOrEqual((computed.impliedVolatility ?? 0) + 0.004);
      expect(above).toBeGreaterThanOrEqual((computed.impliedVolatility ?? 0) - 0.004);
    }
    expect(compared).toBeGreaterThan(20);
  });
});

describe('calculations', () => {
  it('lead from a price to its volatility and back', () => {
    const call = atTheMoney('20261120');
    const conId = call?.conId ?? 0;
    const spot = call?.strike ?? 0;
    const price = 0.05 * spot;
    const { impliedVolatility } = world.options.volatilityOf(conId, price, spot);
    expect(impliedVolatility).toBeGreaterThan(0.1);
    expect(world.options.priceAt(conId, impliedVolatility ?? 0, spot).optionPrice).toBeCloseTo(price, 6);
    expect(world.options.volatilityOf(conId, 0.01, 2 * spot).impliedVolatility).toBeNull();
  });

  it('compute nothing for what is no option', () => {
    expect(world.options.model(aapl.conId, nowMs).optionPrice).toBeNull();
    expect(world.options.priceAt(aapl.conId, 0.3, 190).optionPrice).toBeNull();
  });

  it('give an underlying its volatility of thirty days', () => {
    const volatility = world.options.thirtyDayVolatility(aapl.conId) ?? 0;
    const [near, far] = ['20261030', '20261113'].map((date) => {
      const calls = chain('AAPL', date).filter(({ right }) => right === 'C');
      const computed = calls.map(({ conId }) => world.options.model(conId, nowMs));
      const atTheMoney = computed.toSorted(
        (a, b) => Math.abs((a.delta ?? 0) - 0.5) - Math.abs((b.delta ?? 0) - 0.5),
      );
      return atTheMoney[0]?.impliedVolatility ?? 0;
    });
    const [low, high] = [near ?? 0, far ?? 0].toSorted((a, b) => a - b);
    expect(volatility).toBeGreaterThan((low ?? 0) - 0.01);
    expect(volatility).toBeLessThan((high ?? 0) + 0.01);
    expect(world.options.thirtyDayVolatility(instrument('EUR', 'CASH').conId)).toBeNull();
  });

  it('are the bars of implied volatility that history has, the last one up to now', () => {
    const bars = world.history.bars({
      instrument: aapl,
      endMs: nowMs,
      duration: '20 D',
      barSize: '1 day',
      whatToShow: 'OPTION_IMPLIED_VOLATILITY',
      regularHoursOnly: true,
    });
    expect(bars).toHaveLength(20);
    expect(bars.every(({ low, high, open }) => low <= open && open <= high)).toBe(true);
    expect(bars.at(-1)?.close).toBeCloseTo(world.options.thirtyDayVolatility(aapl.conId) ?? 0, 3);
  });

  it('count contracts by option and for the whole chain', () => {
    const [option] = chain('AAPL', '20261120');
    expect(world.options.openInterest(option?.conId ?? 0)).toBeGreaterThan(100);
    const totals = world.options.totals(aapl.conId);
    expect(totals?.callOpenInterest).toBeGreaterThan(world.options.openInterest(option?.conId ?? 0));
    expect(world.options.totals(instrument('KO', 'STK').conId)).toBeNull();
  });
});
