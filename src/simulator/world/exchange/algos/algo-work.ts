import { Decimal } from 'decimal.js';
import type { OrderTerms, SimInstrument, SimQuote } from '../../world';
import type { Algo } from './algo';
import { algoLimit, letIn } from './algo-plan';

/** What an algorithm has to know of its order. */
export interface WorkedOrder {
  readonly instrument: SimInstrument;
  readonly terms: OrderTerms;
  readonly filled: Decimal;
}

/** What the market of an order has done and usually does. */
export interface MarketPace {
  /** Traded since the session began. */
  readonly volume: number;
  /** What trades in a millisecond on an average day. */
  readonly usualVolumePerMs: number;
}

/** An order being worked by its algorithm: how much of it is in the market, and at what price. */
export class AlgoWork {
  readonly algo: Algo;
  readonly startMs: number;
  readonly endMs: number;
  private readonly order: WorkedOrder;
  private readonly pace: () => MarketPace;
  private startVolume: number | null = null;
  private inMarket = new Decimal(0);
  private seenFilled: Decimal;
  /** When what waits in the market was let in, or last filled. */
  private waitsSinceMs: number;

  constructor(
    algo: Algo,
    window: { readonly startMs: number; readonly endMs: number },
    order: WorkedOrder,
    pace: () => MarketPace,
  ) {
    this.algo = algo;
    this.startMs = window.startMs;
    this.endMs = window.endMs;
    this.order = order;
    this.pace = pace;
    this.seenFilled = order.filled;
    this.waitsSinceMs = window.startMs;
  }

  /** The window has begun. */
  start(): void {
    this.startVolume ??= this.pace().volume;
  }

  /** How much may fill now. */
  allowed(nowMs: number): Decimal {
    this.follow(nowMs);
    return Decimal.max(0, this.inMarket.minus(this.order.filled));
  }

  /** The price beyond which it does not go now; null when there is none but the order's own. */
  limit(quote: SimQuote, nowMs: number): number | null {
    this.follow(nowMs);
    const { terms, instrument } = this.order;
    const waitedMs = nowMs - this.waitsSinceMs;
    return algoLimit(this.algo.price, terms.side, quote, instrument, waitedMs);
  }

  /** Brings what is let in up to the present. */
  private follow(nowMs: number): void {
    const { startVolume, order } = this;
    if (startVolume === null) return;
    const { volume, usualVolumePerMs } = this.pace();
    const { quantity } = order.terms;
    const now = letIn(this.algo.pace, new Decimal(quantity), new Decimal(order.instrument.sizeIncrement), {
      startMs: this.startMs,
      endMs: this.endMs,
      nowMs,
      volume: Math.max(0, volume - startVolume),
      usualVolumePerMs,
    });
    if (!order.filled.equals(this.seenFilled) || now.greaterThan(this.inMarket)) this.waitsSinceMs = nowMs;
    this.seenFilled = order.filled;
    this.inMarket = Decimal.max(this.inMarket, now);
  }
}
