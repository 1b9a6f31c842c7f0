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
  readonly last: number | null;
}

/** An order being worked by its algorithm: how much of it is in the market, and at what price. */
export class AlgoWork {
  readonly algo: Algo;
  readonly startMs: number;
  readonly endMs: number;
  private readonly order: WorkedOrder;
  private readonly pace: () => MarketPace;
  private startVolume: number | null = null;
  private startPrice: number | null = null;
  private inMarket = new Decimal(0);
  /** Volume since the start that has been followed, and what a varying share of it has come to. */
  private followedVolume = 0;
  private wanted = new Decimal(0);
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
    const { volume, last } = this.pace();
    this.startVolume ??= volume;
    this.startPrice ??= last;
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
    const { volume, usualVolumePerMs, last } = this.pace();
    const { quantity } = order.terms;
    const traded = Math.max(0, volume - startVolume);
    this.addWanted(traded, last, nowMs);
    const now = letIn(this.algo.pace, new Decimal(quantity), new Decimal(order.instrument.sizeIncrement), {
      startMs: this.startMs,
      endMs: this.endMs,
      nowMs,
      volume: traded,
      usualVolumePerMs,
      filled: order.filled,
      wanted: this.wanted,
    });
    if (!order.filled.equals(this.seenFilled) || now.greaterThan(this.inMarket)) this.waitsSinceMs = nowMs;
    this.seenFilled = order.filled;
    this.inMarket = Decimal.max(this.inMarket, now);
  }

  /** Takes the present share of what has traded since the last look. */
  private addWanted(traded: number, last: number | null, nowMs: number): void {
    const { pace } = this.algo;
    const more = traded - this.followedVolume;
    if (pace.kind !== 'varying' || more <= 0) return;
    this.followedVolume = traded;
    const { side, quantity } = this.order.terms;
    const moved = last === null || this.startPrice === null ? 0 : (last / this.startPrice - 1) * 100;
    const share = pace.shareAt({
      time: Math.min(1, (nowMs - this.startMs) / Math.max(1, this.endMs - this.startMs)),
      filled: this.order.filled.div(quantity).toNumber(),
      improvement: side === 'BUY' ? -moved : moved,
    });
    this.wanted = this.wanted.plus(new Decimal(more).times(share));
  }
}
