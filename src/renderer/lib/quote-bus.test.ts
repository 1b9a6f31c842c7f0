import { describe, expect, it } from 'vitest';
import type { ConId } from '../../shared/domain/instrument';
import { emptyQuote, type Quote } from '../../shared/domain/quote';
import { type QuoteTuple, quoteToTuple } from '../../shared/ipc/quote-frame';
import { conIdOf } from '../testing/fake-market';
import { createQuoteBus } from './quote-bus';

const apple = conIdOf(265598);
const microsoft = conIdOf(272093);

function setUp() {
  const due = new Map<string, () => void>();
  const later: (() => void)[] = [];
  const errors: unknown[] = [];
  const open: {
    readonly conIds: readonly ConId[];
    readonly send: (tuples: readonly QuoteTuple[]) => void;
  }[] = [];
  const log: string[] = [];
  const bus = createQuoteBus({
    subscribeQuotes(conIds, onItems) {
      const subscription = { conIds, send: onItems };
      open.push(subscription);
      log.push(`open ${conIds.join(' ')}`);
      return () => {
        open.splice(open.indexOf(subscription), 1);
        log.push(`close ${conIds.join(' ')}`);
      };
    },
    onNextFrame: (key, run) => due.set(key, run),
    later: (run) => later.push(run),
    reportError: (error) => errors.push(error),
  });
  return {
    bus,
    open,
    log,
    errors,
    frame: () => {
      const runs = [...due.values()];
      due.clear();
      for (const run of runs) run();
    },
    wait: () => {
      for (const run of later.splice(0)) run();
    },
    send: (...quotes: Quote[]) => {
      for (const subscription of open) subscription.send(quotes.map(quoteToTuple));
    },
  };
}

function priced(conId: ConId, last: number): Quote {
  return { ...emptyQuote(conId), last, type: 'simulated' };
}

describe('the quote bus', () => {
  it('knows nothing before the first quote, and says so with one and the same object', () => {
    const { bus } = setUp();
    expect(bus.get(apple)).toEqual(emptyQuote(apple));
    expect(bus.get(apple)).toBe(bus.get(apple));
  });

  it('subscribes all instruments that panels begin to watch in a frame at once', () => {
    const { bus, open, frame } = setUp();
    bus.watch(apple);
    bus.watch(microsoft);
    bus.watch(apple);
    frame();
    expect(open.map(({ conIds }) => conIds)).toEqual([[apple, microsoft]]);
  });

  it('gives listeners the newest quote once per frame, with the one that they saw before', () => {
    const { bus, frame, send } = setUp();
    const seen: [number | null, number | null][] = [];
    bus.watch(apple);
    frame();
    bus.listen(apple, (quote, previous) => seen.push([quote.last, previous.last]));
    send(priced(apple, 187));
    send(priced(apple, 188));
    expect(bus.get(apple).last).toBeNull();
    frame();
    send(priced(apple, 189));
    frame();
    expect(seen).toEqual([
      [188, null],
      [189, 188],
    ]);
    expect(bus.get(apple).last).toBe(189);
  });

  it('tells the listeners of one instrument nothing about another', () => {
    const { bus, frame, send } = setUp();
    const seen: ConId[] = [];
    bus.watch(apple);
    bus.watch(microsoft);
    frame();
    bus.listen(apple, (quote) => seen.push(quote.conId));
    send(priced(apple, 1), priced(microsoft, 2));
    frame();
    expect(seen).toEqual([apple]);
  });

  it('keeps an instrument until its last holder has let go, and a while longer', () => {
    const { bus, open, frame, wait } = setUp();
    const first = bus.watch(apple);
    const second = bus.watch(apple);
    frame();
    first();
    first();
    wait();
    frame();
    expect(open).toHaveLength(1);
    second();
    frame();
    expect(open).toHaveLength(1);
    wait();
    frame();
    expect(open).toHaveLength(0);
  });

  it('does not subscribe anew when a panel lets go and takes the same instrument again', () => {
    const { bus, log, frame, wait } = setUp();
    const release = bus.watch(apple);
    frame();
    release();
    bus.watch(apple);
    wait();
    frame();
    expect(log).toEqual([`open ${apple}`]);
  });

  it('opens the wider subscription before it closes the narrower', () => {
    const { bus, log, frame } = setUp();
    bus.watch(apple);
    frame();
    bus.watch(microsoft);
    frame();
    expect(log).toEqual([`open ${apple}`, `open ${apple} ${microsoft}`, `close ${apple}`]);
  });

  it('asks for no more than a hundred instruments in one subscription', () => {
    const { bus, open, frame } = setUp();
    for (let conId = 1; conId <= 250; conId += 1) bus.watch(conIdOf(conId));
    frame();
    expect(open.map(({ conIds }) => conIds.length)).toEqual([100, 100, 50]);
  });

  it('survives a listener that throws', () => {
    const { bus, frame, send, errors } = setUp();
    const seen: number[] = [];
    bus.watch(apple);
    frame();
    bus.listen(apple, () => {
      throw new Error('a broken cell');
    });
    bus.listen(apple, () => seen.push(1));
    send(priced(apple, 1));
    frame();
    expect(seen).toEqual([1]);
    expect(errors).toHaveLength(1);
  });

  it('stops calling a listener that left', () => {
    const { bus, frame, send } = setUp();
    const seen: number[] = [];
    bus.watch(apple);
    frame();
    const stop = bus.listen(apple, () => seen.push(1));
    stop();
    send(priced(apple, 1));
    frame();
    expect(seen).toEqual([]);
  });

  it('forgets every value when another gateway takes over, and subscribes anew', () => {
    const { bus, log, frame, send } = setUp();
    const seen: (number | null)[] = [];
    bus.watch(apple);
    frame();
    send(priced(apple, 187));
    frame();
    bus.listen(apple, (quote) => seen.push(quote.last));
    send(priced(apple, 188));
    bus.reset();
    frame();
    expect(seen).toEqual([null]);
    expect(bus.get(apple)).toEqual(emptyQuote(apple));
    expect(log).toEqual([`open ${apple}`, `open ${apple}`, `close ${apple}`]);
  });

  it('lists what is held', () => {
    const { bus, frame, send } = setUp();
    bus.watch(apple);
    frame();
    send(priced(apple, 187));
    frame();
    expect(bus.held().map((quote) => quote.last)).toEqual([187]);
  });
});
