import type { ConId } from '../../shared/domain/instrument';
import type { MarketDataType, Quote, QuoteNotice } from '../../shared/domain/quote';
import type { PriceField, QuoteSink, SizeField } from '../broker/port';
import type { Clock } from '../platform/clock';

/**
 * The running state of one market. A tick only writes a field; a {@link Quote} is made when somebody reads it, so that
 * 20,000 ticks a second leave nothing behind for the garbage collector.
 */
export class QuoteRecord implements QuoteSink {
  readonly conId: ConId;
  bid: number | null = null;
  ask: number | null = null;
  last: number | null = null;
  bidSize: number | null = null;
  askSize: number | null = null;
  lastSize: number | null = null;
  volume: number | null = null;
  open: number | null = null;
  high: number | null = null;
  low: number | null = null;
  close: number | null = null;
  lastTradeMs: number | null = null;
  receivedMs: number | null = null;
  marketDataType: MarketDataType | null = null;
  isStale = false;
  remark: QuoteNotice | null = null;
  /** True after a fatal notice, until data comes all the same. */
  dead = false;
  /** The remark that says why the feed is dead, which goes when data flows again. */
  #staleRemark: QuoteNotice | null = null;
  readonly #clock: Clock;
  readonly #changed: (conId: ConId) => void;
  #quote: Quote | null = null;

  /** @param changed called at every change, also once per tick. */
  constructor(conId: ConId, clock: Clock, changed: (conId: ConId) => void) {
    this.conId = conId;
    this.#clock = clock;
    this.#changed = changed;
  }

  price(field: PriceField, value: number | null): void {
    this[field] = value;
    this.#received();
  }

  size(field: SizeField, value: number | null): void {
    this[field] = value;
    this.#received();
  }

  lastTrade(atMs: number): void {
    this.lastTradeMs = atMs;
    this.#received();
  }

  type(type: MarketDataType): void {
    if (this.marketDataType === type) return;
    // A remark such as "delayed data is shown instead" is over once the gateway says that it serves live data.
    if (type === 'live' && this.marketDataType !== null) this.remark = null;
    this.marketDataType = type;
    this.#touch();
  }

  notice(code: number, text: string, fatal: boolean): void {
    this.remark = { code, text };
    if (fatal) {
      this.dead = true;
      this.isStale = true;
    }
    this.#touch();
  }

  stale(stale: boolean, why?: QuoteNotice): void {
    if (!stale) {
      this.#revive();
      if (this.remark === this.#staleRemark) this.remark = null;
      this.#staleRemark = null;
    } else if (why !== undefined) {
      this.remark = { ...why };
      this.#staleRemark = this.remark;
    }
    this.isStale = stale;
    this.#touch();
  }

  /** The state as a value; the same object until something changes. */
  quote(): Quote {
    this.#quote ??= {
      conId: this.conId,
      bid: this.bid,
      ask: this.ask,
      last: this.last,
      bidSize: this.bidSize,
      askSize: this.askSize,
      lastSize: this.lastSize,
      volume: this.volume,
      open: this.open,
      high: this.high,
      low: this.low,
      close: this.close,
      lastTradeMs: this.lastTradeMs,
      receivedMs: this.receivedMs,
      type: this.marketDataType,
      stale: this.isStale,
      notice: this.remark,
    };
    return this.#quote;
  }

  #received(): void {
    this.receivedMs = this.#clock.nowMs();
    if (this.dead) {
      this.#revive();
      this.isStale = false;
    }
    this.#touch();
  }

  #revive(): void {
    if (!this.dead) return;
    this.dead = false;
    this.remark = null;
  }

  #touch(): void {
    this.#quote = null;
    this.#changed(this.conId);
  }
}
