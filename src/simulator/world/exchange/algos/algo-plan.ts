import { Decimal } from 'decimal.js';
import type { SimQuote, SimSide } from '../../world';
import { type PricedInSteps, toTick } from '../price-steps';
import type { AlgoPace, AlgoPrice } from './algo';

/** Into how many parts an order is cut at most. */
const MOST_PARTS = 50;
/** The least time between two parts, in simulated milliseconds. */
const LEAST_PART_MS = 1_000;
/** How long before the end of its window the last of an order is let in that works towards the end. */
const FINISH_MS = 60_000;

/** The window of an algorithm and what the market has done in it. */
export interface AlgoProgress {
  readonly startMs: number;
  readonly endMs: number;
  readonly nowMs: number;
  /** Traded in the market since the start. */
  readonly volume: number;
  /** What trades in a millisecond on an average day. */
  readonly usualVolumePerMs: number;
  readonly filled: Decimal;
  /** What a varying share of the volume has come to. */
  readonly wanted: Decimal;
}

/** How many parts an order is cut into, by its size and the length of its window. */
export function partsOf(total: Decimal, step: Decimal, lengthMs: number): number {
  const bySize = total.div(step).floor().toNumber();
  return Math.max(1, Math.min(MOST_PARTS, bySize, Math.floor(lengthMs / LEAST_PART_MS)));
}

/**
 * How much of an order its algorithm has let into the market by now, what has filled included. It never falls, and is
 * rounded down to whole parts of the order, so that it does not fill share by share.
 *
 * @param step the least change of a quantity.
 */
export function letIn(pace: AlgoPace, total: Decimal, step: Decimal, progress: AlgoProgress): Decimal {
  const { startMs, endMs, nowMs, volume } = progress;
  if (nowMs < startMs) return new Decimal(0);
  if (pace.kind === 'whole') return total;
  if (pace.kind === 'components') return Decimal.min(total, componentsBegun(pace, progress));
  const length = Math.max(1, endMs - startMs);
  const parts = partsOf(total, step, length);
  const inParts = (quantity: Decimal): Decimal => {
    if (quantity.greaterThanOrEqualTo(total)) return total;
    const part = total.div(parts);
    return quantity.div(part).floor().times(part).div(step).floor().times(step);
  };
  if (pace.kind === 'share') return inParts(new Decimal(volume).times(pace.share));
  if (pace.kind === 'varying') return inParts(progress.wanted);
  const over = nowMs >= endMs;
  if (pace.kind === 'evenly') {
    const begun = Math.floor(((nowMs - startMs) * parts) / length) + 1;
    return over ? total : total.times(Math.min(begun, parts)).div(parts).div(step).floor().times(step);
  }
  const toCome = Math.max(0, endMs - nowMs) * progress.usualVolumePerMs;
  if (pace.kind === 'toClose') {
    const later = Math.max(0, endMs - FINISH_MS - nowMs) * progress.usualVolumePerMs * pace.share;
    return inParts(Decimal.max(0, total.minus(later)));
  }
  const share = over ? 1 : volume + toCome > 0 ? volume / (volume + toCome) : (nowMs - startMs) / length;
  const wanted = total.times(share);
  const most = pace.most === null ? wanted : Decimal.min(wanted, new Decimal(volume).times(pace.most));
  return inParts(most);
}

/** The components whose time has come, and of those that wait for each other the one after what has filled. */
function componentsBegun(
  { size, everyMs, waits }: Extract<AlgoPace, { kind: 'components' }>,
  { startMs, nowMs, filled }: AlgoProgress,
): Decimal {
  const byTime = everyMs === 0 ? null : Math.floor((nowMs - startMs) / everyMs) + 1;
  const byFills = waits ? filled.div(size).floor().plus(1) : null;
  const counts = [byTime, byFills].filter((count) => count !== null);
  return Decimal.min(...counts).times(size);
}

/**
 * The price beyond which an algorithm does not go now; null when it takes whatever the market gives. An order's own
 * limit holds besides.
 *
 * @param waitedMs how long the algorithm has been looking for a better price.
 */
export function algoLimit(
  price: AlgoPrice,
  side: SimSide,
  quote: SimQuote,
  instrument: PricedInSteps,
  waitedMs: number,
): number | null {
  const { bid, ask, last } = quote;
  const near = side === 'BUY' ? bid : ask;
  const far = side === 'BUY' ? ask : bid;
  switch (price.kind) {
    case 'touch':
      return null;
    case 'near':
      return near;
    case 'last':
      return last ?? near;
    case 'midpoint':
    case 'adaptive': {
      if (near === null || far === null) return near;
      const way = price.kind === 'midpoint' ? 0 : Math.min(1, waitedMs / price.patienceMs);
      if (way === 1) return far;
      const middle = new Decimal(near).plus(far).div(2);
      const exact = middle.plus(new Decimal(far).minus(middle).times(way));
      return toTick(exact, instrument, side === 'BUY' ? 'down' : 'up').toNumber();
    }
  }
}
