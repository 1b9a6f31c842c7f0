/** Which part of the log keeps a message. */
export const messageClasses = ['order', 'tick', 'account', 'other'] as const;
export type MessageClass = (typeof messageClasses)[number];

/*
 * Message numbers of the TWS API. Source: @stoqey/ib 1.6.10, OUT_MSG_ID and IN_MSG_ID.
 */

/** placeOrder, cancelOrder, reqOpenOrders, reqExecutions, reqIds, autoOpenOrders, reqAllOpenOrders, exerciseOptions, globalCancel, completedOrders. */
const sentOrders = [3, 4, 5, 7, 8, 15, 16, 21, 58, 99];
/** Account updates, the time, P&L. */
const sentAccounts = [6, 49, 61, 62, 63, 64, 74, 75, 76, 77, 92, 93, 94, 95];
/** orderStatus, error, openOrder, nextValidId, execDetails and their ends, commissionReport, orderBound, completedOrder. */
const receivedOrders = [3, 4, 5, 9, 11, 53, 55, 59, 100, 101, 102];
/** Ticks, depth, real-time bars, option computations, tick-by-tick, and the bar that forms. */
const receivedTicks = [1, 2, 12, 13, 21, 45, 46, 47, 50, 90, 99];
/** Account values, portfolio, the time, positions, P&L. */
const receivedAccounts = [6, 7, 8, 49, 54, 61, 62, 63, 64, 71, 72, 73, 74, 94, 95];

const last = 255;
const orderClass = messageClasses.indexOf('order');
const otherClass = messageClasses.indexOf('other');

function table(groups: readonly (readonly [MessageClass, readonly number[]])[]): Uint8Array {
  const classes = new Uint8Array(last + 1).fill(otherClass);
  for (const [name, ids] of groups) for (const id of ids) classes[id] = messageClasses.indexOf(name);
  return classes;
}

const sent = table([
  ['order', sentOrders],
  ['account', sentAccounts],
]);
const received = table([
  ['order', receivedOrders],
  ['tick', receivedTicks],
  ['account', receivedAccounts],
]);

/** Index into {@link messageClasses} of a message with this number. */
export function classIndexOf(direction: 'sent' | 'received', messageId: number): number {
  return (direction === 'sent' ? sent : received)[messageId] ?? otherClass;
}

/** Index of the part for orders. */
export const orderClassIndex = orderClass;
/** Index of the part for what is nothing else. */
export const otherClassIndex = otherClass;
