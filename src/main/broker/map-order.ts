import type {
  CommissionReport as WireCommission,
  Contract,
  Execution as WireExecution,
  Order,
  OrderState,
} from '@stoqey/ib';
import type { DecimalText } from '../../shared/domain/decimal';
import { isConId } from '../../shared/domain/instrument';
import { timestampToUtcMs } from './wire-time';
import { wireDecimal, wireId, wireNumber, wireQuantity, wireSecType, wireSide, wireText } from './wire-value';
import type {
  CommissionReport,
  CompletedOrder,
  Execution,
  OpenOrder,
  OrderStatus,
  WhatIfMargin,
} from './port';

/** Order types whose auxPrice is the price that triggers them. */
const stopTypes: ReadonlySet<string> = new Set(['STP', 'STP LMT', 'STP PRT', 'MIT', 'LIT']);
/** Order types whose limit price counts even when it is 0. */
const limitTypes: ReadonlySet<string> = new Set(['LMT', 'STP LMT', 'LIT', 'LOC']);

/** An order as the gateway echoes it, or null when it is of a kind that the terminal does not know. */
export function mapOpenOrder(
  orderId: number,
  contract: Contract,
  order: Order,
  state: OrderState,
): OpenOrder | null {
  const conId = contract.conId ?? 0;
  const secType = wireSecType(contract.secType);
  const side = wireSide(order.action);
  if (!isConId(conId) || secType === null || side === null || !Number.isInteger(orderId)) return null;
  const orderType = wireText(order.orderType);
  const parentOrderId = wireId(order.parentId);
  return {
    orderId,
    permId: wireId(order.permId),
    clientId: wireNumber(order.clientId) ?? 0,
    parentOrderId,
    // The recorded children of a bracket carry the parent's permId as the name of their group.
    parentPermId:
      wireId(order.parentPermId) ?? (parentOrderId === null ? null : wireId(Number(order.ocaGroup || NaN))),
    orderRef: wireText(order.orderRef),
    accountId: wireText(order.account),
    conId,
    symbol: wireText(contract.symbol),
    secType,
    localSymbol: wireText(contract.localSymbol),
    side,
    quantity: wireQuantity(order.totalQuantity),
    orderType,
    limitPrice: priceOf(order.lmtPrice, limitTypes.has(orderType)),
    stopPrice: stopTypes.has(orderType) ? wireDecimal(order.auxPrice) : null,
    tif: wireText(order.tif),
    outsideRth: order.outsideRth === true,
    status: wireText(state.status),
    warningText: wireText(state.warningText),
  };
}

function priceOf(value: unknown, zeroCounts: boolean): DecimalText | null {
  const price = wireDecimal(value);
  return price === '0' && !zeroCounts ? null : price;
}

/** The arguments of the library's orderStatus event. */
export function mapOrderStatus(
  orderId: number,
  status: unknown,
  filled: unknown,
  remaining: unknown,
  averageFillPrice: unknown,
  permId: unknown,
  parentId: unknown,
  clientId: unknown,
  whyHeld: unknown,
): OrderStatus {
  return {
    orderId,
    permId: wireId(permId),
    clientId: wireNumber(clientId) ?? 0,
    parentOrderId: wireId(parentId),
    status: wireText(status),
    filled: wireQuantity(filled),
    remaining: wireQuantity(remaining),
    // 0 until the first fill.
    averageFillPrice: priceOf(averageFillPrice, wireQuantity(filled) !== '0'),
    whyHeld: wireText(whyHeld),
  };
}

/** A finished order, or null when it cannot be identified. */
export function mapCompletedOrder(
  contract: Contract,
  order: Order,
  state: OrderState,
): CompletedOrder | null {
  const conId = contract.conId ?? 0;
  const permId = wireId(order.permId);
  const side = wireSide(order.action);
  if (!isConId(conId) || permId === null || side === null) return null;
  return {
    permId,
    orderRef: wireText(order.orderRef),
    accountId: wireText(order.account),
    conId,
    symbol: wireText(contract.symbol),
    side,
    // IB repeats the size of a cancelled order only; a filled one says 0.
    quantity: priceOf(order.totalQuantity, false),
    filled: wireDecimal(order.filledQuantity),
    status: wireText(state.status),
    completedStatus: wireText(state.completedStatus),
  };
}

/** A fill, or null when it cannot be identified or its time or price cannot be read. */
export function mapExecution(contract: Contract, execution: WireExecution): Execution | null {
  const conId = contract.conId ?? 0;
  const secType = wireSecType(contract.secType);
  const side = wireSide(execution.side);
  const execId = wireText(execution.execId);
  const price = wireDecimal(execution.price);
  const quantity = wireDecimal(execution.shares);
  const atMs = timestampToUtcMs(wireText(execution.time));
  if (!isConId(conId) || secType === null || side === null || execId === '') return null;
  if (price === null || quantity === null || atMs === null) return null;
  return {
    execId,
    orderId: wireNumber(execution.orderId) ?? 0,
    permId: wireId(execution.permId),
    clientId: wireNumber(execution.clientId) ?? 0,
    orderRef: wireText(execution.orderRef),
    accountId: wireText(execution.acctNumber),
    conId,
    symbol: wireText(contract.symbol),
    secType,
    localSymbol: wireText(contract.localSymbol),
    side,
    quantity,
    price,
    cumulativeQuantity: wireQuantity(execution.cumQty),
    averagePrice: wireDecimal(execution.avgPrice),
    exchange: wireText(execution.exchange),
    atMs,
  };
}

/** The costs of a fill, or null when it does not name one. */
export function mapCommission(report: WireCommission): CommissionReport | null {
  const execId = wireText(report.execId);
  if (execId === '') return null;
  return {
    execId,
    commission: wireDecimal(report.commission),
    currency: wireText(report.currency),
    realizedPnl: wireDecimal(report.realizedPNL),
  };
}

/** The answer to a what-if order. */
export function mapWhatIf(state: OrderState): WhatIfMargin {
  return {
    initMarginChange: wireDecimal(state.initMarginChange),
    maintMarginChange: wireDecimal(state.maintMarginChange),
    initMarginAfter: wireDecimal(state.initMarginAfter),
    maintMarginAfter: wireDecimal(state.maintMarginAfter),
    equityWithLoanAfter: wireDecimal(state.equityWithLoanAfter),
    commission: wireDecimal(state.commission),
    minCommission: wireDecimal(state.minCommission),
    maxCommission: wireDecimal(state.maxCommission),
    commissionCurrency: wireText(state.commissionCurrency),
    warningText: wireText(state.warningText),
  };
}
