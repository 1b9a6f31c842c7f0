import { type DecimalText, decimalText, exact } from '../../../shared/domain/decimal';
import type { Side } from '../../../shared/domain/order';
import { pricesOf } from '../../../shared/domain/order-validation';
import type { BrokerOrder, CompletedOrder, Execution, OpenOrder, OrderStatus } from '../../broker/port';
import { aapl } from '../testing/trading-scene';

/** The account that every history trades. */
export const accountId = 'DU1234567';

/** An order as the model of IB has it. Quantities are whole shares. */
export interface ModelOrder {
  readonly permId: number;
  readonly orderId: number;
  readonly clientId: number;
  readonly orderRef: string;
  readonly side: Side;
  readonly parent: ModelOrder | null;
  readonly tif: string;
  quantity: number;
  orderType: string;
  limitPrice: DecimalText | null;
  stopPrice: DecimalText | null;
  /** False while an order of its bracket, which is to send it on its way, has not come. */
  transmitted: boolean;
  filled: number;
  status: 'PreSubmitted' | 'Submitted' | 'PendingCancel' | 'Cancelled' | 'Filled';
}

/** True while it can still trade. */
export function isOpen(order: ModelOrder): boolean {
  return order.status !== 'Cancelled' && order.status !== 'Filled';
}

/** True when the market may fill it now. */
export function canFill(order: ModelOrder): boolean {
  return isOpen(order) && order.transmitted && (order.parent === null || order.parent.status === 'Filled');
}

/** A new order on the terms that were asked for. */
export function modelOrder(
  asked: BrokerOrder,
  at: { readonly permId: number; readonly clientId: number; readonly parent: ModelOrder | null },
): ModelOrder {
  return {
    ...at,
    ...termsOf(asked),
    orderId: asked.orderId,
    orderRef: asked.orderRef,
    side: asked.side,
    tif: asked.tif,
    transmitted: asked.transmit,
    filled: 0,
    status: asked.transmit && at.parent === null ? 'Submitted' : 'PreSubmitted',
  };
}

/** What a change of an order may change. */
export function termsOf(
  asked: BrokerOrder,
): Pick<ModelOrder, 'quantity' | 'orderType' | 'limitPrice' | 'stopPrice'> {
  return {
    quantity: exact(asked.quantity).toNumber(),
    orderType: asked.pricing.orderType,
    ...pricesOf(asked.pricing),
  };
}

/** `openOrder` of IB. */
export function openOrderOf(order: ModelOrder): OpenOrder {
  const { parent } = order;
  return {
    ...nameOf(order),
    parentOrderId: parent?.orderId ?? null,
    parentPermId: null,
    quantity: shares(order.quantity),
    orderType: order.orderType,
    limitPrice: order.limitPrice,
    stopPrice: order.stopPrice,
    tif: order.tif,
    outsideRth: false,
    status: order.status,
    warningText: '',
  };
}

/** `orderStatus` of IB. */
export function statusOf(order: ModelOrder): OrderStatus {
  const { orderId, permId, clientId, status } = order;
  return {
    orderId,
    permId,
    clientId,
    parentOrderId: order.parent?.orderId ?? null,
    status,
    filled: shares(order.filled),
    remaining: shares(order.quantity - order.filled),
    averageFillPrice: order.filled === 0 ? null : tradePrice,
    whyHeld: '',
  };
}

/** `completedOrder` of IB. */
export function completedOf(order: ModelOrder): CompletedOrder {
  const { permId, orderRef, side, status } = order;
  return {
    permId,
    orderRef,
    accountId,
    conId: aapl.conId,
    symbol: aapl.symbol,
    side,
    quantity: shares(order.quantity),
    filled: shares(order.filled),
    status,
    completedStatus: status === 'Filled' ? `Filled Size: ${order.filled}` : 'Cancelled by Trader',
  };
}

/** `execDetails` of IB for a fill that has just been counted. */
export function executionOf(order: ModelOrder, execId: string, quantity: number, atMs: number): Execution {
  return {
    ...nameOf(order),
    execId,
    quantity: shares(quantity),
    price: tradePrice,
    cumulativeQuantity: shares(order.filled),
    averagePrice: tradePrice,
    exchange: 'NASDAQ',
    atMs,
  };
}

/** A whole number of shares as the app reads it. */
export function shares(quantity: number): DecimalText {
  return decimalText(exact(quantity));
}

function nameOf({ orderId, permId, clientId, orderRef, side }: ModelOrder) {
  const { conId, symbol, secType, localSymbol } = aapl;
  return { orderId, permId, clientId, orderRef, accountId, side, conId, symbol, secType, localSymbol };
}

const tradePrice = decimalText(exact(187.19));
