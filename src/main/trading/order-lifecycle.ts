import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import type { Order, OrderMessage, OrderState } from '../../shared/domain/order';
import type { CompletedOrder, OpenOrder, OrderErrorClass, OrderStatus } from '../broker/port';

/** Everything that can happen to an order. `atMs` is UTC. */
export type OrderEvent =
  /** Its bytes are on the socket. */
  | { readonly kind: 'sent'; readonly orderId: number; readonly clientId: number; readonly atMs: number }
  /** Nothing of it was written. */
  | { readonly kind: 'not-sent'; readonly text: string; readonly atMs: number }
  /** The time for an answer is over. */
  | { readonly kind: 'no-answer'; readonly atMs: number }
  /** The connection went: what was under way may have arrived or not. */
  | { readonly kind: 'connection-lost'; readonly atMs: number }
  | { readonly kind: 'open-order'; readonly order: OpenOrder; readonly atMs: number }
  | { readonly kind: 'status'; readonly status: OrderStatus; readonly atMs: number }
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly text: string;
      readonly class: OrderErrorClass;
      readonly atMs: number;
    }
  /** Sum over the executions that are known. */
  | {
      readonly kind: 'executed';
      readonly filled: DecimalText;
      readonly averagePrice: DecimalText | null;
      readonly atMs: number;
    }
  | { readonly kind: 'cancel-sent'; readonly atMs: number }
  /** The time for an answer to a cancel is over. */
  | { readonly kind: 'cancel-unanswered'; readonly atMs: number }
  | { readonly kind: 'completed'; readonly completed: CompletedOrder; readonly atMs: number }
  /** IB was asked for open orders, completed orders and executions, and has none of it. */
  | { readonly kind: 'unknown-at-ib'; readonly atMs: number };

/**
 * The order after an event. Pure. Repeats and events out of order are normal: an event that says nothing new returns the
 * same object. What has ended stays ended, except that IB's own word beats ours: an order that we took for never
 * arrived is alive when IB lists it, and a fill counts even after a cancel.
 */
export function nextOrder(order: Order, event: OrderEvent): Order {
  switch (event.kind) {
    case 'sent':
      return order.state === 'draft'
        ? changed(order, event.atMs, { state: 'sending', orderId: event.orderId, clientId: event.clientId })
        : order;
    case 'not-sent':
      return order.permId === null && isOpenToUs(order.state)
        ? changed(order, event.atMs, { state: 'refused', message: ours('rejection', event.text, event.atMs) })
        : order;
    case 'no-answer':
      return afterSilence(order, event.atMs);
    case 'connection-lost':
      return afterLostConnection(order, event.atMs);
    case 'open-order':
      return afterOpenOrder(order, event.order, event.atMs);
    case 'status':
      return afterStatus(order, event.status, event.atMs);
    case 'error':
      return afterError(order, event);
    case 'executed':
      return afterExecution(order, event.filled, event.averagePrice, event.atMs);
    case 'cancel-sent':
      return canStillTrade(order.state) ? changed(order, event.atMs, { state: 'cancelling' }) : order;
    case 'cancel-unanswered':
      return order.state === 'cancelling'
        ? cancelInDoubt(order, 'IB has not confirmed the cancel.', event.atMs)
        : order;
    case 'completed':
      return afterCompleted(order, event.completed, event.atMs);
    case 'unknown-at-ib':
      return afterUnknown(order, event.atMs);
  }
}

function afterSilence(order: Order, atMs: number): Order {
  const neverConfirmed = order.state === 'sending' || (order.state === 'cancelling' && order.permId === null);
  return neverConfirmed ? unconfirmed(order, atMs) : order;
}

function unconfirmed(order: Order, atMs: number): Order {
  return changed(order, atMs, {
    state: 'uncertain',
    message: ours('warning', 'Not confirmed by IB, checking.', atMs),
  });
}

function afterLostConnection(order: Order, atMs: number): Order {
  // A draft that the disk remembers may have been sent before its next state was written.
  if (order.state === 'draft' || order.state === 'sending') return unconfirmed(order, atMs);
  if (order.state !== 'cancelling') return order;
  return cancelInDoubt(order, 'The connection was lost before IB confirmed the cancel.', atMs);
}

/** It counts as working until IB says otherwise: only then can the trader cancel it again. */
function cancelInDoubt(order: Order, what: string, atMs: number): Order {
  if (order.permId === null) return unconfirmed(order, atMs);
  return changed(order, atMs, {
    state: exact(order.filled).greaterThan(0) ? 'partially-filled' : 'working',
    message: ours('warning', `${what} If the order is still working, cancel it again.`, atMs),
  });
}

/** Not settled yet as far as we know; `not-sent` then settles it, also behind a cancel that went ahead of it. */
function isOpenToUs(state: OrderState): boolean {
  return state === 'draft' || state === 'sending' || state === 'uncertain' || state === 'cancelling';
}

/** States that IB may still fill or cancel. */
function canStillTrade(state: OrderState): boolean {
  return (
    state === 'sending' ||
    state === 'uncertain' ||
    state === 'working' ||
    state === 'partially-filled' ||
    state === 'inactive'
  );
}

