import type * as z from 'zod';
import { type FramePart, type FromMain, fromRendererSchema } from '../../shared/ipc/port-protocol';
import {
  isStreamName,
  type StreamItem,
  type StreamName,
  type StreamPolicy,
  streams,
} from '../../shared/ipc/streams';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { createItemBuffer, type ItemBuffer } from './item-buffer';

type ParsedParams<N extends StreamName> = z.output<(typeof streams)[N]['params']>;

/** Takes the items of one subscription. */
export interface StreamSink<Item> {
  /**
   * Something changed under `key`. `produce` is called when a frame is made, so that ten changes within a frame cost one
   * item. For streams that keep every item it is called at once.
   */
  push(key: string | number, produce: () => Item): void;
}

/** Where the items of each stream come from. `open` returns the function that ends the subscription. */
export type StreamSources = {
  readonly [N in StreamName]: (params: ParsedParams<N>, sink: StreamSink<StreamItem<N>>) => () => void;
};

type Definitions = {
  readonly [N in StreamName]: {
    readonly params: z.ZodType<ParsedParams<N>>;
    readonly item: z.ZodType<StreamItem<N>>;
  };
};

/** The end of a message channel that main holds for one window. */
export interface StreamPort {
  postMessage(message: FromMain): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export interface StreamHubDeps {
  readonly sources: () => StreamSources;
  readonly clock: Clock;
  readonly checkOutputs: boolean;
  readonly log: Logger;
}

export interface StreamHub {
  /** Serves a window; its earlier port, if any, must be closed by the caller. */
  attach(port: StreamPort): void;
  /** Ends every subscription at its source and opens it again, for example after the profile changed. */
  reopen(): void;
  stop(): void;
}

/** One frame per screen refresh at most, ms. */
const shortIntervalMs = 16;
/** Twenty a second, ms: a frame costs main about half a millisecond, whatever is in it, and nobody reads numbers faster. */
const longIntervalMs = 50;
/** Newest-value items in a frame, such as quotes, beyond which the next one may take its time. */
const burstItems = 50;

/**
 * The least time from one frame to the next, ms: short, except where the last frame was a burst of newest values and
 * nothing waits that must not be merged, such as an order or a fill.
 * @param lastMergedItems items of `latest-per-key` streams in the last frame
 * @param urgent an item of another stream is waiting
 */
export function frameIntervalMs(lastMergedItems: number, urgent: boolean): number {
  return lastMergedItems > burstItems && !urgent ? longIntervalMs : shortIntervalMs;
}

/** Frames that may be under way before the hub waits; it goes on merging meanwhile. */
const maxUnacknowledged = 2;
const maxSubscriptionsPerPort = 200;

interface Subscription {
  readonly id: number;
  readonly policy: StreamPolicy;
  readonly buffer: ItemBuffer;
  sequence: number;
  open(): void;
  close(): void;
}

/** Merges what the sources say and sends it to the windows at a pace they can take. */
export function createStreamHub(deps: StreamHubDeps): StreamHub {
  const definitions: Definitions = streams;
  const connections = new Set<{ reopen(): void; close(): void }>();

  function attach(port: StreamPort): void {
    const subscriptions = new Map<number, Subscription>();
    let frame = 0;
    let acknowledged = 0;
    let cancelTimer: (() => void) | null = null;
    let lastFrameMs = Number.NEGATIVE_INFINITY;
    let lastMergedItems = 0;
    let urgent = false;

    const schedule = (): void => {
      if (cancelTimer !== null || frame - acknowledged >= maxUnacknowledged) return;
      const dueMs = lastFrameMs + frameIntervalMs(lastMergedItems, urgent);
      cancelTimer = deps.clock.after(Math.max(0, dueMs - deps.clock.monotonicMs()), () => {
        cancelTimer = null;
        flush();
      });
    };

    const hurry = (): void => {
      if (urgent) return;
      urgent = true;
      cancelTimer?.();
      cancelTimer = null;
    };

    const flush = (): void => {
      const parts: FramePart[] = [];
      urgent = false;
      lastMergedItems = 0;
      for (const subscription of subscriptions.values()) {
        const taken = subscription.buffer.take();
        if (taken === null) continue;
        subscription.sequence += 1;
        if (subscription.policy === 'latest-per-key') lastMergedItems += taken.items.length;
        parts.push({
          id: subscription.id,
          sequence: subscription.sequence,
          items: taken.items,
          dropped: taken.dropped,
        });
      }
      if (parts.length === 0) return;
      lastFrameMs = deps.clock.monotonicMs();
      frame += 1;
      port.postMessage({ op: 'frame', frame, parts });
    };

    const subscribe = <N extends StreamName>(id: number, name: N, raw: unknown): string | null => {
      const definition = definitions[name];
      const params = definition.params.safeParse(raw);
      if (!params.success) return 'The parameters of this stream cannot be used.';
      let end: (() => void) | null = null;
      const { policy } = streams[name];
      const buffer = createItemBuffer(policy, () => subscription.open());
      const sink: StreamSink<StreamItem<N>> = {
        push(key, produce) {
          buffer.push(key, deps.checkOutputs ? () => definition.item.parse(produce()) : produce);
          if (policy !== 'latest-per-key') hurry();
          schedule();
        },
      };
      const subscription: Subscription = {
        id,
        policy,
        buffer,
        sequence: 0,
        open() {
          end?.();
          end = null;
          end = deps.sources()[name](params.data, sink);
        },
        close() {
          end?.();
          end = null;
        },
      };
      subscriptions.set(id, subscription);
      subscription.open();
      return null;
    };

    const onMessage = (raw: unknown): void => {
      const message = fromRendererSchema.safeParse(raw);
      if (!message.success) {
        deps.log.warn('stream message refused');
        return;
      }
      switch (message.data.op) {
        case 'subscribe': {
          const { id, stream, params } = message.data;
          const refusal =
            subscriptions.has(id) || subscriptions.size >= maxSubscriptionsPerPort
              ? 'Too many subscriptions.'
              : isStreamName(stream)
                ? subscribe(id, stream, params)
                : 'There is no such stream.';
          if (refusal !== null) port.postMessage({ op: 'refused', id, text: refusal });
          return;
        }
        case 'unsubscribe':
          subscriptions.get(message.data.id)?.close();
          subscriptions.delete(message.data.id);
          return;
        case 'acknowledge':
          acknowledged = Math.min(frame, Math.max(acknowledged, message.data.frame));
          schedule();
      }
    };

    const connection = {
      reopen() {
        for (const subscription of subscriptions.values()) {
          subscription.buffer.clear();
          subscription.open();
        }
      },
      close() {
        cancelTimer?.();
        cancelTimer = null;
        for (const subscription of subscriptions.values()) subscription.close();
        subscriptions.clear();
        connections.delete(connection);
      },
    };
    connections.add(connection);
    port.onMessage(guard(deps.log, onMessage));
    port.onClose(() => connection.close());
  }

  return {
    attach,
    reopen() {
      for (const connection of connections) connection.reopen();
    },
    stop() {
      for (const connection of connections) connection.close();
    },
  };
}

/** A message that makes a source throw must not take the other windows down. */
function guard(log: Logger, listener: (message: unknown) => void): (message: unknown) => void {
  return (message) => {
    try {
      listener(message);
    } catch (error) {
      log.error('stream message failed', { error: error instanceof Error ? error.stack : String(error) });
    }
  };
}
