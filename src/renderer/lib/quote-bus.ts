import type { ConId } from '../../shared/domain/instrument';
import { emptyQuote, type Quote } from '../../shared/domain/quote';
import { quoteFromTuple, type QuoteTuple } from '../../shared/ipc/quote-frame';
import { onNextFrame } from './frame-scheduler';
import { subscribe } from './ipc-client';

/** Gets a new quote of one instrument and the one it replaces. */
export type QuoteListener = (quote: Quote, previous: Quote) => void;

/** Live quotes, kept out of React: each cell listens to its own instrument. */
export interface QuoteBus {
  /** Keeps an instrument subscribed until the returned function is called; counted, so that panels can share it. */
  watch(conId: ConId): () => void;
  /** The newest quote that listeners have seen; an empty one when nothing is known. The same object until it changes. */
  get(conId: ConId): Quote;
  /** Calls `listener` at most once per frame, with the newest quote. */
  listen(conId: ConId, listener: QuoteListener): () => void;
  /** Every quote that is held, for summaries. */
  held(): readonly Quote[];
  /** Forgets all values and subscribes anew: after another gateway took over, the old ones would be lies. */
  reset(): void;
}

/** What the bus needs of its surroundings. */
export interface QuoteBusPorts {
  subscribeQuotes(conIds: readonly ConId[], onItems: (tuples: readonly QuoteTuple[]) => void): () => void;
  /** Runs once before the next paint, coalesced by key. */
  onNextFrame(key: string, run: () => void): void;
  /** Runs after a while; used to let go of instruments late. */
  later(run: () => void): void;
  reportError(error: unknown): void;
}

/** The contract takes this many instruments in one subscription. */
const conIdsPerSubscription = 100;

/** Makes a bus. */
export function createQuoteBus(ports: QuoteBusPorts): QuoteBus {
  const holders = new Map<ConId, number>();
  const quotes = new Map<ConId, Quote>();
  const listeners = new Map<ConId, Set<QuoteListener>>();
  const pending = new Map<ConId, QuoteTuple>();
  let subscribed = new Set<ConId>();
  let stops: readonly (() => void)[] = [];

  const get = (conId: ConId): Quote => {
    const known = quotes.get(conId);
    if (known !== undefined) return known;
    const empty = emptyQuote(conId);
    quotes.set(conId, empty);
    return empty;
  };

  const put = (quote: Quote) => {
    const previous = get(quote.conId);
    quotes.set(quote.conId, quote);
    for (const listener of listeners.get(quote.conId) ?? []) {
      try {
        listener(quote, previous);
      } catch (error) {
        ports.reportError(error);
      }
    }
  };

  const deliver = () => {
    const batch = [...pending.values()];
    pending.clear();
    for (const tuple of batch) put(quoteFromTuple(tuple));
  };

  const receive = (tuples: readonly QuoteTuple[]) => {
    for (const tuple of tuples) if (holders.has(tuple[0])) pending.set(tuple[0], tuple);
    ports.onNextFrame('quote-bus.deliver', deliver);
  };

  const renew = () => {
    if (subscribed.size === holders.size && [...holders.keys()].every((conId) => subscribed.has(conId)))
      return;
    const wanted = [...holders.keys()];
    const chunks: ConId[][] = [];
    for (let start = 0; start < wanted.length; start += conIdsPerSubscription)
      chunks.push(wanted.slice(start, start + conIdsPerSubscription));
    const former = stops;
    // The new subscription first, so that main never sees an instrument without a holder and cancels its feed.
    stops = chunks.map((conIds) => ports.subscribeQuotes(conIds, receive));
    for (const stop of former) stop();
    for (const conId of subscribed) if (!holders.has(conId) && !listeners.has(conId)) quotes.delete(conId);
    subscribed = new Set(wanted);
  };

  return {
    get,
    held: () => [...holders.keys()].map(get),
    reset() {
      pending.clear();
      for (const conId of quotes.keys()) put(emptyQuote(conId));
      subscribed = new Set();
      renew();
    },
    watch(conId) {
      holders.set(conId, (holders.get(conId) ?? 0) + 1);
      ports.onNextFrame('quote-bus.renew', renew);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        // Late, because panels let go of an instrument and take it again when they render anew.
        ports.later(() => {
          const count = (holders.get(conId) ?? 1) - 1;
          if (count > 0) {
            holders.set(conId, count);
            return;
          }
          holders.delete(conId);
          ports.onNextFrame('quote-bus.renew', renew);
        });
      };
    },
    listen(conId, listener) {
      const set = listeners.get(conId) ?? new Set();
      listeners.set(conId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(conId) === set) listeners.delete(conId);
      };
    },
  };
}

/** The bus of this window. */
export const quoteBus: QuoteBus = createQuoteBus({
  subscribeQuotes: (conIds, onItems) => subscribe('quotes', { conIds: [...conIds] }, onItems),
  onNextFrame,
  later: (run) => {
    window.setTimeout(run, 1_000);
  },
  reportError: (error) => globalThis.reportError(error),
});