/** Ended, with no way back. `refused` is not among them: it is our word, not IB's. */
function hasEnded(state: OrderState): boolean {
  return state === 'filled' || state === 'cancelled' || state === 'rejected';
}

/** What is said of an order that IB has not listed. It is our conclusion: IB's own word still beats it. */
const noLongerListed = 'IB no longer lists this order: it has ended.';

/** Taken for cancelled because IB lists it no more, without IB's word that it was cancelled. */
export function isConclusion(order: Order): boolean {
  return order.state === 'cancelled' && order.message?.text === noLongerListed;
}

/** Ended by IB's own word. */
function isSettled(order: Order): boolean {
  return hasEnded(order.state) && !isConclusion(order);
}

/**
 * It counts as filled because of the quantity that we knew, but IB works more: a change went through whose echo was lost.
 */
function isGreaterAtIb(order: Order, open: OpenOrder): boolean {
  const worked = open.status === 'Submitted' || open.status === 'PreSubmitted';
  return order.state === 'filled' && worked && exact(open.quantity).greaterThan(exact(order.filled));
}

function afterOpenOrder(order: Order, open: OpenOrder, atMs: number): Order {
  if (isSettled(order) && !isGreaterAtIb(order, open)) return order;
  const quantity = open.quantity;
  const remaining = notNegative(exact(quantity).minus(exact(order.filled)));
  return changed(order, atMs, {
    orderId: open.orderId > 0 ? open.orderId : order.orderId,
    permId: open.permId ?? order.permId,
    clientId: open.clientId,
    quantity,
    remaining,
    orderType: open.orderType,
    limitPrice: open.limitPrice,
    stopPrice: open.stopPrice,
    tif: open.tif,
    outsideRth: open.outsideRth,
    state: stateAfterWord(order, open.status, order.filled, remaining),
    message: open.warningText === '' ? withoutDoubt(order) : warning(open.warningText, null, atMs),
  });
}

function afterStatus(order: Order, status: OrderStatus, atMs: number): Order {
  if (order.state === 'rejected') return order;
  const filled = larger(order.filled, status.filled);
  const averageFillPrice = exact(status.filled).isZero()
    ? order.averageFillPrice
    : (status.averageFillPrice ?? order.averageFillPrice);
  const remaining = exact(status.filled).lessThan(exact(filled)) ? order.remaining : status.remaining;
  const base = { permId: status.permId ?? order.permId, filled, averageFillPrice };
  if (isSettled(order))
    return changed(order, atMs, {
      ...base,
      state: order.state === 'cancelled' && isWhole(order, filled) ? 'filled' : order.state,
    });
  return changed(order, atMs, {
    ...base,
    remaining,
    whyHeld: status.whyHeld,
    state: stateAfterWord(order, status.status, filled, remaining),
    message: withoutDoubt(order),
  });
}

/** IB's status word, seen from the state that the order is in. */
function stateAfterWord(order: Order, word: string, filled: DecimalText, remaining: DecimalText): OrderState {
  switch (word) {
    case 'PendingSubmit':
    case 'ApiPending':
    case 'PreSubmitted':
    case 'Submitted':
      // A repeat of an older answer may follow our cancel; only IB's refusal of the cancel ends it.
      if (order.state === 'cancelling') return 'cancelling';
      return exact(filled).greaterThan(0) ? 'partially-filled' : 'working';
    case 'PendingCancel':
      return 'cancelling';
    case 'ApiCancelled':
    case 'Cancelled':
      // The last fill may have won the race against the cancel.
      return isWhole(order, filled) ? 'filled' : 'cancelled';
    case 'Filled':
      return exact(remaining).isZero() || isWhole(order, filled) ? 'filled' : order.state;
    case 'Inactive':
      return 'inactive';
    default:
      return order.state;
  }
}

function afterError(order: Order, event: Extract<OrderEvent, { kind: 'error' }>): Order {
  const { code, text, atMs } = event;
  switch (event.class) {
    case 'warning':
      return changed(order, atMs, { message: warning(text, code, atMs) });
    case 'rejected':
    case 'duplicate-id':
      if (hasEnded(order.state)) return order;
      // An order that IB has confirmed before stands as it was: the refusal is about a change of it.
      if (isConfirmed(order.state))
        return changed(order, atMs, { message: { severity: 'rejection', code, text, atMs } });
      return changed(order, atMs, {
        state: 'rejected',
        message: { severity: 'rejection', code, text, atMs },
      });
    case 'cancelled':
      return hasEnded(order.state)
        ? order
        : changed(order, atMs, {
            state: 'cancelled',
            message: { severity: 'information', code, text, atMs },
          });
    case 'cannot-cancel':
      if (order.state === 'cancelling' && order.permId === null) return unconfirmed(order, atMs);
      // What is not known is being asked; the remark that says so stays.
      if (order.state === 'uncertain') return order;
      return order.state === 'cancelling'
        ? changed(order, atMs, {
            state: exact(order.filled).greaterThan(0) ? 'partially-filled' : 'working',
            message: warning(text, code, atMs),
          })
        : changed(order, atMs, { message: warning(text, code, atMs) });
    case 'cannot-modify':
      return changed(order, atMs, { message: { severity: 'rejection', code, text, atMs } });
  }
}

