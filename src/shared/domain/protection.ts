import type { Decimal } from 'decimal.js';
import { type DecimalText, decimalText, exact } from './decimal';
import type { ConId } from './instrument';
import { isLive, type Order, type Side } from './order';

/** A position, as far as its protection is concerned. */
export interface HeldPosition {
  readonly conId: ConId;
  /** Signed: negative is short. */
  readonly quantity: DecimalText;
}

/** A position whose stops do not have its size. */
export interface ProtectionGap {
  readonly conId: ConId;
  /** Signed size of the position. */
  readonly position: DecimalText;
  /** Side of the stops that would close it. */
  readonly side: Side;
  /** What live stops would close of it. */
  readonly covered: DecimalText;
  /** What the stops lack; negative when they are greater than the position and would turn it around. */
  readonly missing: DecimalText;
  /** Our newest stop of this position, living or ended: a repair takes its price and terms. */
  readonly lastStop: Order;
  /** Live stops of ours, the greatest first. */
  readonly liveStops: readonly Order[];
}

/** Order types that wait for a price against the position. Source: TWS API, "Order Types". */
const stopTypes: ReadonlySet<string> = new Set(['STP', 'STP LMT', 'STP PRT', 'TRAIL', 'TRAIL LIMIT']);

/**
 * Positions that were opened with a stop of ours and whose live stops do not add up to their size. Stops of anybody
 * protect; but a position without any stop of ours, living or ended, was meant to have none and is not flagged. Pure.
 */
export function protectionGaps(
  orders: readonly Order[],
  positions: readonly HeldPosition[],
): readonly ProtectionGap[] {
  return positions.flatMap((position) => gapOf(orders, position) ?? []);
}

function gapOf(all: readonly Order[], { conId, quantity }: HeldPosition): ProtectionGap | null {
  const held = exact(quantity);
  if (held.isZero()) return null;
  const side: Side = held.isPositive() ? 'SELL' : 'BUY';
  const orders = all.filter((order) => order.conId === conId);
  const stops = orders.filter((order) => order.side === side && stopTypes.has(order.orderType));
  const ours = stops.filter((stop) => isOurs(stop) && belongs(stop, orders));
  const lastStop = ours.toSorted((a, b) => a.createdMs - b.createdMs).at(-1);
  if (lastStop === undefined) return null;
  const covered = stops.reduce((sum, stop) => sum.plus(coverOf(stop, orders)), exact(0));
  const missing = held.abs().minus(covered);
  if (missing.isZero()) return null;
  return {
    conId,
    position: quantity,
    side,
    covered: decimalText(covered),
    missing: decimalText(missing),
    lastStop,
    liveStops: ours
      .filter((stop) => stop.own && protects(stop))
      .toSorted((a, b) => exact(b.remaining).comparedTo(exact(a.remaining))),
  };
}

function isOurs(order: Order): boolean {
  return order.own || order.orderKey !== null;
}

/** A stop that IB holds without working it, or that is being cancelled, protects nothing. */
function protects(stop: Order): boolean {
  return isLive(stop.state) && stop.state !== 'inactive' && stop.state !== 'cancelling';
}

/** What a stop closes of the position. An exit follows its entry: it trades no more than that has filled. */
function coverOf(stop: Order, orders: readonly Order[]): Decimal {
  if (!protects(stop)) return exact(0);
  const remaining = exact(stop.remaining);
  const entry = entryOf(stop, orders);
  if (entry === undefined || !isLive(entry.state)) return remaining;
  const open = openOf(entry, orders);
  return open.lessThan(remaining) ? open : remaining;
}

/** True when a stop says something about the position of now, and not about one that was closed before. */
function belongs(stop: Order, orders: readonly Order[]): boolean {
  const entry = entryOf(stop, orders);
  if (isLive(stop.state)) {
    // The exit of an entry that waits is for a position that is not there yet.
    return entry === undefined || !isLive(entry.state) || openOf(entry, orders).greaterThan(0);
  }
  if (entry === undefined) return stop.state !== 'filled' && stop.role !== 'stop-loss';
  return openOf(entry, orders).greaterThan(0) && heldSince(entry, orders);
}

function entryOf(stop: Order, orders: readonly Order[]): Order | undefined {
  return stop.parentId === null ? undefined : orders.find((order) => order.id === stop.parentId);
}

/** What an entry has filled and its exits have not closed. */
function openOf(entry: Order, orders: readonly Order[]): Decimal {
  const closed = orders
    .filter((order) => order.parentId === entry.id)
    .reduce((sum, exit) => sum.plus(exact(exit.filled)), exact(0));
  const open = exact(entry.filled).minus(closed);
  return open.isNegative() ? exact(0) : open;
}

/** True when nothing that was placed after an entry has closed what it opened. */
function heldSince(entry: Order, orders: readonly Order[]): boolean {
  let held = exact(0);
  for (const order of orders.toSorted((a, b) => a.createdMs - b.createdMs)) {
    if (order.createdMs < entry.createdMs || exact(order.filled).isZero()) continue;
    held = order.side === entry.side ? held.plus(exact(order.filled)) : held.minus(exact(order.filled));
    if (!held.greaterThan(0)) return false;
  }
  return true;
}

/** A gap in few words: `Unprotected: 40`, or what is too much. Pure. */
export function gapWords(gap: ProtectionGap): string {
  const missing = exact(gap.missing);
  return missing.isNegative() ? `Stops exceed by ${missing.abs().toFixed()}` : `Unprotected: ${gap.missing}`;
}

/** A gap as a sentence. Pure. */
export function gapSentence(gap: ProtectionGap): string {
  const size = decimalText(exact(gap.position).abs());
  return exact(gap.missing).isNegative()
    ? `Its stops are for ${gap.covered}, but only ${size} are held: they would turn the position around.`
    : `${gap.missing} of ${size} have no stop.`;
}
