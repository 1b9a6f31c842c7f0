import { Decimal } from 'decimal.js';
import type { Catalogue, Interval, Market, SimClock } from '../../world';
import type { LiveOrder } from '../live-order';
import { regularHoursOnly } from '../order-hours';
import { type Algo, readAlgo } from './algo';
import { partsOf } from './algo-plan';
import { AlgoWork, type MarketPace } from './algo-work';

/** How often an order that is in the market as a whole looks at its price again, in simulated milliseconds. */
const PRICE_STEP_MS = 500;

export interface AlgoSources {
  readonly clock: SimClock;
  readonly market: Market;
  readonly catalogue: Catalogue;
}

/** What the desk tells the exchange. */
export interface AlgoEvents {
  /** The algorithm may have let more into the market, or moved its price. */
  due(order: LiveOrder): void;
  /** The window of the algorithm is over, or never comes; the reason as TWS gives it with 202. */
  over(order: LiveOrder, reason: string): void;
}

/** Begins and ends the work of algorithms, and wakes them in time. */
export class AlgoDesk {
  private readonly sources: AlgoSources;
  private readonly events: AlgoEvents;
  private readonly timers = new Map<LiveOrder, () => void>();

  constructor(sources: AlgoSources, events: AlgoEvents) {
    this.sources = sources;
    this.events = events;
  }

  /** Begins to work an order whose market is open; one that is being worked goes on. */
  enter(order: LiveOrder): void {
    if (order.terms.algo === null || this.timers.has(order)) return;
    const { clock, catalogue } = this.sources;
    const nowMs = clock.nowMs();
    const algo = readAlgo(order.terms.algo, nowMs);
    const session = catalogue.sessionAt(order.instrument, nowMs, regularHoursOnly(order));
    const closesMs = session?.endMs ?? nowMs;
    const startMs = Math.max(nowMs, algo.startMs ?? nowMs);
    const endMs = Math.min(closesMs, algo.endMs ?? closesMs);
    const never = neverWorks(algo, startMs, endMs, closesMs);
    if (never !== null) {
      this.at(order, nowMs, () => this.events.over(order, never));
      return;
    }
    const work = new AlgoWork(algo, { startMs, endMs }, order, () => this.paceOf(order));
    order.algo = work;
    this.at(order, startMs, () => {
      work.start();
      this.step(order, work);
    });
  }

  /** Stops working an order. */
  leave(order: LiveOrder): void {
    this.timers.get(order)?.();
    this.timers.delete(order);
    order.algo = null;
  }

  private step(order: LiveOrder, work: AlgoWork): void {
    const { clock } = this.sources;
    const nowMs = clock.nowMs();
    this.events.due(order);
    if (order.algo !== work) return;
    if (work.algo.endMs !== null && nowMs >= work.endMs && !work.algo.pastEnd) {
      this.events.over(order, '');
      return;
    }
    const nextMs = nowMs + stepMs(order, work);
    const atMs = nowMs < work.endMs ? Math.min(nextMs, work.endMs) : nextMs;
    this.at(order, atMs, () => {
      this.step(order, work);
    });
  }

  private at(order: LiveOrder, atMs: number, run: () => void): void {
    this.timers.set(order, this.sources.clock.schedule(atMs, run));
  }

  private paceOf({ instrument }: LiveOrder): MarketPace {
    const { market, catalogue, clock } = this.sources;
    const { volume, averageVolume, last } = market.quote(instrument.conId);
    const day: Interval | undefined = catalogue.sessionAt(instrument, clock.nowMs(), true);
    const length = day === undefined ? 0 : day.endMs - day.startMs;
    return { volume, usualVolumePerMs: length === 0 ? 0 : averageVolume / length, last };
  }
}

function neverWorks(algo: Algo, startMs: number, endMs: number, closesMs: number): string | null {
  if (startMs >= closesMs) return `${algo.name}: start time is after close time`;
  return startMs >= endMs && !algo.pastEnd ? `${algo.name}: end time is before start time` : null;
}

function stepMs(order: LiveOrder, { algo, startMs, endMs }: AlgoWork): number {
  if (algo.pace.kind === 'whole') return PRICE_STEP_MS;
  if (algo.pace.kind === 'components') return algo.pace.everyMs === 0 ? PRICE_STEP_MS : algo.pace.everyMs;
  const length = Math.max(1, endMs - startMs);
  const step = new Decimal(order.instrument.sizeIncrement);
  return Math.max(1, Math.ceil(length / partsOf(new Decimal(order.terms.quantity), step, length)));
}
