import { beforeEach, describe, expect, it } from 'vitest';
import { type ConId } from '../../shared/domain/instrument';
import { emptyQuote } from '../../shared/domain/quote';
import { err, ok } from '../../shared/domain/result';
import { silentLogger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { createBrokerDouble, notConnected } from './broker-double';
import { conIdOf, instrumentOf } from '../../shared/domain/instrument-fixtures';
import { createInstruments } from './instruments';
import { createQuotes, type Quotes } from './quotes';

const apple = conIdOf(265598);
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('quotes', () => {
  let clock: ManualClock;
  let broker: ReturnType<typeof createBrokerDouble>;
  let quotes: Quotes;
  let changes: ConId[];

  const sink = () => {
    const open = broker.quoteFeeds.find((feed) => feed.open);
    if (open === undefined) throw new Error('no feed is open');
    return open.sink;
  };
  const openFeeds = () => broker.quoteFeeds.filter((feed) => feed.open).length;

  beforeEach(() => {
    clock = new ManualClock();
    broker = createBrokerDouble();
    broker.script.contractDetails = (conId) => Promise.resolve(ok([instrumentOf(conId)]));
    const instruments = createInstruments({ broker: broker.broker, clock, log: silentLogger });
    quotes = createQuotes({ broker: broker.broker, instruments, clock, log: silentLogger });
    changes = [];
    quotes.onChange((conId) => changes.push(conId));
  });

  it('are unknown for what nobody watches', () => {
    expect(quotes.get(apple)).toEqual(emptyQuote(apple));
  });

  it('hold what the feed said last, with its time of arrival', async () => {
    quotes.watch(apple);
    await settled();
    sink().type('delayed');
    sink().price('bid', 187.1);
    sink().size('bidSize', 300);
    sink().price('bid', 187.2);
    sink().price('high', null);
    clock.advance(40);
    sink().lastTrade(5_000);
    expect(quotes.get(apple)).toEqual({
      ...emptyQuote(apple),
      bid: 187.2,
      bidSize: 300,
      type: 'delayed',
      lastTradeMs: 5_000,
      receivedMs: clock.nowMs(),
    });
    expect(changes.length).toBe(6);
  });

  it('are values: an earlier one does not change, and nothing is made anew without a change', async () => {
    quotes.watch(apple);
    await settled();
    sink().price('last', 1);
    const before = quotes.get(apple);
    expect(quotes.get(apple)).toBe(before);
    sink().price('last', 2);
    expect(before.last).toBe(1);
    expect(quotes.get(apple).last).toBe(2);
  });

  it('come over one feed however many watch, which ends a moment after the last', async () => {
    const first = quotes.watch(apple);
    const second = quotes.watch(apple);
    await settled();
    expect(broker.quoteFeeds.map(({ contract }) => contract)).toEqual([{ conId: apple, exchange: 'SMART' }]);
    first.unsubscribe();
    first.unsubscribe();
    clock.advance(60_000);
    expect(openFeeds()).toBe(1);
    second.unsubscribe();
    const third = quotes.watch(apple);
    clock.advance(60_000);
    expect(openFeeds()).toBe(1);
    third.unsubscribe();
    clock.advance(60_000);
    expect(openFeeds()).toBe(0);
    expect(quotes.get(apple)).toEqual(emptyQuote(apple));
  });

  it('say why there are none, and come as soon as the session is ready', async () => {
    broker.setConnection('connecting');
    broker.script.contractDetails = () => Promise.resolve(err(notConnected));
    quotes.watch(apple);
    await settled();
    expect(quotes.get(apple)).toMatchObject({ stale: true, notice: { text: notConnected.text } });
    broker.script.contractDetails = (conId) => Promise.resolve(ok([instrumentOf(conId)]));
    broker.setConnection('ready', 2);
    await settled();
    expect(openFeeds()).toBe(1);
    expect(quotes.get(apple)).toMatchObject({ stale: false, notice: null });
  });

  it('ask again for an instrument whose details came too late', async () => {
    broker.script.contractDetails = () =>
      Promise.resolve(err({ kind: 'timeout', code: null, text: 'No answer.' }));
    quotes.watch(apple);
    await settled();
    broker.script.contractDetails = (conId) => Promise.resolve(ok([instrumentOf(conId)]));
    clock.advance(10_000);
    await settled();
    expect(openFeeds()).toBe(1);
  });

  it('do not open a feed that nobody wants any more', async () => {
    quotes.watch(apple).unsubscribe();
    clock.advance(60_000);
    await settled();
    expect(broker.quoteFeeds.length).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('are stale while their connection is gone', async () => {
    quotes.watch(apple);
    await settled();
    sink().price('last', 1);
    sink().stale(true);
    expect(quotes.get(apple)).toMatchObject({ last: 1, stale: true });
    sink().stale(false);
    expect(quotes.get(apple).stale).toBe(false);
  });

  it('keep the remark of a feed, and drop it when data comes after all', async () => {
    quotes.watch(apple);
    await settled();
    sink().notice(10197, 'Competing session', true);
    expect(quotes.get(apple)).toMatchObject({
      stale: true,
      notice: { code: 10197, text: 'Competing session' },
    });
    sink().price('last', 1);
    expect(quotes.get(apple)).toMatchObject({ stale: false, notice: null });
  });

  it('keep the remark that data is delayed until it is live', async () => {
    quotes.watch(apple);
    await settled();
    sink().notice(10167, 'Delayed data is shown', false);
    sink().type('delayed');
    sink().price('last', 1);
    expect(quotes.get(apple)).toMatchObject({ stale: false, type: 'delayed', notice: { code: 10167 } });
    sink().type('live');
    expect(quotes.get(apple)).toMatchObject({ type: 'live', notice: null });
  });

  it('begin anew with another gateway, for the same watchers', async () => {
    const watch = quotes.watch(apple);
    await settled();
    sink().price('last', 1);
    quotes.reset();
    await settled();
    expect(quotes.get(apple)).toEqual(emptyQuote(apple));
    expect(openFeeds()).toBe(1);
    sink().price('last', 2);
    expect(quotes.get(apple).last).toBe(2);
    watch.unsubscribe();
    clock.advance(60_000);
    expect(openFeeds()).toBe(0);
  });

  it('end with the app', async () => {
    const watch = quotes.watch(apple);
    await settled();
    quotes.stop();
    watch.unsubscribe();
    expect(openFeeds()).toBe(0);
    expect(clock.pending).toBe(0);
  });
});