/** IB has answered for it and works it. */
function isConfirmed(state: OrderState): boolean {
  return state === 'working' || state === 'partially-filled' || state === 'cancelling';
}

function afterExecution(
  order: Order,
  filledSoFar: DecimalText,
  averagePrice: DecimalText | null,
  atMs: number,
): Order {
  const filled = larger(order.filled, filledSoFar);
  const whole = isWhole(order, filled);
  const state: OrderState = whole
    ? 'filled'
    : hasEnded(order.state) || order.state === 'cancelling'
      ? order.state
      : 'partially-filled';
  return changed(order, atMs, {
    filled,
    remaining: notNegative(exact(order.quantity).minus(exact(filled))),
    averageFillPrice: averagePrice ?? order.averageFillPrice,
    state,
    message: withoutDoubt(order),
  });
}

/** It counts as filled because of the quantity that we knew, but IB worked more of it, and cancelled the rest. */
function isCutShort(
  order: Order,
  completed: CompletedOrder,
): completed is CompletedOrder & { readonly quantity: DecimalText } {
  const { status, quantity } = completed;
  return (
    order.state === 'filled' &&
    status === 'Cancelled' &&
    quantity !== null &&
    exact(quantity).greaterThan(exact(order.filled))
  );
}

function afterCompleted(order: Order, completed: CompletedOrder, atMs: number): Order {
  if (isCutShort(order, completed))
    return changed(order, atMs, {
      state: 'cancelled',
      quantity: completed.quantity,
      remaining: notNegative(exact(completed.quantity).minus(exact(order.filled))),
      message: { severity: 'information', code: null, text: completed.completedStatus, atMs },
    });
  if (isSettled(order)) return order;
  const filled = completed.filled === null ? order.filled : larger(order.filled, completed.filled);
  const base = {
    permId: completed.permId,
    filled,
    remaining: notNegative(exact(order.quantity).minus(exact(filled))),
  };
  if (completed.status === 'Filled')
    return changed(order, atMs, { ...base, state: 'filled', message: withoutDoubt(order) });
  const state: OrderState = completed.status === 'Inactive' ? 'rejected' : 'cancelled';
  return changed(order, atMs, {
    ...base,
    state,
    message: {
      severity: state === 'rejected' ? 'rejection' : 'information',
      code: null,
      text: completed.completedStatus,
      atMs,
    },
  });
}

function afterUnknown(order: Order, atMs: number): Order {
  switch (order.state) {
    case 'sending':
    case 'uncertain':
      return neverArrived(order, atMs);
    case 'cancelling':
      if (order.permId === null && exact(order.filled).isZero()) return neverArrived(order, atMs);
      return changed(order, atMs, { state: 'cancelled', message: ours('information', noLongerListed, atMs) });
    case 'working':
    case 'partially-filled':
    case 'inactive':
      return changed(order, atMs, {
        state: 'cancelled',
        message: ours('information', noLongerListed, atMs),
      });
    case 'draft':
    case 'refused':
    case 'filled':
    case 'cancelled':
    case 'rejected':
      return order;
  }
}

function neverArrived(order: Order, atMs: number): Order {
  const text = 'IB does not know this order: it never arrived. Place it again if you still want it.';
  return changed(order, atMs, { state: 'refused', message: ours('rejection', text, atMs) });
}

function isWhole(order: Order, filled: DecimalText): boolean {
  return exact(filled).greaterThan(0) && exact(filled).greaterThanOrEqualTo(exact(order.quantity));
}

function larger(a: DecimalText, b: DecimalText): DecimalText {
  return exact(b).greaterThan(exact(a)) ? b : a;
}

function notNegative(value: ReturnType<typeof exact>): DecimalText {
  return decimalText(value.isNegative() ? exact(0) : value);
}

/** A remark that only says what we do not know goes once IB has spoken; every other remark stays. */
function withoutDoubt(order: Order): OrderMessage | null {
  const inDoubt = order.state === 'uncertain' || order.state === 'refused' || isConclusion(order);
  return inDoubt ? null : order.message;
}

function ours(severity: OrderMessage['severity'], text: string, atMs: number): OrderMessage {
  return { severity, code: null, text, atMs };
}

function warning(text: string, code: number | null, atMs: number): OrderMessage {
  return { severity: 'warning', code, text, atMs };
}

/** The same object when nothing but the time would change. */
function changed(order: Order, atMs: number, patch: Partial<Order>): Order {
  const next: Order = { ...order, ...patch };
  const same = (Object.keys(patch) as (keyof Order)[]).every(
    (key) => key === 'message' || Object.is(next[key], order[key]),
  );
  if (same && sameMessage(next.message, order.message)) return order;
  return { ...next, updatedMs: atMs };
}

function sameMessage(a: OrderMessage | null, b: OrderMessage | null): boolean {
  if (a === null || b === null) return a === b;
  return a.code === b.code && a.text === b.text && a.severity === b.severity;
}
