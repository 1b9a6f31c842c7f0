import type { ContractRef } from '../../shared/domain/instrument';
import type { MarketDataType } from '../../shared/domain/quote';
import type { Logger } from '../platform/logger';
import { isLastTimestamp, priceFieldOf, sizeFieldOf, tickPrice, tickSize } from './map-tick';
import type { PriceField, QuoteSink, SizeField } from './port';

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
  /** Stale, or under a fatal notice: the next tick says otherwise. */
  #suspect = false;
  /** The request that feeds it now, or null. */
  reqId: number | null = null;
  /** Takes the queued or running request back. */
  release: () => void = () => undefined;
  /** Delayed data is asked for, because live data is not subscribed. */
  delayed = false;

  constructor(contract: ContractRef, log: Logger) {
    this.contract = contract;
    this.#log = log;
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
      if (this.#stale) sink.stale(true);
    });
  }

  leave(sink: QuoteSink): void {
    this.#sinks.delete(sink);
  }

  price(tickType: number, value: number | undefined): void {
    const field = priceFieldOf(tickType);
    if (field === undefined) return;
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

  setStale(stale: boolean): void {
    if (this.#stale === stale) return;
    this.#stale = stale;
    this.#suspect ||= stale;
    this.#each((sink) => sink.stale(stale));
  }

  /** Data flows although it was thought dead. */
  #flows(): void {
    this.#suspect = false;
    this.setStale(false);
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
