import { beforeEach, describe, expect, it } from 'vitest';
import { type Bar, columnsFromBars } from '../../shared/domain/bar';
import { err, ok } from '../../shared/domain/result';
import { createBrokerDouble, notConnected } from '../market-data/broker-double';
import { conIdOf, instrumentOf } from '../../shared/domain/instrument-fixtures';
import { createInstruments } from '../market-data/instruments';
import { silentLogger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { type BarHistory, createBarHistory } from './bar-history';
import type { BarSeries } from './bar-series';
import { barAt } from './market-double';
import { createMemoryBarStore } from './memory-bar-store';

const conId = conIdOf(265598);
const minuteMs = 60_000;
const startMs = Date.UTC(2026, 9, 7, 17);
const series: BarSeries = { conId, barSize: '1 min', regularHoursOnly: false, source: 'ib' };

describe('the bar that forms', () => {
  let clock: ManualClock;
  let broker: ReturnType<typeof createBrokerDouble>;
  let memory: ReturnType<typeof createMemoryBarStore>;
  let history: BarHistory;
  let seen: Bar[];

  const stored = () => Array.from(memory.barsOf({ ...series, whatToShow: 'TRADES' }).timeMs);
  const ignore = () => undefined;
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const feed = () => {
    const open = broker.liveFeeds.filter((candidate) => candidate.open);
    expect(open.length).toBe(1);
    const [only] = open;
    if (only === undefined) throw new Error('no live feed');
    return only;
  };

  beforeEach(() => {
    clock = new ManualClock(startMs);
    broker = createBrokerDouble();
    memory = createMemoryBarStore();
    broker.script.contractDetails = (id) => Promise.resolve(ok([instrumentOf(id)]));
    const instruments = createInstruments({ broker: broker.broker, clock, log: silentLogger });
    history = createBarHistory({
      broker: broker.broker,
      instruments,
      store: memory.store,
      clock,
      log: silentLogger,
    });
    seen = [];
  });

  it('reaches every listener over one subscription, a late one at once', async () => {
    history.live(series, (bar) => seen.push(bar), ignore);
    await settled();
    feed().onBar(barAt(startMs));
    const late: Bar[] = [];
    history.live(series, (bar) => late.push(bar), ignore);
    await settled();
    feed().onBar({ ...barAt(startMs), close: 123 });
    expect(seen.map(({ close }) => close)).toEqual([barAt(startMs).close, 123]);
    expect(late).toEqual(seen);
    expect(broker.liveFeeds.length).toBe(1);
  });

  it('ends at the gateway with the last listener', async () => {
    const first = history.live(series, ignore, ignore);
    const second = history.live(series, ignore, ignore);
    await settled();
    first.unsubscribe();
    first.unsubscribe();
    expect(feed().open).toBe(true);
    second.unsubscribe();
    expect(broker.liveFeeds.map(({ open }) => open)).toEqual([false]);
  });

  it('is stored once it is finished, several together, and counts as asked for again later', async () => {
    history.live(series, ignore, ignore);
    await settled();
    for (const minute of [0, 1, 2]) feed().onBar(barAt(startMs + minute * minuteMs));
    expect(stored()).toEqual([]);
    clock.advance(5_000);
    await history.flush();
    expect(stored()).toEqual([startMs, startMs + minuteMs]);
    expect(await memory.store.readCoverage({ ...series, whatToShow: 'TRADES' })).toEqual([]);
  });

  it('is stored when the app stops, except the one that was not finished', async () => {
    history.live(series, ignore, ignore);
    await settled();
    feed().onBar(barAt(startMs));
    feed().onBar(barAt(startMs + minuteMs));
    await history.stop();
    expect(stored()).toEqual([startMs]);
    expect(broker.liveFeeds.every(({ open }) => !open)).toBe(true);
  });

  it('never takes the place of a loaded bar', async () => {
    history.live(series, ignore, ignore);
    await settled();
    feed().onBar({ ...barAt(startMs), close: 1 });
    feed().onBar(barAt(startMs + minuteMs));
    const snapshot = broker.broker.snapshot();
    broker.script.historicalBars = () =>
      Promise.resolve(ok(columnsFromBars([barAt(startMs - minuteMs), barAt(startMs)])));
    // The gateway's clock is ahead: it calls the minute finished while its live bar still waits to be stored.
    clock.advance(2_000);
    broker.broker.snapshot = () => ({ ...snapshot, clockOffsetMs: 10 * minuteMs });
    await history.load(series, null, 2);
    await history.stop();
    const bars = memory.barsOf({ ...series, whatToShow: 'TRADES' });
    expect(bars.close[Array.from(bars.timeMs).indexOf(startMs)]).toBe(barAt(startMs).close);
  });

  it('is forgotten at a gap: how it ended is not known, and listeners hear of it', async () => {
    let gaps = 0;
    history.live(series, ignore, () => {
      gaps += 1;
    });
    await settled();
    feed().onBar(barAt(startMs));
    feed().onGap();
    feed().onBar(barAt(startMs + 5 * minuteMs));
    feed().onBar(barAt(startMs + 6 * minuteMs));
    await history.stop();
    expect(gaps).toBe(1);
    expect(stored()).toEqual([startMs + 5 * minuteMs]);
  });

  it('comes as soon as the gateway is there', async () => {
    broker.setConnection('connecting');
    broker.script.contractDetails = () => Promise.resolve(err(notConnected));
    history.live(series, ignore, ignore);
    await settled();
    expect(broker.liveFeeds).toEqual([]);
    broker.script.contractDetails = (id) => Promise.resolve(ok([instrumentOf(id)]));
    broker.setConnection('ready', 2);
    await settled();
    expect(feed().request).toMatchObject({ barSize: '1 min', whatToShow: 'TRADES', regularHoursOnly: false });
  });

  it('of a week keeps its Monday while the gateway dates it by the current day', async () => {
    history.live({ ...series, barSize: '1 week' }, (bar) => seen.push(bar), ignore);
    await settled();
    feed().onBar(barAt(Date.UTC(2026, 9, 7)));
    feed().onBar(barAt(Date.UTC(2026, 9, 8)));
    expect(seen.map(({ timeMs }) => timeMs)).toEqual([Date.UTC(2026, 9, 5), Date.UTC(2026, 9, 5)]);
  });

  it('of one second is made of the trades of the quote, because TWS keeps none up to date', async () => {
    history.live({ ...series, barSize: '1 secs' }, (bar) => seen.push(bar), ignore);
    await settled();
    const sink = broker.quoteFeeds[0]?.sink;
    sink?.price('last', 10);
    sink?.price('bid', 1);
    sink?.price('last', 12);
    sink?.price('last', 9);
    clock.advance(1_000);
    sink?.price('last', 11);
    expect(seen.at(-2)).toMatchObject({ timeMs: startMs, open: 10, high: 12, low: 9, close: 9, volume: -1 });
    expect(seen.at(-1)).toMatchObject({ timeMs: startMs + 1_000, open: 11, high: 11, low: 11, close: 11 });
  });
});
