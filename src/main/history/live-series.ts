import { type Bar, columnsFromBars } from '../../shared/domain/bar';
import type { Broker, Subscription } from '../broker/port';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { contractRef, type Instruments } from '../market-data/instruments';
import { type BarSeries, contentOf, type StoredSeries } from './bar-series';
import { barStart } from './bar-time';
import { subscribeSecondBars } from './second-bars';

/** Finished bars are stored together, this long after the first of them. */
const storeDelayMs = 5_000;
/** Finished bars that wait at most; then they are stored at once. */
const maximumWaiting = 500;
/** Pause before an instrument is asked for again whose details did not come. */
const retryMs = 10_000;

interface Listener {
  readonly onBar: (bar: Bar) => void;
  readonly onGap: () => void;
}

/** One subscription at the gateway that feeds every listener of a series. */
export interface LiveSeries {
  /** Adds a listener; it gets the forming bar at once when it is known. Returns how to take it away again. */
  add(listener: Listener): () => void;
  /** True when nobody listens. */
  idle(): boolean;
  /** Ends the subscription and stores what waits. */
  close(): void;
}

/** Opens the subscription as soon as the instrument is known. */
export function openLiveSeries({
  broker,
  instruments,
  clock,
  log,
  series,
  store,
}: {
  readonly broker: Broker;
  readonly instruments: Instruments;
  readonly clock: Clock;
  readonly log: Logger;
  readonly series: BarSeries;
  /** Stores finished bars, ascending. */
  readonly store: (series: StoredSeries, bars: ReturnType<typeof columnsFromBars>) => void;
}): LiveSeries {
  const listeners = new Set<Listener>();
  /** By start time: a finished bar that is corrected replaces the earlier one. */
  const finished = new Map<number, Bar>();
  let stored: StoredSeries | null = null;
  let feed: Subscription | null = null;
  let forming: Bar | null = null;
  let asking = false;
  let closed = false;
  let cancelStore: (() => void) | null = null;
  let cancelRetry: (() => void) | null = null;

  function storeFinished(): void {
    cancelStore?.();
    cancelStore = null;
    if (stored === null || finished.size === 0) return;
    const bars = [...finished.values()].sort((left, right) => left.timeMs - right.timeMs);
    finished.clear();
    store(stored, columnsFromBars(bars));
  }

  function finish(bar: Bar): void {
    finished.set(bar.timeMs, bar);
    if (finished.size >= maximumWaiting) storeFinished();
    else cancelStore ??= clock.after(storeDelayMs, storeFinished);
  }

  function onBar(received: Bar): void {
    const timeMs = barStart(series.barSize, received.timeMs);
    const bar = timeMs === received.timeMs ? received : { ...received, timeMs };
    if (forming !== null && bar.timeMs < forming.timeMs) {
      // The last word on a bar that was finished already.
      finish(bar);
      return;
    }
    if (forming !== null && bar.timeMs > forming.timeMs) finish(forming);
    forming = bar;
    for (const listener of listeners) listener.onBar(bar);
  }

  function onGap(): void {
    // How the bar ended that formed when the connection broke is not known.
    forming = null;
    for (const listener of listeners) listener.onGap();
  }

  async function open(): Promise<void> {
    if (asking || closed || feed !== null) return;
    asking = true;
    const found = await instruments.get(series.conId);
    asking = false;
    if (closed) return;
    if (!found.ok) {
      if (found.error.kind !== 'refused') cancelRetry = clock.after(retryMs, begin);
      return;
    }
    const whatToShow = contentOf(found.value.secType);
    stored = { ...series, whatToShow };
    const contract = contractRef(found.value);
    const { barSize, regularHoursOnly } = series;
    feed =
      barSize === '1 secs'
        ? subscribeSecondBars({ broker, clock, contract, whatToShow, onBar, onGap })
        : broker.liveBars({ contract, barSize, whatToShow, regularHoursOnly }, onBar, onGap);
  }

  function begin(): void {
    cancelRetry?.();
    cancelRetry = null;
    open().catch((error: unknown) => {
      asking = false;
      log.error('live bars could not be opened', { conId: series.conId, error: String(error) });
    });
  }

  let wasReady = broker.snapshot().state.kind === 'ready';
  const connection = broker.connection$.subscribe((snapshot) => {
    const ready = snapshot.state.kind === 'ready';
    if (ready && !wasReady) begin();
    wasReady = ready;
  });
  begin();

  return {
    add(listener) {
      const own = { ...listener };
      listeners.add(own);
      if (forming !== null) own.onBar(forming);
      return () => {
        listeners.delete(own);
      };
    },
    idle: () => listeners.size === 0,
    close() {
      closed = true;
      listeners.clear();
      connection.unsubscribe();
      cancelRetry?.();
      feed?.unsubscribe();
      storeFinished();
    },
  };
}
