import { describe, expect, it } from 'vitest';
import type { FromMain } from '../../shared/ipc/port-protocol';
import type { Notice } from '../../shared/ipc/streams';
import { ManualClock } from '../platform/manual-clock';
import { silentLogger } from '../platform/logger';
import { emptyQuote } from '../../shared/domain/quote';
import { quoteToTuple } from '../../shared/ipc/quote-frame';
import { conIdOf } from '../../shared/domain/instrument-fixtures';
import { appendCap, losslessCap } from './item-buffer';
import { createStreamHub, frameIntervalMs, type StreamSink, type StreamSources } from './stream-hub';

const aapl = conIdOf(265598);

/** A hub with one port; `sinks` are the open subscriptions by stream name. */
function createScene() {
  const clock = new ManualClock();
  const sinks: { -readonly [N in keyof StreamSources]?: Parameters<StreamSources[N]>[1] } = {};
  const ended: string[] = [];
  let snapshots = 0;
  const open = <N extends keyof StreamSources>(name: N) =>
    ((_params: unknown, sink: Parameters<StreamSources[N]>[1]) => {
      Object.assign(sinks, { [name]: sink });
      return () => ended.push(name);
    }) as unknown as StreamSources[N];
  const sources: StreamSources = {
    status: open('status'),
    quotes: open('quotes'),
    bars: open('bars'),
    fills: open('fills'),
    account: open('account'),
    positions: open('positions'),
    reconciliation: open('reconciliation'),
    notices: open('notices'),
    orders(_params, sink) {
      sinks.orders = sink;
      snapshots += 1;
      sink.push('orders', () => ({ kind: 'snapshot', orders: [] }));
      return () => ended.push('orders');
    },
  };
  const hub = createStreamHub({ sources: () => sources, clock, checkOutputs: true, log: silentLogger });
  const sent: FromMain[] = [];
  let say: (message: unknown) => void = () => undefined;
  let close: () => void = () => undefined;
  hub.attach({
    postMessage: (message) => sent.push(message),
    onMessage: (listener) => (say = listener),
    onClose: (listener) => (close = listener),
    close: () => undefined,
  });
  const frames = () => sent.filter((message) => message.op === 'frame');
  return {
    clock,
    hub,
    sinks,
    sent,
    frames,
    ended,
    say: (message: unknown) => say(message),
    close: () => close(),
    snapshots: () => snapshots,
  };
}

const subscribeQuotes = { op: 'subscribe', id: 1, stream: 'quotes', params: { conIds: [aapl] } };
const quote = (last: number) => quoteToTuple({ ...emptyQuote(aapl), last });
const notice = (sequence: number): Notice => ({
  sequence,
  atMs: 0,
  severity: 'information',
  source: 'app',
  code: null,
  text: 'hello',
});

/** As many quotes as given, each of another instrument. */
function pushQuotes(sink: Parameters<StreamSources['quotes']>[1], count: number): void {
  for (let key = 1; key <= count; key += 1) sink.push(key, () => quote(key));
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing was opened');
  return value;
}

describe('the pace of frames', () => {
  it.each([
    { lastMergedItems: 0, urgent: false, intervalMs: 16 },
    { lastMergedItems: 50, urgent: false, intervalMs: 16 },
    { lastMergedItems: 51, urgent: false, intervalMs: 50 },
    { lastMergedItems: 51, urgent: true, intervalMs: 16 },
  ])(
    'is $intervalMs ms after $lastMergedItems newest values, urgent: $urgent',
    ({ lastMergedItems, urgent, intervalMs }) => {
      expect(frameIntervalMs(lastMergedItems, urgent)).toBe(intervalMs);
    },
  );
});

