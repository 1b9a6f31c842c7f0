import { describe, expect, it } from 'vitest';
import type { HistoryRequest, MarketEvent, SimInstrument } from '../world';
import { makeTestWorld, type TestWorld } from '../world-fixture';

type Trade = Extract<MarketEvent, { kind: 'trade' }>;

function request(
  instrument: SimInstrument,
  barSize: '1 min' | '5 secs' | '1 day',
  endMs: number,
): HistoryRequest {
  return { instrument, endMs, duration: '1 D', barSize, whatToShow: 'TRADES', regularHoursOnly: false };
}

function listen({ world, aapl }: TestWorld): MarketEvent[] {
  const events: MarketEvent[] = [];
  world.market.subscribe(aapl.conId, (event) => events.push(event));
  return events;
}

describe.each([
  ['sparse', 0.5, 1],
  ['usual', 20, 1],
  ['dense', 2000, 1],
  ['fast', 20, 60],
])('a %s market', (_name, tickRate, speed) => {
  it('makes exactly the minute bars that history gives afterwards', () => {
    const test = makeTestWorld({ tickRate, speed });
    const trades = listen(test);
    const startMs = test.world.clock.nowMs();
    test.wall.advance(185_000 / speed);
    const bars = test.world.history.bars(request(test.aapl, '1 min', test.world.clock.nowMs()));
    const complete = bars.filter((bar) => bar.startMs >= startMs && bar.startMs < startMs + 180_000);
    expect(complete).toHaveLength(3);
    for (const bar of complete) {
      const own = trades.filter(
        (event): event is Trade =>
          event.kind === 'trade' && event.atMs >= bar.startMs && event.atMs < bar.startMs + 60_000,
      );
      const prices = own.map((trade) => trade.price);
      expect({
        open: prices[0],
        high: Math.max(...prices),
        low: Math.min(...prices),
        close: prices.at(-1),
      }).toEqual({ open: bar.open, high: bar.high, low: bar.low, close: bar.close });
      // A print without volume of its own shows one share that the volume does not count.
      const printed = own.reduce((sum, trade) => sum + trade.size, 0);
      const oddLots = own.filter((trade) => trade.size === 1).length;
      expect(printed).toBeGreaterThanOrEqual(bar.volume);
      expect(printed - bar.volume).toBeLessThanOrEqual(oddLots);
    }
  });

  it('forms its last bar from what it has reported, and the quote agrees', () => {
    const test = makeTestWorld({ tickRate, speed });
    const events = listen(test);
    for (let step = 0; step < 12; step++) {
      test.wall.advance(7_300 / speed);
      const now = test.world.clock.nowMs();
      const quote = test.world.market.quote(test.aapl.conId);
      const forming = test.world.history.formingBar(request(test.aapl, '1 min', now));
      const last = test.world.history.bars(request(test.aapl, '1 min', now + 1)).at(-1);
      const day = test.world.history.formingBar(request(test.aapl, '1 day', now));
      expect(last).toEqual(forming);
      expect(forming?.close).toBe(quote.last);
      expect([day?.high, day?.low, day?.close]).toEqual([quote.high, quote.low, quote.last]);
      for (const trade of events) {
        if (trade.kind !== 'trade' || trade.atMs < (forming?.startMs ?? 0)) continue;
        expect(trade.price).toBeLessThanOrEqual(forming?.high ?? 0);
        expect(trade.price).toBeGreaterThanOrEqual(forming?.low ?? 0);
      }
    }
  });

  it('keeps every trade within the bars of five seconds', () => {
    const test = makeTestWorld({ tickRate, speed });
    const events = listen(test);
    test.wall.advance(60_000 / speed);
    const bars = test.world.history.bars(request(test.aapl, '5 secs', test.world.clock.nowMs() + 1));
    const byStart = new Map(bars.map((bar) => [bar.startMs, bar]));
    for (const event of events) {
      if (event.kind !== 'trade') continue;
      const bar = byStart.get(Math.floor(event.atMs / 5000) * 5000);
      expect(event.price).toBeLessThanOrEqual(bar?.high ?? 0);
      expect(event.price).toBeGreaterThanOrEqual(bar?.low ?? 0);
    }
  });
});

describe('the live market', () => {
  it('never crosses, and never trades outside bid and ask', () => {
    const test = makeTestWorld({ tickRate: 200 });
    const { world, instrument } = test;
    let checked = 0;
    for (const one of [test.aapl, instrument('ES', 'FUT'), instrument('AAPL', 'OPT')]) {
      world.market.subscribe(one.conId, (event) => {
        const { bid, ask, last } = world.market.quote(one.conId);
        checked += 1;
        if (bid === null || ask === null || last === null) return;
        expect(bid).toBeLessThan(ask);
        if (event.kind === 'trade') {
          expect(last).toBe(event.price);
          expect(last).toBeGreaterThanOrEqual(bid);
          expect(last).toBeLessThanOrEqual(ask);
        }
      });
    }
    test.wall.advance(10_000);
    expect(checked).toBeGreaterThan(1000);
  });

  it('tells every listener the same, and a quote asked for without listening agrees', () => {
    const heard = makeTestWorld();
    const silent = makeTestWorld();
    const events = listen(heard);
    heard.wall.advance(30_000);
    silent.wall.advance(30_000);
    const lastEventMs = events.at(-1)?.atMs ?? 0;
    expect(lastEventMs).toBeGreaterThan(0);
    expect(silent.world.market.quote(heard.aapl.conId)).toEqual(heard.world.market.quote(heard.aapl.conId));
  });

  it('is silent outside sessions, and says when one ends', () => {
    const closeMs = Date.UTC(2026, 9, 8, 0);
    const test = makeTestWorld({ startMs: closeMs - 2000 });
    const events = listen(test);
    test.wall.advance(10_000);
    const frozen = test.world.market.quote(test.aapl.conId);
    const after = events.filter((event) => event.atMs >= closeMs);
    expect(after.map((event) => event.kind)).toEqual(['session']);
    test.wall.advance(600_000);
    expect(test.world.market.quote(test.aapl.conId)).toEqual(frozen);
    expect(test.world.history.formingBar(request(test.aapl, '1 min', closeMs + 1))).toBeUndefined();
  });

  it('has quotes without trades for a currency pair and trades without quotes for an index', () => {
    const { world, instrument } = makeTestWorld();
    const euro = world.market.quote(instrument('EUR', 'CASH').conId);
    expect([euro.last, euro.volume, euro.bid === null]).toEqual([null, 0, false]);
    const index = world.market.quote(instrument('SPX', 'IND').conId);
    expect([index.bid, index.ask, index.last === null]).toEqual([null, null, false]);
  });

  it('brings index, fund and future along together', () => {
    const { world, instrument } = makeTestWorld();
    const last = (symbol: string, secType: string) =>
      world.market.quote(instrument(symbol, secType).conId).last ?? 0;
    const index = last('SPX', 'IND');
    expect(last('SPY', 'STK') / index).toBeCloseTo(683 / 6855, 4);
    expect(last('ES', 'FUT') / index).toBeGreaterThan(1);
    expect(last('ES', 'FUT') / index).toBeLessThan(1.02);
  });
});
