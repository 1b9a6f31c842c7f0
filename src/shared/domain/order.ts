import type { Brand } from './brand';
import type { DecimalText } from './decimal';
import type { ConId, InstrumentName } from './instrument';

/** Our identity of an order: a UUID that travels in `orderRef`. */
export type OrderKey = Brand<string, 'OrderKey'>;

/** Tells whether a text is an order key (a lower-case UUID). */
export function isOrderKey(text: string): text is OrderKey {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

export const sides = ['BUY', 'SELL'] as const;
export type Side = (typeof sides)[number];

export const orderTypes = ['MKT', 'LMT', 'STP', 'STP LMT'] as const;
export type OrderType = (typeof orderTypes)[number];

export const tifs = ['DAY', 'GTC', 'IOC'] as const;
export type Tif = (typeof tifs)[number];

/** The prices of an order, by its type: a price that a type has not cannot be given. */
export type OrderPricing =
  | { readonly orderType: 'MKT' }
  | { readonly orderType: 'LMT'; readonly limitPrice: DecimalText }
  | { readonly orderType: 'STP'; readonly stopPrice: DecimalText }
  | { readonly orderType: 'STP LMT'; readonly stopPrice: DecimalText; readonly limitPrice: DecimalText };

/** The exits of a bracket; at least one is set. Each is placed as a child of the entry. */
export interface Bracket {
  /** Limit price of the take-profit child. */
  readonly takeProfit: DecimalText | null;
  /** Stop price of the stop-loss child. */
  readonly stopLoss: DecimalText | null;
}

/** What the trader asks for. */
export interface OrderDraft {
  readonly conId: ConId;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly pricing: OrderPricing;
  readonly tif: Tif;
  readonly outsideRth: boolean;
  readonly bracket: Bracket | null;
}

/**
 * The life of an order. `uncertain`: sent, and no answer came; it is resolved by asking, never by sending again.
 * `inactive`: IB holds it without working it.
 */
export const orderStates = [
  'draft',
  'refused',
  'sending',
  'uncertain',
  'working',
  'partially-filled',
  'filled',
  'cancelling',
  'cancelled',
  'rejected',
  'inactive',
] as const;
export type OrderState = (typeof orderStates)[number];

/** States in which an order can still trade. */
export function isLive(state: OrderState): boolean {
  switch (state) {
    case 'sending':
    case 'uncertain':
    case 'working':
    case 'partially-filled':
    case 'cancelling':
    case 'inactive':
      return true;
    case 'draft':
    case 'refused':
    case 'filled':
    case 'cancelled':
    case 'rejected':
      return false;
  }
}

/** A remark of IB (or of ourselves) on an order, with IB's own text kept. */
export interface OrderMessage {
  readonly severity: 'warning' | 'rejection' | 'information';
  /** IB's code, or null when the remark is ours. */
  readonly code: number | null;
  readonly text: string;
  readonly atMs: number;
}

/** One order as shown. */
export interface Order extends InstrumentName {
  /** Our key, or `perm-<permId>` for an order that was placed elsewhere. */
  readonly id: string;
  readonly orderKey: OrderKey | null;
  readonly orderId: number | null;
  readonly permId: number | null;
  readonly clientId: number | null;
  /** Placed by this installation under this client id, so that it can be changed from here. */
  readonly own: boolean;
  readonly accountId: string;
  readonly side: Side;
  readonly quantity: DecimalText;
  /** TWS's spelling; an order from elsewhere may have a type that the ticket does not offer. */
  readonly orderType: string;
  readonly limitPrice: DecimalText | null;
  readonly stopPrice: DecimalText | null;
  readonly tif: string;
  readonly outsideRth: boolean;
  /** `id` of the bracket's entry. */
  readonly parentId: string | null;
  readonly role: 'single' | 'entry' | 'take-profit' | 'stop-loss';
  /**
   * `id` of the order that this is a second copy of: IB holds two orders (two permIds) under one key of ours, and this one
   * was seen later. Null for every order as it should be.
   */
  readonly copyOf: string | null;
  readonly state: OrderState;
  readonly filled: DecimalText;
  readonly remaining: DecimalText;
  readonly averageFillPrice: DecimalText | null;
  /** TWS's reason for holding it, such as `child` or `trigger`; empty when none. */
  readonly whyHeld: string;
  readonly message: OrderMessage | null;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** One execution. */
export interface Fill extends InstrumentName {
  /** IB's execution id; a correction has the same id up to the last dot. */
  readonly execId: string;
  readonly orderKey: OrderKey | null;
  readonly permId: number | null;
  readonly accountId: string;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  readonly exchange: string;
  /** When it happened, UTC ms, by the gateway's word. */
  readonly atMs: number;
  /** Null until the commission report came. */
  readonly commission: DecimalText | null;
  readonly commissionCurrency: string | null;
  readonly realizedPnl: DecimalText | null;
}
