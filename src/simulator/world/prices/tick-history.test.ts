import { describe, expect, it } from 'vitest';
import type { MarketEvent, SimInstrument } from '../world';
import { makeTestWorld, OPEN_MARKET_MS, type TestWorld } from '../world-fixture';
import type { BidAskTick, HistoryTick, TickKind, TradeTick } from './tick-history';

const MINUTE_MS = 60_000;

function ticksBetween(
  { world }: TestWorld,
  instrument: SimInstrument,
  kind: TickKind,
  startMs: number,
  endMs: number,
): readonly HistoryTick[] {
  const ticks: HistoryTick[] = [];
  for (let fromMs = startMs; fromMs < endMs; ) {
    const some = world.ticks.ticks({
      instrument,
      startMs: fromMs,
      endMs,
      count: 1_000,
      kind,
      regularHoursOnly: false,
      ignoreSize: false,
    });
    ticks.push(...some);
    const last = some.at(-1);
    // Answers hold whole seconds, so the next begins with the next second.
    fromMs = last === undefined ? endMs : Math.floor(last.atMs / 1000) * 1000 + 1000;
  }
  return ticks;
}

function trades(ticks: readonly HistoryTick[]): readonly TradeTick[] {
  return ticks.filter((tick): tick is TradeTick => tick.kind === 'trade');
}

describe.each([
  ['sparse', 0.5],
  ['usual', 20],
  ['dense', 1_500],
])('the past ticks of a %s market', (_name, tickRate) => {
  it.each(['AAPL', 'XOM'])('of %s make its minute bars', (symbol) => {
    const test = makeTestWorld({ tickRate });
    const instrument = test.instrument(symbol, 'STK');
    const startMs = OPEN_MARKET_MS - 7 * MINUTE_MS;
    const bars = test.world.history.bars({
      instrument,
      endMs: startMs + 3 * MINUTE_MS,
      duration: '180 S',
      barSize: '1 min',
      whatToShow: 'TRADES',
      regularHoursOnly: true,
    });
    expect(bars).toHaveLength(3);
    for (const bar of bars) {
      const own = trades(ticksBetween(test, instrument, 'TRADES', bar.startMs, bar.startMs + MINUTE_MS));
      const prices = own.map(({ price }) => price);
      const counted = own.filter(({ unreported }) => !unreported);
      expect({
        open: prices[0],
        high: Math.max(...prices),
        low: Math.min(...prices),
        close: prices.at(-1),
        volume: counted.reduce((sum, { size }) => sum + size, 0),
      }).toEqual({ open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume });
    }
  });

  it('are those that the live market has told', () => {
    const test = makeTestWorld({ tickRate });
    const { world, wall, aapl } = test;
    const live: MarketEvent[] = [];
    const quotes: (readonly [number, number | null, number | null, number, number])[] = [];
    world.market.subscribe(aapl.conId, (event) => {
      live.push(event);
      const { bid, ask, bidSize, askSize } = world.market.quote(aapl.conId);
      const quote = [event.atMs, bid, ask, bidSize, askSize] as const;
      if (event.kind !== 'trade' && JSON.stringify(quotes.at(-1)) !== JSON.stringify(quote))
        quotes.push(quote);
    });
    wall.advance(40_000);
    const endMs = OPEN_MARKET_MS + 30_000;
    const told = live.flatMap((event) =>
      event.kind === 'trade' && event.atMs > OPEN_MARKET_MS && event.atMs < endMs
        ? [[event.atMs, event.price, event.size, event.exchange, event.unreported]]
        : [],
    );
    const past = trades(ticksBetween(test, aapl, 'TRADES', OPEN_MARKET_MS + 1, endMs));
    expect(past.map((tick) => [tick.atMs, tick.price, tick.size, tick.exchange, tick.unreported])).toEqual(
      told,
    );
    const sides = ticksBetween(test, aapl, 'BID_ASK', OPEN_MARKET_MS + 1, endMs).filter(
      (tick): tick is BidAskTick => tick.kind === 'bidAsk',
    );
    expect(sides.map((tick) => [tick.atMs, tick.bid, tick.ask, tick.bidSize, tick.askSize])).toEqual(
      quotes.filter(([atMs]) => atMs > OPEN_MARKET_MS && atMs < endMs),
    );
  });
});

describe('a request for past ticks', () => {
  const test = makeTestWorld();
  const query = {
    instrument: test.aapl,
    startMs: null,
    endMs: OPEN_MARKET_MS,
    count: 100,
    kind: 'TRADES',
    regularHoursOnly: true,
    ignoreSize: false,
  } as const;

  it('with an end gives the last ones before it, whole seconds of them', () => {
    const ticks = test.world.ticks.ticks(query);
    expect(ticks.length).toBeGreaterThanOrEqual(100);
    const [first] = ticks;
    const secondMs = Math.floor((first?.atMs ?? 0) / 1000) * 1000;
    expect(test.world.ticks.ticks({ ...query, startMs: secondMs, count: 1_000 })).toEqual(ticks);
    expect(ticks.every(({ atMs }) => atMs < OPEN_MARKET_MS)).toBe(true);
  });

  it('stays within regular hours when asked, over nights and weekends', () => {
    const mondayOpenMs = Date.UTC(2026, 9, 5, 13, 30);
    const before = test.world.ticks.ticks({ ...query, endMs: mondayOpenMs });
    const fridayCloseMs = Date.UTC(2026, 9, 2, 20);
    expect(before.at(-1)?.atMs).toBeLessThan(fridayCloseMs);
    expect(before.at(-1)?.atMs).toBeGreaterThan(fridayCloseMs - MINUTE_MS);
    const [after] = test.world.ticks.ticks({ ...query, startMs: fridayCloseMs, endMs: null, count: 1 });
    expect(after?.atMs).toBeGreaterThanOrEqual(mondayOpenMs);
    expect(after?.atMs).toBeLessThan(mondayOpenMs + MINUTE_MS);
  });

  it('leaves out changes of size alone when asked', () => {
    const sides = { ...query, kind: 'BID_ASK', startMs: OPEN_MARKET_MS - MINUTE_MS } as const;
    const prices = test.world.ticks
      .ticks({ ...sides, ignoreSize: true, count: 1_000 })
      .map((tick) => (tick.kind === 'bidAsk' ? `${tick.bid} ${tick.ask}` : ''));
    expect(prices.length).toBeGreaterThan(1);
    for (const [index, price] of prices.entries()) if (index > 0) expect(price).not.toBe(prices[index - 1]);
    expect(test.world.ticks.ticks({ ...sides, count: 1_000 }).length).toBeGreaterThan(prices.length);
  });

  it('tells nothing of what is to come, nor of kinds that an instrument does not have', () => {
    const nowMs = test.world.clock.nowMs();
    expect(test.world.ticks.ticks({ ...query, startMs: nowMs + 1, endMs: null })).toEqual([]);
    expect(test.world.ticks.ticks({ ...query, instrument: test.instrument('EUR', 'CASH') })).toEqual([]);
    const index = { ...query, instrument: test.instrument('SPX', 'IND'), kind: 'BID_ASK' } as const;
    expect(test.world.ticks.ticks(index)).toEqual([]);
  });
});
