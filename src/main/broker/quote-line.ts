import type { ContractRef } from '../../shared/domain/instrument';
import type { MarketDataType, QuoteNotice } from '../../shared/domain/quote';
import type { Logger } from '../platform/logger';
import { isLastTimestamp, priceFieldOf, sizeFieldOf, tickPrice, tickSize } from './map-tick';
import type { PriceField, QuoteSink, SizeField } from './port';
import { QuoteWatch } from './quote-watch';

/**
 * One market data line and those who listen to it. It remembers the newest value of every field, so that who joins
 * later sees at once what the others see.
 */
export class QuoteLine {
  readonly contract: ContractRef;
  readonly #log: Logger;
  readonly #sinks = new Set<QuoteSink>();
  readonly #prices = new Map<PriceField, number | null>();
  readonly #sizes = new Map<SizeField, number | null>();
  #lastTradeMs: number | null = null;
  #type: MarketDataType | null = null;
  #notice: { readonly code: number; readonly text: string; readonly fatal: boolean } | null = null;
  #stale = false;
  /** What IB says about it being stale. */
  #why: QuoteNotice | null = null;
  /** Stale, or under a fatal notice: the next tick says otherwise. */
  #suspect = false;
  /** The request that feeds it now, or null. */
  reqId: number | null = null;
  /** Takes the queued or running request back. */
  release: () => void = () => undefined;
  /** Delayed data is asked for, because live data is not subscribed. */
  delayed = false;
  /** Its request has gone out on this connection. */
  requested = false;
  /** How often it got a new id because the gateway called the one before a duplicate, on this connection. */
  renamed = 0;
  /** Ticks so far. */
  ticks = 0;
  readonly watch: QuoteWatch;

  /** @param nowMs of a clock that never jumps. */
  constructor(contract: ContractRef, log: Logger, nowMs: number) {
    this.contract = contract;
    this.#log = log;
    this.watch = new QuoteWatch(nowMs);
  }

  /** The newest word of the gateway on what kind of data it serves. */
  get served(): MarketDataType | null {
    return this.#type;
  }

  /** Whether the values are known or suspected to be old. */
  get isStale(): boolean {
    return this.#stale;
  }

  /** The code under which it is stale, or null. */
  get staleCode(): number | null {
    return this.#why?.code ?? null;
  }

  get empty(): boolean {
    return this.#sinks.size === 0;
  }

  join(sink: QuoteSink): void {
    this.#sinks.add(sink);
    this.#tell(() => {
      if (this.#type !== null) sink.type(this.#type);
      for (const [field, value] of this.#prices) sink.price(field, value);
      for (const [field, value] of this.#sizes) sink.size(field, value);
      if (this.#lastTradeMs !== null) sink.lastTrade(this.#lastTradeMs);
      if (this.#notice !== null) sink.notice(this.#notice.code, this.#notice.text, this.#notice.fatal);
      if (this.#stale) tellStale(sink, this.#why);
    });
  }

  leave(sink: QuoteSink): void {
    this.#sinks.delete(sink);
  }

  price(tickType: number, value: number | undefined): void {
    const field = priceFieldOf(tickType);
    if (field === undefined) return;
    this.ticks += 1;
    if (this.#suspect) this.#flows();
    const price = tickPrice(value);
    this.#prices.set(field, price);
    for (const sink of this.#sinks) {
      try {
        sink.price(field, price);
      } catch (error) {
        this.#failed(error);
      }
    }
  }

  size(tickType: number | undefined, value: number | undefined): void {
    const field = tickType === undefined ? undefined : sizeFieldOf(tickType);
    if (field === undefined) return;
    this.ticks += 1;
    if (this.#suspect) this.#flows();
    const size = tickSize(value);
    this.#sizes.set(field, size);
    for (const sink of this.#sinks) {
      try {
        sink.size(field, size);
      } catch (error) {
        this.#failed(error);
      }
    }
  }

  text(tickType: number, value: string): void {
    if (!isLastTimestamp(tickType) || !/^\d{9,11}$/.test(value)) return;
    const atMs = Number(value) * 1_000;
    this.#lastTradeMs = atMs;
    this.#each((sink) => sink.lastTrade(atMs));
  }

  type(type: MarketDataType): void {
    this.#type = type;
    this.#each((sink) => sink.type(type));
  }

  notice(code: number, text: string, fatal: boolean): void {
    this.#notice = { code, text, fatal };
    this.#suspect ||= fatal;
    this.#each((sink) => sink.notice(code, text, fatal));
  }

  /** The values may be old, until the next tick. @param why what IB says about it; null leaves what was said before. */
  markStale(why: QuoteNotice | null = null): void {
    if (this.#stale && (why === null || why.code === this.#why?.code)) return;
    this.#stale = true;
    this.#suspect = true;
    this.#why = why ?? this.#why;
    this.#each((sink) => tellStale(sink, this.#why));
  }

  /** The values are as new as they can be. */
  markFresh(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#why = null;
    this.#each((sink) => sink.stale(false));
  }

  /** Data flows although it was thought dead. */
  #flows(): void {
    this.#suspect = false;
    this.markFresh();
    if (this.#notice?.fatal === true) this.notice(this.#notice.code, this.#notice.text, false);
  }

  #each(tell: (sink: QuoteSink) => void): void {
    for (const sink of this.#sinks) this.#tell(() => tell(sink));
  }

  #tell(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#log.error('a quote listener failed', { conId: this.contract.conId, error: String(error) });
  }
}

function tellStale(sink: QuoteSink, why: QuoteNotice | null): void {
  if (why === null) sink.stale(true);
  else sink.stale(true, why);
}
