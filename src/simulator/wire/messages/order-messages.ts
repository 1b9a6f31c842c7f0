import type { SimExecution, SimOrder } from '../../world/world';
import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { ownQuantity } from '../sizes';
import { GATEWAY_ZONE, momentText } from '../zone-time';

/** Versions that the messages began with before server versions 131 and 136. */
const ORDER_STATUS_VERSION = 6;
const EXECUTION_VERSION = 10;

export function orderStatusMessage(order: SimOrder, serverVersion: number): string {
  const writer = new FieldWriter(messageId.orderStatus);
  if (serverVersion < fieldSince.marketCapPrice) writer.int(ORDER_STATUS_VERSION);
  writer
    .int(order.orderId)
    .text(order.status)
    .number(ownQuantity(order.filled, serverVersion))
    .number(ownQuantity(order.remaining, serverVersion))
    .number(order.averageFillPrice)
    .int(order.permId)
    .int(order.terms.parentOrderId)
    .number(order.lastFillPrice)
    .int(order.clientId)
    .text(order.whyHeld);
  if (serverVersion >= fieldSince.marketCapPrice) writer.text('0');
  return writer.end();
}

/** `reqId` is -1 when nobody asked. */
export function executionMessage(reqId: number, execution: SimExecution, serverVersion: number): string {
  const { order } = execution;
  const { instrument } = order;
  const writer = new FieldWriter(messageId.executionDetails);
  if (serverVersion < fieldSince.lastLiquidity) writer.int(EXECUTION_VERSION);
  writer
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
    .text(momentText(execution.atMs, GATEWAY_ZONE, serverVersion))
    .text(order.terms.account)
    .text(execution.exchange)
    .text(execution.side)
    .number(ownQuantity(execution.shares, serverVersion))
    .number(execution.price)
    .int(order.permId)
    .int(order.clientId)
    .int(0) // liquidation
    .number(ownQuantity(execution.cumulativeQuantity, serverVersion))
    .number(execution.averagePrice)
    .text(order.terms.orderRef)
    .texts('', ''); // economic value rule and multiplier
  if (serverVersion >= fieldSince.modelsSupport) writer.text('');
  if (serverVersion >= fieldSince.lastLiquidity) writer.int(execution.lastLiquidity);
  if (serverVersion >= fieldSince.pendingPriceRevision) writer.flag(false);
  return writer.end();
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
