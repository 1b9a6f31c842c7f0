import { describe, expect, it } from 'vitest';
import type { FromMain, FromRenderer } from '../../shared/ipc/port-protocol';
import type { Notice } from '../../shared/ipc/streams';
import { createStreamClient, type StreamPort } from './stream-client';

/** The renderer's end of a port, with what was said over it. */
class FakePort implements StreamPort {
  readonly said: FromRenderer[] = [];
  listener: ((message: unknown) => void) | null = null;
  closed = false;

  open(listener: (message: unknown) => void): void {
    this.listener = listener;
  }

  send(message: FromRenderer): void {
    if (this.closed) throw new Error('the port is closed');
    this.said.push(message);
  }

  close(): void {
    this.closed = true;
  }

  hear(message: unknown): void {
    this.listener?.(message);
  }

  subscriptionIds(): number[] {
    return this.said.flatMap((message) => (message.op === 'subscribe' ? [message.id] : []));
  }
}

function notice(sequence: number): Notice {
  return {
    sequence,
    atMs: 0,
    severity: 'information',
    source: 'app',
    code: null,
    text: `notice ${sequence}`,
  };
}

function setUp() {
  const errors: unknown[] = [];
  const client = createStreamClient((error) => errors.push(error));
  const port = new FakePort();
  return { client, port, errors };
}

function frame(
  number: number,
  id: number,
  sequence: number,
  items: readonly unknown[],
  dropped = 0,
): FromMain {
  return { op: 'frame', frame: number, parts: [{ id, sequence, items, dropped }] };
}

describe('the client of the stream port', () => {
  it('subscribes when the port arrives, however early it was asked', () => {
    const { client, port } = setUp();
    client.subscribe('notices', {}, () => undefined);
    client.attach(port);
    expect(port.said).toMatchObject([{ op: 'subscribe', stream: 'notices', params: {} }]);
  });

  it('delivers items with the count of those that were dropped', () => {
    const { client, port } = setUp();
    const received: [readonly Notice[], number][] = [];
    client.attach(port);
    client.subscribe('notices', {}, (items, dropped) => received.push([items, dropped]));
    port.hear(frame(1, 1, 1, [notice(5)], 4));
    expect(received).toEqual([[[notice(5)], 4]]);
  });

  it('acknowledges a frame before its items are handled', () => {
    const { client, port } = setUp();
    const saidWhenDelivered: FromRenderer[][] = [];
    client.attach(port);
    client.subscribe('notices', {}, () => saidWhenDelivered.push([...port.said]));
    port.hear(frame(7, 1, 1, [notice(1)]));
    expect(saidWhenDelivered[0]?.at(-1)).toEqual({ op: 'acknowledge', frame: 7 });
  });

  it('acknowledges also when a listener throws, and goes on with the others', () => {
    const { client, port, errors } = setUp();
    const received: number[] = [];
    client.attach(port);
    client.subscribe('notices', {}, () => {
      throw new Error('a broken panel');
    });
    client.subscribe('notices', {}, () => received.push(1));
    port.hear({
      op: 'frame',
      frame: 1,
      parts: [
        { id: 1, sequence: 1, items: [notice(1)], dropped: 0 },
        { id: 2, sequence: 1, items: [notice(1)], dropped: 0 },
      ],
    });
    expect(received).toEqual([1]);
    expect(errors).toHaveLength(1);
    expect(port.said.filter((message) => message.op === 'acknowledge')).toHaveLength(1);
  });

  it.each([
    ['after the first part', 1, 3],
    ['before the first part', 0, 2],
    ['when a part comes twice', 2, 2],
  ])('asks anew after a gap %s and drops what came after it', (_when, last, next) => {
    const { client, port } = setUp();
    const received: number[] = [];
    client.attach(port);
    client.subscribe('notices', {}, (items) => received.push(...items.map((item) => item.sequence)));
    for (let sequence = 1; sequence <= last; sequence += 1)
      port.hear(frame(sequence, 1, sequence, [notice(sequence)]));
    const before = received.length;
    port.hear(frame(50, 1, next, [notice(99)]));
    expect(received).toHaveLength(before);
    expect(port.said).toContainEqual({ op: 'unsubscribe', id: 1 });
    expect(port.subscriptionIds()).toEqual([1, 2]);
    port.hear(frame(51, 1, next + 1, [notice(100)]));
    port.hear(frame(52, 2, 1, [notice(200)]));
    expect(received.slice(before)).toEqual([200]);
  });

  it('moves everything that is still wanted to a new port', () => {
    const { client, port } = setUp();
    const received: number[] = [];
    client.attach(port);
    const stop = client.subscribe('status', {}, () => undefined);
    client.subscribe('notices', {}, (items) => received.push(...items.map((item) => item.sequence)));
    stop();
    const next = new FakePort();
    client.attach(next);
    expect(port.closed).toBe(true);
    expect(next.said).toEqual([{ op: 'subscribe', id: 3, stream: 'notices', params: {} }]);
    port.hear(frame(1, 2, 1, [notice(1)]));
    next.hear(frame(1, 3, 1, [notice(2)]));
    expect(received).toEqual([2]);
  });

  it('says nothing more to a listener that stopped, and tells main once', () => {
    const { client, port } = setUp();
    const received: unknown[] = [];
    client.attach(port);
    const stop = client.subscribe('notices', {}, (items) => received.push(items));
    stop();
    stop();
    port.hear(frame(1, 1, 1, [notice(1)]));
    expect(received).toEqual([]);
    expect(port.said.filter((message) => message.op === 'unsubscribe')).toEqual([
      { op: 'unsubscribe', id: 1 },
    ]);
  });

  it('passes on why main refused', () => {
    const { client, port } = setUp();
    const reasons: string[] = [];
    client.attach(port);
    client.subscribe(
      'quotes',
      { conIds: [] },
      () => undefined,
      (text) => reasons.push(text),
    );
    port.hear({ op: 'refused', id: 1, text: 'Too many subscriptions.' });
    expect(reasons).toEqual(['Too many subscriptions.']);
  });

  it.each([null, 'frame', 7, {}, { op: 'frame' }, { op: 'frame', frame: 1, parts: [null, { id: 1 }, 4] }])(
    'is not disturbed by %j',
    (message) => {
      const { client, port, errors } = setUp();
      const received: unknown[] = [];
      client.attach(port);
      client.subscribe('notices', {}, (items) => received.push(items));
      port.hear(message);
      port.hear(frame(2, 1, 1, [notice(1)]));
      expect(received).toHaveLength(1);
      expect(errors).toEqual([]);
    },
  );
});
