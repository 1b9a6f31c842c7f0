import { isLive, type Order, orderTypes, tifs } from './order';

/** Who placed an order, in few words: `this app`, `TWS` for one entered by hand, or the client id. */
export function ownerOf(order: Order): string {
  if (order.own) return 'this app';
  if (order.clientId === null || (order.clientId === 0 && order.orderId === null)) return 'TWS';
  return `client ${order.clientId}`;
}

/**
 * Why an order of somebody else cannot be touched from here, and what can be done; null for one of ours. IB lets only
 * the client that placed an order change or cancel it. Source: TWS API, "Modifying Orders", "Cancelling an Order".
 */
export function elsewhereReason(order: Order): string | null {
  if (order.own && order.orderId !== null) return null;
  const all = '"Cancel all" reaches it from here, with every other order of the account.';
  if (ownerOf(order) === 'TWS')
    return `This order was placed in TWS or a mobile app. Change or cancel it there. ${all}`;
  const where = `This order belongs to client id ${order.clientId}, and IB lets only that client change or cancel it.`;
  return order.orderKey === null
    ? `${where} Do it there. ${all}`
    : `${where} Tradewind placed it under that id: set the client id in the settings to ${order.clientId}. ${all}`;
}

/** Why an order cannot be cancelled from here, as a sentence; null when it can. */
export function whyNotCancel(order: Order): string | null {
  if (!isLive(order.state)) return `This order is ${stateWords(order)}: there is nothing to cancel.`;
  const elsewhere = elsewhereReason(order);
  if (elsewhere !== null) return elsewhere;
  return order.state === 'cancelling' ? 'The cancel is on its way.' : null;
}

/**
 * Why quantity and prices of an order cannot be changed, as a sentence; null when they can. IB changes quantity and prices
 * of working orders; type, side and time in force need a new order. Source: TWS API, "Modifying Orders".
 */
export function whyNotModify(order: Order): string | null {
  const elsewhere = elsewhereReason(order);
  if (elsewhere !== null) return elsewhere;
  if (order.copyOf !== null) return 'This is a second copy of an order: cancel it.';
  if (order.state !== 'working' && order.state !== 'partially-filled')
    return `This order is ${stateWords(order)}; only a working order can be changed.`;
  if (!orderTypes.some((type) => type === order.orderType))
    return `Orders of type ${order.orderType} cannot be changed from here. Cancel it and place a new one.`;
  if (!tifs.some((tif) => tif === order.tif))
    return `An order with time in force ${order.tif} cannot be changed from here. Cancel it and place a new one.`;
  return null;
}

/**
 * Why an order cannot be replaced (cancelled, confirmed, then a new one), as a sentence; null when it can. Orders of a
 * bracket hang together: cancelling one would end or unlink the others.
 */
export function whyNotReplace(order: Order): string | null {
  const cancel = whyNotCancel(order);
  if (cancel !== null) return cancel;
  if (order.role !== 'single')
    return 'This order is part of a bracket: change its prices, or cancel the bracket and place it anew.';
  if (order.copyOf !== null) return 'This is a second copy of an order: cancel it.';
  if (order.state === 'sending' || order.state === 'uncertain')
    return 'IB has not confirmed this order yet; it is being checked.';
  return null;
}

function stateWords(order: Order): string {
  return order.state.replace('-', ' ');
}
