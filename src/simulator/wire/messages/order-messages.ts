import type { SimExecution, SimOrder } from '../../world/world';
import { FieldWriter } from '../field-writer';
import { messageId } from '../message-ids';
import { GATEWAY_ZONE, zonedText } from '../zone-time';

export function orderStatusMessage(order: SimOrder): string {
  return new FieldWriter(messageId.orderStatus)
    .int(order.orderId)
    .text(order.status)
    .number(order.filled)
    .number(order.remaining)
    .number(order.averageFillPrice)
    .int(order.permId)
    .int(order.terms.parentOrderId)
    .number(order.lastFillPrice)
    .int(order.clientId)
    .text(order.whyHeld)
    .text('0') // market cap price
    .end();
}

/** `reqId` is -1 when nobody asked. */
export function executionMessage(reqId: number, execution: SimExecution): string {
  const { order } = execution;
  const { instrument } = order;
  return new FieldWriter(messageId.executionDetails)
    .int(reqId)
    .int(order.orderId)
    .int(instrument.conId)
    .text(instrument.symbol)
    .text(instrument.secType)
    .text(instrument.lastTradeDate)
    .number(instrument.strike)
    .text(instrument.right)
    .text(instrument.multiplier)
    .text(execution.exchange)
    .text(instrument.currency)
    .text(instrument.localSymbol)
    .text(instrument.tradingClass)
    .text(execution.execId)
    .text(zonedText(execution.atMs, GATEWAY_ZONE))
    .text(order.terms.account)
    .text(execution.exchange)
    .text(execution.side)
    .number(execution.shares)
    .number(execution.price)
    .int(order.permId)
    .int(order.clientId)
    .int(0) // liquidation
    .number(execution.cumulativeQuantity)
    .number(execution.averagePrice)
    .text(order.terms.orderRef)
    .texts('', '', '') // economic value rule and multiplier, model code
    .int(execution.lastLiquidity)
    .flag(false) // pending price revision
    .end();
}

export function executionEndMessage(reqId: number): string {
  return new FieldWriter(messageId.executionDetailsEnd).int(1).int(reqId).end();
}

export function commissionReportMessage(execution: SimExecution): string {
  return new FieldWriter(messageId.commissionReport)
    .int(1)
    .text(execution.execId)
    .number(execution.commission)
    .text(execution.commissionCurrency)
    .doubleOrMax(execution.realizedPnl)
    .doubleOrMax(null) // yield
    .text('') // yield redemption date
    .end();
}

/** Tells that an order entered by hand has got an order id of a client. */
export function orderBoundMessage(order: SimOrder): string {
  return new FieldWriter(messageId.orderBound).int(order.permId).int(order.clientId).int(order.orderId).end();
}

export function openOrderEndMessage(): string {
  return new FieldWriter(messageId.openOrderEnd).int(1).end();
}

export function completedOrdersEndMessage(): string {
  return new FieldWriter(messageId.completedOrdersEnd).end();
}