describe('the stream hub', () => {
  it('merges what happens within a frame and produces the newest value once', () => {
    const { say, sinks, clock, frames } = createScene();
    say(subscribeQuotes);
    let produced = 0;
    const push = (last: number) =>
      must(sinks.quotes).push(aapl, () => {
        produced += 1;
        return quote(last);
      });
    push(1);
    push(2);
    push(3);
    clock.advance(16);
    expect(frames()).toEqual([
      { op: 'frame', frame: 1, parts: [{ id: 1, sequence: 1, items: [quote(3)], dropped: 0 }] },
    ]);
    expect(produced).toBe(1);
  });

  it('sends at most one frame every 16 ms', () => {
    const { say, sinks, clock, frames } = createScene();
    say(subscribeQuotes);
    for (let ms = 0; ms < 160; ms += 1) {
      must(sinks.quotes).push(aapl, () => quote(ms));
      clock.advance(1);
      say({ op: 'acknowledge', frame: Math.max(1, frames().length) });
    }
    expect(frames().length).toBeGreaterThanOrEqual(9);
    expect(frames().length).toBeLessThanOrEqual(11);
  });

  it('gives a burst of quotes a frame every 50 ms, and returns to every refresh after it', () => {
    const { say, sinks, clock, frames } = createScene();
    say(subscribeQuotes);
    pushQuotes(must(sinks.quotes), 100);
    clock.advance(0);
    expect(frames()).toHaveLength(1);
    pushQuotes(must(sinks.quotes), 1);
    clock.advance(49);
    expect(frames()).toHaveLength(1);
    clock.advance(1);
    expect(frames()).toHaveLength(2);
    say({ op: 'acknowledge', frame: 2 });
    pushQuotes(must(sinks.quotes), 1);
    clock.advance(16);
    expect(frames()).toHaveLength(3);
  });

  it('lets no order wait for quotes: it goes out 16 ms after the last frame, and the quotes with it', () => {
    const { say, sinks, clock, frames } = createScene();
    say(subscribeQuotes);
    say({ op: 'subscribe', id: 2, stream: 'orders', params: {} });
    pushQuotes(must(sinks.quotes), 100);
    clock.advance(0);
    say({ op: 'acknowledge', frame: 1 });
    pushQuotes(must(sinks.quotes), 100);
    clock.advance(10);
    must(sinks.orders).push('orders', () => ({ kind: 'snapshot', orders: [] }));
    clock.advance(5);
    expect(frames()).toHaveLength(1);
    clock.advance(1);
    expect(frames()[1]).toMatchObject({ parts: [{ id: 1 }, { id: 2 }] });
    say({ op: 'acknowledge', frame: 2 });
    // The order is gone: the next quotes take their time again.
    pushQuotes(must(sinks.quotes), 1);
    clock.advance(32);
    expect(frames()).toHaveLength(2);
    must(sinks.orders).push('orders', () => ({ kind: 'snapshot', orders: [] }));
    clock.advance(0);
    expect(frames()).toHaveLength(3);
  });

  it('waits with two frames unacknowledged, merges on, and goes on after the receipt', () => {
    const { say, sinks, clock, frames } = createScene();
    say(subscribeQuotes);
    for (let step = 1; step <= 10; step += 1) {
      must(sinks.quotes).push(aapl, () => quote(step));
      clock.advance(20);
    }
    expect(frames()).toHaveLength(2);
    say({ op: 'acknowledge', frame: 1 });
    clock.advance(20);
    expect(frames()[2]).toMatchObject({ frame: 3, parts: [{ items: [quote(10)] }] });
  });

  it('counts what a capped stream had to drop', () => {
    const { say, sinks, clock, frames } = createScene();
    say({ op: 'subscribe', id: 2, stream: 'notices', params: {} });
    for (let index = 0; index < appendCap + 7; index += 1)
      must(sinks.notices).push('notices', () => notice(index));
    clock.advance(16);
    expect(frames()).toMatchObject([{ parts: [{ dropped: 7 }] }]);
  });

  it('begins a lossless stream anew with a snapshot rather than losing an item', () => {
    const { say, sinks, clock, frames, snapshots } = createScene();
    say({ op: 'subscribe', id: 3, stream: 'orders', params: {} });
    for (let index = 0; index < losslessCap; index += 1)
      must(sinks.orders).push('orders', () => ({ kind: 'snapshot', orders: [] }));
    expect(snapshots()).toBe(2);
    clock.advance(16);
    expect(frames()).toMatchObject([{ parts: [{ items: [{ kind: 'snapshot' }] }] }]);
  });

  it('refuses what it does not know, and goes on', () => {
    const { say, sent, sinks } = createScene();
    for (const bad of [
      null,
      5,
      { op: 'subscribe' },
      { op: 'subscribe', id: 'x', stream: 'quotes', params: {} },
      { op: 'acknowledge', frame: Number.NaN },
    ])
      say(bad);
    expect(sent).toEqual([]);
    say({ op: 'subscribe', id: 4, stream: 'secrets', params: {} });
    say({ op: 'subscribe', id: 5, stream: 'quotes', params: { conIds: ['AAPL'] } });
    say({ op: 'subscribe', id: 6, stream: 'quotes', params: { conIds: [aapl], extra: 1 } });
    expect(sent.map((message) => message.op)).toEqual(['refused', 'refused', 'refused']);
    say(subscribeQuotes);
    expect(sinks.quotes).toBeDefined();
  });

  it('closes sources on unsubscribe and when the window goes', () => {
    const { say, close, ended } = createScene();
    say(subscribeQuotes);
    say({ op: 'unsubscribe', id: 1 });
    expect(ended).toEqual(['quotes']);
    say({ op: 'subscribe', id: 2, stream: 'status', params: {} });
    close();
    expect(ended).toEqual(['quotes', 'status']);
  });

  it('opens every source anew when the terminal changes', () => {
    const { say, hub, snapshots, ended } = createScene();
    say({ op: 'subscribe', id: 3, stream: 'orders', params: {} });
    hub.reopen();
    expect(ended).toEqual(['orders']);
    expect(snapshots()).toBe(2);
  });

  it('keeps an item that does not fit the contract from the renderer where items are checked', () => {
    const { say, sinks, clock } = createScene();
    say(subscribeQuotes);
    const sink = must(sinks.quotes) as unknown as StreamSink<unknown>;
    sink.push(1, () => ({ last: 'much' }));
    expect(() => clock.advance(16)).toThrow();
  });
});
