import type { SimInstrument } from '../world/world';

/** What a login may see of an instrument. */
export type DataAccess =
  | { readonly kind: 'live' }
  /** Only data 15 minutes late: for a client that allows them 10167, for others 10089 and nothing. */
  | { readonly kind: 'delayed' }
  /** Nothing, with the code and text of TWS: 354, 10186, 10197 and the like. */
  | { readonly kind: 'refused'; readonly code: number; readonly text: string };

export const NOT_SUBSCRIBED = { code: 354, text: 'Requested market data is not subscribed.' } as const;
export const NO_DELAYED_DATA = {
  code: 10168,
  text: 'Requested market data is not subscribed. Delayed market data is not enabled.',
} as const;
export const COMPETING_SESSION = {
  code: 10197,
  text: 'No market data during competing live session',
} as const;
export const DELAYED_INSTEAD = {
  code: 10167,
  text: 'Requested market data is not subscribed. Displaying delayed market data.',
} as const;

/** `AAPL NASDAQ.NMS/TOP/ALL`, as TWS names the subscription that is missing. */
function subscriptionOf(instrument: SimInstrument): string {
  const exchange = instrument.primaryExchange === '' ? instrument.exchange : instrument.primaryExchange;
  return `${instrument.symbol} ${exchange}${exchange === 'NASDAQ' ? '.NMS' : ''}/TOP/ALL`;
}

/** Error 10089: the client did not ask for delayed data, and there are no others. */
export function subscriptionNeeded(instrument: SimInstrument): {
  readonly code: number;
  readonly text: string;
} {
  const text =
    "Requested market data requires additional subscription for API. See link in 'Market Data Connections' " +
    `dialog for more details.Delayed market data is available.${subscriptionOf(instrument)}`;
  return { code: 10089, text };
}

/** `No market data permissions for NASDAQ STK`, the cause in the errors of ticks and real-time bars. */
export function noPermissions(instrument: SimInstrument): string {
  const exchange = instrument.primaryExchange === '' ? instrument.exchange : instrument.primaryExchange;
  return `No market data permissions for ${exchange} ${instrument.secType}`;
}

/** What a login has subscribed to, of every instrument. */
export type MarketDataSubscription = 'live' | 'delayed' | 'none';

export const marketDataSubscriptions: readonly MarketDataSubscription[] = ['live', 'delayed', 'none'];

const accessUnder: Readonly<Record<MarketDataSubscription, DataAccess>> = {
  live: { kind: 'live' },
  delayed: { kind: 'delayed' },
  none: { kind: 'refused', ...NOT_SUBSCRIBED },
};

const everything = accessUnder.live;

/** Who may see what: all that is subscribed to, until something else is set. */
export class MarketDataPermissions {
  #rule: (instrument: SimInstrument) => DataAccess;
  readonly #listeners = new Set<() => void>();

  constructor(subscription: MarketDataSubscription = 'live') {
    this.#rule = () => accessUnder[subscription];
  }

  check(instrument: SimInstrument): DataAccess {
    return this.#rule(instrument);
  }

  /** Lines that are open take on what the new rule says, each with the message of TWS. */
  set(rule: (instrument: SimInstrument) => DataAccess): void {
    this.#rule = rule;
    for (const listener of this.#listeners) listener();
  }

  allowEverything(): void {
    this.set(() => everything);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
