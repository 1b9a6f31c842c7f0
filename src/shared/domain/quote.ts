import type { ConId } from './instrument';

/** How fresh the gateway's data is by its own word. `simulated`: it comes from the built-in simulator. */
export const marketDataTypes = ['live', 'frozen', 'delayed', 'delayed-frozen', 'simulated'] as const;
export type MarketDataType = (typeof marketDataTypes)[number];

/** A remark of the gateway on a feed, for example 10197 (competing session) or 354 (not subscribed). */
export interface QuoteNotice {
  readonly code: number;
  readonly text: string;
}

/**
 * The last known state of one market. Null means unknown and is shown as "—". Prices are observations for display;
 * order prices are {@link DecimalText}.
 */
export interface Quote {
  readonly conId: ConId;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
  readonly bidSize: number | null;
  readonly askSize: number | null;
  readonly lastSize: number | null;
  readonly volume: number | null;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  /** Close of the previous session. */
  readonly close: number | null;
  /** When the last trade happened, UTC ms, by the gateway's word. */
  readonly lastTradeMs: number | null;
  /** When the newest value arrived here, UTC ms. */
  readonly receivedMs: number | null;
  /** Null until the gateway has said which type it serves. */
  readonly type: MarketDataType | null;
  /** True when the feed behind it is known or suspected to be dead; the values are then dimmed. */
  readonly stale: boolean;
  readonly notice: QuoteNotice | null;
}

/** A quote about which nothing is known yet. */
export function emptyQuote(conId: ConId): Quote {
  return {
    conId,
    bid: null,
    ask: null,
    last: null,
    bidSize: null,
    askSize: null,
    lastSize: null,
    volume: null,
    open: null,
    high: null,
    low: null,
    close: null,
    lastTradeMs: null,
    receivedMs: null,
    type: null,
    stale: false,
    notice: null,
  };
}
