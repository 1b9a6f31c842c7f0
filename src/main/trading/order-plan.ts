import type { ContractRef, Instrument } from '../../shared/domain/instrument';
import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import {
  isOrderKey,
  type Order,
  type OrderDraft,
  type OrderKey,
  type OrderPricing,
} from '../../shared/domain/order';
import { pricesOf } from '../../shared/domain/order-validation';
import type { BrokerOrder } from '../broker/port';
import type { Random } from '../platform/random';

/** A fresh identity for an order. */
export function newOrderKey(random: Random): OrderKey {
  const key = random.uuid();
  if (!isOrderKey(key)) throw new TypeError('the random source made no UUID');
  return key;
}

/** One order of a plan: as shown, and as sent. */
export interface PlannedOrder {
  readonly order: Order;
  readonly brokerOrder: BrokerOrder;
}

export interface PlanInput {
  readonly draft: OrderDraft;
  readonly instrument: Instrument;
  readonly contract: ContractRef;
  readonly accountId: string;
  readonly clientId: number;
  /** Key of the entry; the children get keys of their own. */
  readonly keys: readonly OrderKey[];
  readonly orderIds: readonly number[];
  readonly nowMs: number;
}

/** How many orders a draft becomes: the entry and one for each exit. */
export function countOrders(draft: OrderDraft): number {
  if (draft.bracket === null) return 1;
  return 1 + (draft.bracket.takeProfit === null ? 0 : 1) + (draft.bracket.stopLoss === null ? 0 : 1);
}

/**
 * The orders that a draft becomes, entry first. Only the last one is transmitted: IB then takes the whole bracket at
 * once. Pure.
 * @throws RangeError when there are fewer keys or order ids than {@link countOrders}.
 */
export function planOrders(input: PlanInput): readonly PlannedOrder[] {
  const { draft } = input;
  const legs: { readonly role: Order['role']; readonly pricing: OrderPricing }[] = [
    { role: draft.bracket === null ? 'single' : 'entry', pricing: draft.pricing },
  ];
  if (draft.bracket !== null && draft.bracket.takeProfit !== null) {
    legs.push({ role: 'take-profit', pricing: { orderType: 'LMT', limitPrice: draft.bracket.takeProfit } });
  }
  if (draft.bracket !== null && draft.bracket.stopLoss !== null) {
    legs.push({ role: 'stop-loss', pricing: { orderType: 'STP', stopPrice: draft.bracket.stopLoss } });
  }
  const entryKey = input.keys[0];
  const entryOrderId = input.orderIds[0];
  if (entryKey === undefined || entryOrderId === undefined)
    throw new RangeError('a plan needs a key and an order id');
  return legs.map((leg, index) => {
    const key = input.keys[index];
    const orderId = input.orderIds[index];
    if (key === undefined || orderId === undefined)
      throw new RangeError('each order of a plan needs a key and an order id');
    const isChild = index > 0;
    const side = isChild ? (draft.side === 'BUY' ? 'SELL' : 'BUY') : draft.side;
    const prices = pricesOf(leg.pricing);
    const brokerOrder: BrokerOrder = {
      orderId,
      orderRef: key,
      contract: input.contract,
      accountId: input.accountId,
      side,
      quantity: draft.quantity,
      pricing: leg.pricing,
      tif: draft.tif,
      outsideRth: draft.outsideRth,
      parentOrderId: isChild ? entryOrderId : null,
      transmit: index === legs.length - 1,
    };
    const order: Order = {
      id: key,
      orderKey: key,
      orderId: null,
      permId: null,
      clientId: input.clientId,
      own: true,
      accountId: input.accountId,
      conId: draft.conId,
      symbol: input.instrument.symbol,
      secType: input.instrument.secType,
      localSymbol: input.instrument.localSymbol,
      side,
      quantity: draft.quantity,
      orderType: leg.pricing.orderType,
      limitPrice: prices.limitPrice,
      stopPrice: prices.stopPrice,
      tif: draft.tif,
      outsideRth: draft.outsideRth,
      parentId: isChild ? entryKey : null,
      role: leg.role,
      copyOf: null,
      state: 'draft',
      filled: none,
      remaining: draft.quantity,
      averageFillPrice: null,
      whyHeld: '',
      message: null,
      createdMs: input.nowMs,
      updatedMs: input.nowMs,
    };
    return { order, brokerOrder };
  });
}

const none: DecimalText = decimalText(exact(0));

/** What the trader wants different in a working order. */
export interface OrderChange {
  readonly quantity?: DecimalText | undefined;
  readonly limitPrice?: DecimalText | undefined;
  readonly stopPrice?: DecimalText | undefined;
}

/** The pricing of a working order after a change, or null when its type is none that the ticket can change. Pure. */
export function changedPricing(order: Order, change: OrderChange): OrderPricing | null {
  const limitPrice = change.limitPrice ?? order.limitPrice;
  const stopPrice = change.stopPrice ?? order.stopPrice;
  switch (order.orderType) {
    case 'MKT':
      return { orderType: 'MKT' };
    case 'LMT':
      return limitPrice === null ? null : { orderType: 'LMT', limitPrice };
    case 'STP':
      return stopPrice === null ? null : { orderType: 'STP', stopPrice };
    case 'STP LMT':
      return limitPrice === null || stopPrice === null
        ? null
        : { orderType: 'STP LMT', stopPrice, limitPrice };
    default:
      return null;
  }
}
