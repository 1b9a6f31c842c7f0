import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderTerms } from '../../order-terms';
import type { ContractQuery, InstrumentLeg, LegQuery, SimQuote } from '../../world';
import { contractQuery, makeTestWorld } from '../../world-fixture';
import { legPrices, legSide, netPrice, weightOf } from './combo-prices';
import { instrumentKey, legFillsOf, legsWithin, withNetLimit } from './combo-order';
import { comboQuote } from './combo-quote';
import { subscribeToLegs } from './combo-market';
import { refuseLegPrices } from './refuse-combo';
import { resolveCombo } from './resolve-combo';

const test = makeTestWorld();
const { catalogue, market } = test.world;
const [option, other] = catalogue.all.filter(({ secType }) => secType === 'OPT');
if (option === undefined || other === undefined) throw new Error('there are no options');
const future = test.instrument('ES', 'FUT');
const base: SimQuote = market.quote(test.aapl.conId);

const bull: readonly InstrumentLeg[] = [
  { instrument: option, ratio: 1, side: 'BUY' },
  { instrument: other, ratio: 2, side: 'SELL' },
];
const covered: readonly InstrumentLeg[] = [
  { instrument: test.aapl, ratio: 100, side: 'BUY' },
  { instrument: option, ratio: 1, side: 'SELL' },
];

function quote(bid: number, ask: number, bidSize: number, askSize: number): SimQuote {
  return { ...base, bid, ask, bidSize, askSize, close: bid };
}

function contract(comboLegs: readonly LegQuery[], different: Partial<ContractQuery> = {}): ContractQuery {
  return contractQuery({
    symbol: 'AAPL',
    secType: 'BAG',
    exchange: 'SMART',
    currency: 'USD',
    comboLegs,
    ...different,
  });
}

const legs: readonly LegQuery[] = [
  { conId: option.conId, ratio: 1, action: 'BUY', exchange: 'SMART' },
  { conId: other.conId, ratio: 1, action: 'SELL', exchange: '' },
];

describe('the price of a combination', () => {
  it('counts legs that are sold against those that are bought, by their ratios', () => {
    expect(netPrice(bull, [new Decimal(5), new Decimal(2)]).toNumber()).toBe(1);
    expect(bull.map((leg) => weightOf(leg, bull).toNumber())).toEqual([1, -2]);
  });

  it('of stock with an option is that of a share', () => {
    expect(netPrice(covered, [new Decimal(300), new Decimal(4)]).toNumber()).toBe(296);
  });

  it('is the touch of every leg, and as much as the least of their sizes allows', () => {
    const made = comboQuote(bull, [quote(5, 5.1, 10, 20), quote(2, 2.2, 9, 30)]);
    expect(made).toMatchObject({ bid: 0.6, ask: 1.1, bidSize: 10, askSize: 4, close: 1, last: null });
  });

  it('is not there while a leg has no quote', () => {
    const made = comboQuote(bull, [{ ...quote(5, 5.1, 1, 1), bid: null }, quote(2, 2.2, 9, 30)]);
    expect(made).toMatchObject({ bid: null, bidSize: 0, ask: 1.1 });
  });

  it('is always what its legs come to, whatever it is', () => {
    const cents = fc.integer({ min: 1, max: 100_000 }).map((price) => price / 100);
    const nets = fc.integer({ min: -100_000, max: 100_000 }).map((price) => price / 100);
    fc.assert(
      fc.property(cents, cents, nets, fc.constantFrom('BUY', 'SELL'), (one, two, net, side) => {
        const quotes = [quote(one, one + 0.05, 1, 1), quote(two, two + 0.05, 1, 1)];
        const prices = legPrices(bull, quotes, side, new Decimal(net));
        expect(netPrice(bull, prices).toNumber()).toBeCloseTo(net, 8);
      }),
    );
  });
});

describe('a fill of a combination', () => {
  it('fills each leg by its ratio and on its side, and charges each its own commission', () => {
    const fill = {
      legs: bull,
      side: 'SELL' as const,
      quantity: new Decimal(3),
      net: new Decimal(0.6),
      atMs: 1,
    };
    const quotes = [quote(5, 5.1, 10, 20), quote(2, 2.2, 9, 30)];
    const fills = legFillsOf(fill, quotes, []);
    expect(
      fills.map((leg) => [leg.fill.side, leg.fill.quantity.toNumber(), leg.fill.price.toNumber()]),
    ).toEqual([
      ['SELL', 3, 5],
      ['BUY', 6, 2.2],
    ]);
    expect(fills.map((leg) => leg.fill.commission.toNumber())).toEqual([1.95, 3.9]);
    const again = legFillsOf(
      { ...fill, quantity: new Decimal(1) },
      quotes,
      fills.map((leg) => leg.progress),
    );
    expect(again.map((leg) => leg.fill.commission.toNumber())).toEqual([0.65, 1.3]);
    expect(again.map((leg) => leg.progress.filled.toNumber())).toEqual([4, 8]);
  });

  it('is on the side of the leg when it is bought, and on the other when it is sold', () => {
    expect(bull.map((leg) => legSide(leg, 'BUY'))).toEqual(['BUY', 'SELL']);
    expect(bull.map((leg) => legSide(leg, 'SELL'))).toEqual(['SELL', 'BUY']);
  });
});

