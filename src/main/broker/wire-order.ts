import { OrderAction, OrderType, TimeInForce } from '@stoqey/ib';
import type { Contract, Order } from '@stoqey/ib';
import { ok } from '../../shared/domain/result';
import type { OrderType as DomainOrderType } from '../../shared/domain/order';
import type { BrokerOrder, BrokerResult } from './port';
import { checkAccountId, checkContract, checkDecimal, checkId, checkWord, invalid } from './validate';

/** An order that is ready for the library: checked, and made of fresh objects that nobody else can change. */
export interface WireOrder {
  readonly orderId: number;
  readonly contract: Readonly<Contract>;
  readonly order: Readonly<Order>;
}

const orderTypes: Readonly<Record<DomainOrderType, OrderType>> = {
  MKT: OrderType.MKT,
  LMT: OrderType.LMT,
  STP: OrderType.STP,
  'STP LMT': OrderType.STP_LMT,
};

function isTif(text: string): text is TimeInForce {
  return Object.values<string>(TimeInForce).includes(text);
}

/** Checks every value of an order and puts it in the library's terms. @param whatIf asks for margin only. */
export function wireOrder(order: BrokerOrder, whatIf: boolean): BrokerResult<WireOrder> {
  const orderId = checkId('order id', order.orderId);
  if (!orderId.ok) return orderId;
  const contract = checkContract(order.contract);
  if (!contract.ok) return contract;
  const account = checkAccountId(order.accountId);
  if (!account.ok) return account;
  // An order of this client that another program placed may have none.
  const orderRef = order.orderRef === '' ? ok('') : checkWord('order reference', order.orderRef, 64);
  if (!orderRef.ok) return orderRef;
  const quantity = checkDecimal('quantity', order.quantity);
  if (!quantity.ok) return quantity;
  if (quantity.value <= 0) return invalid('The quantity must be greater than zero.');
  if (order.side !== 'BUY' && order.side !== 'SELL') return invalid('The side of the order is not valid.');
  if (!isTif(order.tif)) return invalid('The time in force is not valid.');
  const parent = order.parentOrderId === null ? ok(0) : checkId('parent order id', order.parentOrderId);
  if (!parent.ok) return parent;
  const prices = wirePrices(order);
  if (!prices.ok) return prices;
  return ok({
    orderId: orderId.value,
    contract: Object.freeze({ ...contract.value }),
    order: Object.freeze({
      action: order.side === 'BUY' ? OrderAction.BUY : OrderAction.SELL,
      totalQuantity: quantity.value,
      orderType: orderTypes[order.pricing.orderType],
      ...prices.value,
      tif: order.tif,
      account: account.value,
      orderRef: orderRef.value,
      outsideRth: order.outsideRth,
      parentId: parent.value,
      transmit: order.transmit,
      whatIf,
    }),
  });
}

function wirePrices(
  order: BrokerOrder,
): BrokerResult<{ readonly lmtPrice?: number; readonly auxPrice?: number }> {
  const { pricing } = order;
  switch (pricing.orderType) {
    case 'MKT':
      return ok({});
    case 'LMT': {
      const limit = checkDecimal('limit price', pricing.limitPrice);
      return limit.ok ? ok({ lmtPrice: limit.value }) : limit;
    }
    case 'STP': {
      const stop = checkDecimal('stop price', pricing.stopPrice);
      return stop.ok ? ok({ auxPrice: stop.value }) : stop;
    }
    case 'STP LMT': {
      const limit = checkDecimal('limit price', pricing.limitPrice);
      if (!limit.ok) return limit;
      const stop = checkDecimal('stop price', pricing.stopPrice);
      return stop.ok ? ok({ lmtPrice: limit.value, auxPrice: stop.value }) : stop;
    }
    default:
      return invalid('The order type is not valid.');
  }
}
