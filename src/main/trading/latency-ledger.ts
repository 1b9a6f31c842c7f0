import { exact } from '../../shared/domain/decimal';
import { isLive, type Order } from '../../shared/domain/order';
import { latencySpans, type LatencySummary, type OrderLatency } from '../../shared/ipc/journal-schemas';

/** Orders that are kept; the journal has them all. */
const maxKept = 1_000;
/** Placements that may be under way without having become orders. */
const maxUnderWay = 200;
/** A press longer ago than this is no press: the clocks disagree, or the number was made up. */
const maxPressAgeMs = 60_000;

/** When an order came to each point; monotonic ms, except where it says otherwise. Null: not yet, or never. */
interface Marks {
  /** From the press to `receivedAt`, ms; null when nobody said, or what they said cannot be. */
  readonly pressAgeMs: number | null;
  /** UTC ms. */
  readonly receivedMs: number;
  readonly receivedAt: number;
  judgedAt: number | null;
  journaledAt: number | null;
}

interface OrderMarks extends Marks {
  readonly orderId: string;
  writtenAt: number | null;
  acknowledgedAt: number | null;
  firstFillAt: number | null;
  lastFillAt: number | null;
  isTold: boolean;
}

export interface LatencyClock {
  nowMs(): number;
  monotonicMs(): number;
}

/**
 * When each order of the session passed each point on its way: key pressed, received, judged, on the disk, on the socket,
 * acknowledged, filled. Durations are measured with a clock that never jumps; only the press, which happens in another
 * process, is placed by the wall clock of the machine. Holds the newest 1,000 orders.
 */
export class LatencyLedger {
  private readonly clock: LatencyClock;
  private readonly onComplete: (orderId: string, latency: OrderLatency) => void;
  private readonly underWay = new Map<string, Marks>();
  private readonly orders = new Map<string, OrderMarks>();

  /** @param onComplete called once for each order: when it ended, or with {@link close}. */
  constructor(clock: LatencyClock, onComplete: (orderId: string, latency: OrderLatency) => void) {
    this.clock = clock;
    this.onComplete = onComplete;
  }

  /** A request to place an order arrived. @param pressedAtMs wall clock of the press, UTC ms, as the window says */
  received(idempotencyKey: string, pressedAtMs: number | undefined): void {
    const receivedMs = this.clock.nowMs();
    const age = pressedAtMs === undefined ? null : receivedMs - pressedAtMs;
    this.underWay.set(idempotencyKey, {
      pressAgeMs: age !== null && age >= 0 && age <= maxPressAgeMs ? age : null,
      receivedMs,
      receivedAt: this.clock.monotonicMs(),
      judgedAt: null,
      journaledAt: null,
    });
    if (this.underWay.size > maxUnderWay) {
      const oldest = this.underWay.keys().next();
      if (oldest.done !== true) this.underWay.delete(oldest.value);
    }
  }

  /** The mode proof and the risk gate let it pass. */
  judged(idempotencyKey: string): void {
    const marks = this.underWay.get(idempotencyKey);
    if (marks !== undefined) marks.judgedAt = this.clock.monotonicMs();
  }

  /** Its intent is on the disk; from here on it is these orders. */
  journaled(idempotencyKey: string, orderIds: readonly string[]): void {
    const marks = this.underWay.get(idempotencyKey);
    this.underWay.delete(idempotencyKey);
    if (marks === undefined) return;
    const journaledAt = this.clock.monotonicMs();
    for (const orderId of orderIds) {
      this.orders.set(orderId, {
        ...marks,
        orderId,
        journaledAt,
        writtenAt: null,
        acknowledgedAt: null,
        firstFillAt: null,
        lastFillAt: null,
        isTold: false,
      });
    }
    for (const [orderId, oldest] of this.orders) {
      if (this.orders.size <= maxKept) break;
      this.tell(oldest);
      this.orders.delete(orderId);
    }
  }

  /** The request came to nothing. */
  dropped(idempotencyKey: string): void {
    this.underWay.delete(idempotencyKey);
  }

  /** The operating system took its bytes. */
  written(orderId: string): void {
    const marks = this.orders.get(orderId);
    if (marks?.writtenAt === null) marks.writtenAt = this.clock.monotonicMs();
  }

  /** What is known of an order changed: IB's first word and the fills are read off it. */
  changed(order: Order): void {
    const marks = this.orders.get(order.id);
    if (marks === undefined || marks.isTold) return;
    const now = this.clock.monotonicMs();
    if (isAcknowledged(order)) marks.acknowledgedAt ??= now;
    if (exact(order.filled).greaterThan(0)) marks.firstFillAt ??= now;
    if (order.state === 'filled') marks.lastFillAt ??= now;
    if (!isLive(order.state) && order.state !== 'draft') this.tell(marks);
  }

  /** The session ends: orders that still live are told as far as they came. */
  close(): void {
    for (const marks of this.orders.values()) if (marks.acknowledgedAt !== null) this.tell(marks);
  }

  /** The newest orders first. */
  latest(limit: number): readonly OrderLatency[] {
    return [...this.orders.values()].slice(-limit).toReversed().map(latencyOf);
  }

  /** Percentiles of each span over the orders that are kept. */
  summary(): readonly LatencySummary[] {
    const latencies = [...this.orders.values()].map(latencyOf);
    return latencySpans.map((span) => {
      const values = latencies.flatMap((latency) => latency[span] ?? []).toSorted((a, b) => a - b);
      return { span, count: values.length, p50: percentile(values, 50), p99: percentile(values, 99) };
    });
  }

  private tell(marks: OrderMarks): void {
    if (marks.isTold) return;
    marks.isTold = true;
    this.onComplete(marks.orderId, latencyOf(marks));
  }
}

/** The value that so many per cent do not exceed (nearest rank); null without values. Pure. @param ascending sorted */
export function percentile(ascending: readonly number[], percent: number): number | null {
  const rank = Math.max(1, Math.ceil((percent / 100) * ascending.length));
  return ascending[rank - 1] ?? null;
}

function latencyOf(marks: OrderMarks): OrderLatency {
  const { pressAgeMs, receivedAt, judgedAt, journaledAt, writtenAt, acknowledgedAt } = marks;
  return {
    orderId: marks.orderId,
    receivedMs: marks.receivedMs,
    pressedToReceived: pressAgeMs === null ? null : toMicroseconds(pressAgeMs),
    receivedToJudged: between(receivedAt, judgedAt),
    judgedToJournaled: between(judgedAt, journaledAt),
    journaledToWritten: between(journaledAt, writtenAt),
    writtenToAcknowledged: between(writtenAt, acknowledgedAt),
    writtenToFirstFill: between(writtenAt, marks.firstFillAt),
    writtenToLastFill: between(writtenAt, marks.lastFillAt),
    total: acknowledgedAt === null ? null : toMicroseconds(acknowledgedAt - receivedAt + (pressAgeMs ?? 0)),
  };
}

/** From one point to another, ms; null when one is not known, or when they are the wrong way round. */
function between(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : toMicroseconds(to - from);
}

/** The clock is no finer than that; the digits behind it are noise. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

/** IB has said something about the order, a refusal too. */
function isAcknowledged(order: Order): boolean {
  if (order.permId !== null) return true;
  switch (order.state) {
    case 'working':
    case 'partially-filled':
    case 'filled':
    case 'cancelled':
    case 'rejected':
    case 'inactive':
      return true;
    default:
      return false;
  }
}
