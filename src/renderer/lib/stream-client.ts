import type { FramePart, FromRenderer } from '../../shared/ipc/port-protocol';
import type { StreamItem, StreamName, StreamParams } from '../../shared/ipc/streams';

/** The part of a MessagePort that the client uses. */
export interface StreamPort {
  /** Begins to pass on what main says. Called once. */
  open(listener: (message: unknown) => void): void;
  send(message: FromRenderer): void;
  close(): void;
}

/** Gets the items of a stream; `dropped` counts what a capped stream had to drop before them. */
export type ItemsListener<N extends StreamName> = (items: readonly StreamItem<N>[], dropped: number) => void;

interface Subscription {
  readonly stream: StreamName;
  readonly params: unknown;
  readonly deliver: (items: readonly unknown[], dropped: number) => void;
  readonly refuse: (text: string) => void;
  id: number;
  /** Sequence of the newest part; 0 before the first. */
  sequence: number;
}

/** The renderer's end of the stream port: subscriptions that survive gaps and new ports. */
export interface StreamClient {
  /**
   * Delivers the items of a stream until the returned function is called. After a gap or on a new port it subscribes
   * again by itself; lossless streams then begin with a new `snapshot` item.
   * @param onRefused gets the sentence with which main refused the subscription.
   */
  subscribe<N extends StreamName>(
    stream: N,
    params: StreamParams<N>,
    onItems: ItemsListener<N>,
    onRefused?: (text: string) => void,
  ): () => void;
  /** Takes a port that main opened; an earlier one is closed. */
  attach(port: StreamPort): void;
}

/**
 * Makes the client of the protocol in `src/shared/ipc/port-protocol.ts`.
 * @param reportError gets what a listener threw; the other listeners still run.
 */
export function createStreamClient(reportError: (error: unknown) => void): StreamClient {
  const subscriptions = new Map<number, Subscription>();
  let port: StreamPort | null = null;
  let lastId = 0;

  const open = (subscription: Subscription) => {
    lastId += 1;
    subscription.id = lastId;
    subscription.sequence = 0;
    subscriptions.set(lastId, subscription);
    port?.send({
      op: 'subscribe',
      id: lastId,
      stream: subscription.stream,
      params: subscription.params,
    });
  };

  const shut = (subscription: Subscription) => {
    if (!subscriptions.delete(subscription.id)) return;
    port?.send({ op: 'unsubscribe', id: subscription.id });
  };

  const receivePart = (part: FramePart) => {
    const subscription = subscriptions.get(part.id);
    if (subscription === undefined) return;
    if (part.sequence !== subscription.sequence + 1) {
      shut(subscription);
      open(subscription);
      return;
    }
    subscription.sequence = part.sequence;
    try {
      subscription.deliver(part.items, part.dropped);
    } catch (error) {
      reportError(error);
    }
  };

  const receive = (from: StreamPort, data: unknown) => {
    if (from !== port || typeof data !== 'object' || data === null || !('op' in data)) return;
    if (data.op === 'frame' && 'frame' in data && 'parts' in data) {
      // Receipt, not painting: main stops sending to a window that does not acknowledge, and a hidden one never paints.
      if (typeof data.frame === 'number') from.send({ op: 'acknowledge', frame: data.frame });
      if (Array.isArray(data.parts)) for (const part of data.parts) if (isFramePart(part)) receivePart(part);
    } else if (data.op === 'refused' && 'id' in data && typeof data.id === 'number') {
      const subscription = subscriptions.get(data.id);
      if (subscription === undefined) return;
      subscription.refuse('text' in data && typeof data.text === 'string' ? data.text : '');
    }
  };

  return {
    subscribe(stream, params, onItems, onRefused) {
      const subscription: Subscription = {
        stream,
        params,
        // Both ends are built from the same contract and main checks what it sends in development and tests; checking
        // every item of every frame again here would cost more than drawing it.
        deliver: onItems as Subscription['deliver'],
        refuse: onRefused ?? (() => undefined),
        id: 0,
        sequence: 0,
      };
      open(subscription);
      return () => shut(subscription);
    },
    attach(next) {
      port?.close();
      port = next;
      next.open((message) => receive(next, message));
      const all = [...subscriptions.values()];
      subscriptions.clear();
      for (const subscription of all) open(subscription);
    },
  };
}

function isFramePart(value: unknown): value is FramePart {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'number' &&
    'sequence' in value &&
    typeof value.sequence === 'number' &&
    'dropped' in value &&
    typeof value.dropped === 'number' &&
    'items' in value &&
    Array.isArray(value.items)
  );
}
