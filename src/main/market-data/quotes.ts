import type { ConId } from '../../shared/domain/instrument';
import { emptyQuote, type Quote } from '../../shared/domain/quote';
import type { Broker, BrokerError, Subscription } from '../broker/port';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { contractRef, type Instruments } from './instruments';
import { QuoteRecord } from './quote-record';

/** How long a feed outlives its last watcher, so that a change of the watched set does not cost a market data line. */
const lingerMs = 2_000;
/** Pause before an instrument is asked for again whose details did not come in time. */
const retryMs = 10_000;

/** The quotes of every market that somebody watches. */
export interface Quotes {
  /** Keeps the quote of an instrument up to date until the last watcher unsubscribes. */
  watch(conId: ConId): Subscription;
  /** What is known now; everything null for an instrument that nobody watches. */
  get(conId: ConId): Quote;
  /** Calls `listener` at every change of a watched quote, also once per tick: it must be cheap. Returns its end. */
  onChange(listener: (conId: ConId) => void): () => void;
  /** Ends every feed and forgets every quote; watchers stay valid and get their feeds anew. For another gateway. */
  reset(): void;
  /** Ends every feed and every listener. */
  stop(): void;
}

interface Watch {
  record: QuoteRecord;
  watchers: number;
  feed: Subscription | null;
  asking: boolean;
  cancelLinger: (() => void) | null;
  cancelRetry: (() => void) | null;
}

/** Quotes over the feeds of a broker, one feed per instrument however many watch it. */
export function createQuotes({
  broker,
  instruments,
  clock,
  log,
}: {
  readonly broker: Broker;
  readonly instruments: Instruments;
  readonly clock: Clock;
  readonly log: Logger;
}): Quotes {
  const watches = new Map<ConId, Watch>();
  let listeners: readonly ((conId: ConId) => void)[] = [];
  let wasReady = broker.snapshot().state.kind === 'ready';

  function changed(conId: ConId): void {
    for (const listener of listeners) listener(conId);
  }

  async function open(conId: ConId, watch: Watch): Promise<void> {
    if (watch.feed !== null || watch.asking) return;
    watch.asking = true;
    const { record } = watch;
    const found = await instruments.get(conId);
    if (watch.record !== record) return;
    watch.asking = false;
    if (watches.get(conId) !== watch) return;
    if (found.ok) {
      if (record.remark !== null) record.stale(false);
      watch.feed = broker.subscribeQuote(contractRef(found.value), record);
      return;
    }
    record.notice(found.error.code ?? 0, found.error.text, true);
    if (mayPass(found.error)) retryLater(conId, watch);
  }

  function retryLater(conId: ConId, watch: Watch): void {
    watch.cancelRetry?.();
    watch.cancelRetry = clock.after(retryMs, () => {
      watch.cancelRetry = null;
      if (broker.snapshot().state.kind === 'ready') begin(conId, watch);
    });
  }

  function begin(conId: ConId, watch: Watch): void {
    open(conId, watch).catch((error: unknown) => {
      watch.asking = false;
      log.error('opening a quote feed failed', { conId, error: String(error) });
      retryLater(conId, watch);
    });
  }

  function close(conId: ConId, watch: Watch): void {
    watches.delete(conId);
    watch.cancelRetry?.();
    watch.cancelLinger?.();
    watch.feed?.unsubscribe();
  }

  const connection = broker.connection$.subscribe((snapshot) => {
    const ready = snapshot.state.kind === 'ready';
    if (ready && !wasReady) {
      for (const [conId, watch] of watches) {
        if (watch.feed === null) begin(conId, watch);
      }
    }
    wasReady = ready;
  });

  function release(conId: ConId, watch: Watch): void {
    watch.watchers -= 1;
    if (watch.watchers > 0 || watches.get(conId) !== watch) return;
    watch.cancelLinger = clock.after(lingerMs, () => close(conId, watch));
  }

  return {
    watch(conId) {
      const watch = watches.get(conId) ?? {
        record: new QuoteRecord(conId, clock, changed),
        watchers: 0,
        feed: null,
        asking: false,
        cancelLinger: null,
        cancelRetry: null,
      };
      watches.set(conId, watch);
      watch.watchers += 1;
      watch.cancelLinger?.();
      watch.cancelLinger = null;
      begin(conId, watch);
      let held = true;
      return {
        unsubscribe() {
          if (!held) return;
          held = false;
          release(conId, watch);
        },
      };
    },
    get: (conId) => watches.get(conId)?.record.quote() ?? emptyQuote(conId),
    onChange(listener) {
      const own = (conId: ConId) => listener(conId);
      listeners = [...listeners, own];
      return () => {
        listeners = listeners.filter((other) => other !== own);
      };
    },
    reset() {
      for (const [conId, watch] of watches) {
        watch.feed?.unsubscribe();
        watch.feed = null;
        watch.asking = false;
        watch.cancelRetry?.();
        watch.cancelRetry = null;
        watch.record = new QuoteRecord(conId, clock, changed);
        changed(conId);
        begin(conId, watch);
      }
    },
    stop() {
      connection.unsubscribe();
      listeners = [];
      for (const [conId, watch] of watches) close(conId, watch);
    },
  };
}

/** Whether asking again later may help while the connection is there; a refusal stays until the next connection. */
function mayPass(error: BrokerError): boolean {
  return error.kind === 'timeout' || error.kind === 'cancelled' || error.kind === 'paused';
}
