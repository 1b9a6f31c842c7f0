import type { OrderBook } from './order-book';
import type { TradingDeps } from './trading-deps';

/** A cancel without an answer for this long is not confirmed, ms. */
const answerTimeoutMs = 5_000;

/**
 * Watches cancels that were sent. One that gets no answer may never have arrived: the order then counts as working again,
 * so that the trader can cancel it again, and IB is asked.
 */
export class CancelWatch {
  private readonly deps: Pick<TradingDeps, 'clock' | 'marketNowMs'>;
  private readonly book: OrderBook;
  private readonly ask: (ids: readonly string[]) => void;
  private readonly timers = new Set<() => void>();

  /** @param ask asks IB about orders whose cancel got no answer. */
  constructor(
    deps: Pick<TradingDeps, 'clock' | 'marketNowMs'>,
    book: OrderBook,
    ask: (ids: readonly string[]) => void,
  ) {
    this.deps = deps;
    this.book = book;
    this.ask = ask;
  }

  /** Watches these orders, whose cancel has just been sent. */
  watch(ids: readonly string[]): void {
    const stop = this.deps.clock.after(answerTimeoutMs, () => {
      this.timers.delete(stop);
      this.onTimeout(ids);
    });
    this.timers.add(stop);
  }

  stop(): void {
    for (const stop of this.timers) stop();
    this.timers.clear();
  }

  private onTimeout(ids: readonly string[]): void {
    const silent = ids.filter((id) => this.book.get(id)?.state === 'cancelling');
    if (silent.length === 0) return;
    for (const id of silent)
      this.book.apply(id, { kind: 'cancel-unanswered', atMs: this.deps.marketNowMs() });
    this.ask(silent);
  }
}