describe('a combination that a client names', () => {
  it('has the conId that all of them share, and is told apart by its legs', () => {
    const one = resolveCombo(catalogue, contract(legs));
    const turned = resolveCombo(catalogue, contract(legs.toReversed()));
    const more = resolveCombo(catalogue, contract(legs.map((leg) => ({ ...leg, ratio: 2 }))));
    if (!one.ok || !turned.ok || !more.ok) throw new Error('they are refused');
    expect(one.instrument).toMatchObject({ conId: 28_812_380, secType: 'BAG', tradingClass: 'COMB' });
    expect(instrumentKey(turned.instrument)).toBe(instrumentKey(one.instrument));
    expect(instrumentKey(more.instrument)).not.toBe(instrumentKey(one.instrument));
  });

  it.each([
    ['no legs', contract([]), 321],
    ['one leg', contract(legs.slice(0, 1)), 321],
    ['an unknown leg', contract([...legs, { conId: 1, ratio: 1, action: 'BUY', exchange: '' }]), 321],
    [
      'another exchange for stock',
      contract([...legs, { conId: 265598, ratio: 1, action: 'BUY', exchange: 'IEX' }]),
      315,
    ],
    ['another currency', contract(legs, { currency: 'CHF' }), 321],
  ])('is refused with %s', (_what, asked, code) => {
    expect(resolveCombo(catalogue, asked)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('trades while all its legs do', () => {
    const asked = contract([
      { conId: 265598, ratio: 1, action: 'BUY', exchange: 'SMART' },
      { conId: future.conId, ratio: 1, action: 'SELL', exchange: '' },
    ]);
    const combo = resolveCombo(catalogue, asked);
    if (!combo.ok) throw new Error('it is refused');
    const nowMs = test.world.clock.nowMs();
    const stockHours = catalogue.sessionAt(test.aapl, nowMs, true);
    expect(catalogue.sessionAt(combo.instrument, nowMs, true)?.endMs).toBe(stockHours?.endMs);
    const evening = (stockHours?.endMs ?? 0) + 6 * 3_600_000;
    expect(catalogue.sessionAt(combo.instrument, evening, true)).toBeUndefined();
    const next = catalogue.nextSession(combo.instrument, evening, true);
    expect(next.startMs).toBe(catalogue.nextSession(test.aapl, evening, true).startMs);
  });
});

describe('prices for each leg', () => {
  const combo = resolveCombo(catalogue, contract(legs));
  if (!combo.ok) throw new Error('it is refused');
  const { instrument } = combo;
  const priced = (prices: readonly (number | null)[], different = {}) =>
    orderTerms({
      orderType: 'LMT',
      comboLegs: legs.map(({ conId, ratio, exchange, action }, index) => ({
        conId,
        ratio,
        exchange,
        side: action === 'BUY' ? 'BUY' : 'SELL',
        price: prices[index] ?? null,
      })),
      ...different,
    });

  it('make up the limit, and each has to be had', () => {
    const terms = withNetLimit(instrument, priced([5, 2]));
    expect(terms.limitPrice).toBe(3);
    const within = (ask: number, bid: number) =>
      legsWithin(instrument.legs ?? [], terms, [quote(ask - 0.1, ask, 1, 1), quote(bid, bid + 0.1, 1, 1)]);
    expect([within(5, 2), within(5.01, 2.5), within(4, 1.99)]).toEqual([true, false, false]);
  });

  it('are refused beside a limit, for some legs alone, and with other types', () => {
    expect(refuseLegPrices(instrument, priced([5, 2]))).toBeNull();
    expect(refuseLegPrices(instrument, priced([5, 2], { limitPrice: 3 }))?.code).toBe(321);
    expect(refuseLegPrices(instrument, priced([5, null]))?.code).toBe(321);
    expect(refuseLegPrices(instrument, priced([5, 2], { orderType: 'MKT' }))?.code).toBe(321);
  });
});

describe('the market of a combination', () => {
  it('moves with those of its legs, on the side that they move', () => {
    const heard: string[] = [];
    const end = subscribeToLegs(market, 28_812_380, bull, ({ kind }) => void heard.push(kind));
    test.wall.advance(60_000);
    end();
    const before = heard.length;
    expect(new Set(heard)).toEqual(new Set(['bid', 'ask']));
    test.wall.advance(60_000);
    expect(heard).toHaveLength(before);
  });
});
