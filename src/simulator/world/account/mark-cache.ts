import { Decimal } from 'decimal.js';
import type { SimQuote } from '../world';

/** The prices at which positions are valued, each looked up once for a moment. A book and its copies share one. */
export class MarkCache {
  private readonly quoteAt: (conId: number, atMs: number) => SimQuote;
  private readonly marks = new Map<number, Decimal>();
  private atMs = Number.NEGATIVE_INFINITY;

  constructor(quoteAt: (conId: number, atMs: number) => SimQuote) {
    this.quoteAt = quoteAt;
  }

  /** The price of one unit at a moment, without the multiplier; 0 while there is none. */
  markAt(conId: number, atMs: number): Decimal {
    if (atMs !== this.atMs) {
      this.marks.clear();
      this.atMs = atMs;
    }
    const known = this.marks.get(conId);
    if (known !== undefined) return known;
    const mark = markOf(this.quoteAt(conId, atMs));
    this.marks.set(conId, mark);
    return mark;
  }
}

/** The last trade within bid and ask, else the middle of them. */
function markOf({ bid, ask, last }: SimQuote): Decimal {
  if (last !== null) return new Decimal(Math.min(ask ?? last, Math.max(bid ?? last, last)));
  if (bid !== null && ask !== null) return new Decimal(bid).plus(ask).div(2);
  return new Decimal(ask ?? bid ?? 0);
}
