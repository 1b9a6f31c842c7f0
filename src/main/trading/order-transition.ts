import { isLive, type Order } from '../../shared/domain/order';
import { copyAlarm } from './order-copies';
import { nextOrder, type OrderEvent } from './order-lifecycle';
import type { NewRecord } from './trading-store';

/** What is to be done because of an event of an order. */
export type OrderEffect =
  /** A line in the journal. */
  | { readonly kind: 'journal'; readonly record: NewRecord }
  /** The order as it is now, for the next start. */
  | { readonly kind: 'store'; readonly order: Order }
  /** The order as it is now, for the window. */
  | { readonly kind: 'show'; readonly order: Order }
  /** A sentence for the messages panel. */
  | {
      readonly kind: 'notice';
      readonly severity: 'information' | 'warning' | 'error';
      readonly code: number | null;
      readonly text: string;
    }
  /** What IB says does not fit what we know: its lists are asked for. */
  | { readonly kind: 'ask-ib'; readonly id: string }
  /** An exit will never be there: its entry is cancelled, unless it has traded. */
  | { readonly kind: 'withdraw-entry'; readonly entryId: string };

/** The outcome of one event. */
export interface OrderTransition {
  /** The same object when the event says nothing new. */
  readonly order: Order;
  /** In the order in which they are carried out. The journal is first wherever the order changed. */
  readonly effects: readonly OrderEffect[];
}

/**
 * The life of an order as one function from state and event to state and effects. Pure.
 *
 * Each change is handed to the journal before anything else is done about it, and the journal keeps the order in which it
 * gets its lines. What leaves for IB as an order or a change waits until its intent is on the disk; that intent is written
 * before there is an order to make a transition of. Nothing else waits for the disk: a cancel, and the truth on the screen,
 * must not be held back by it.
 */
export function transition(before: Order, event: OrderEvent): OrderTransition {
  const order = nextOrder(before, event);
  return { order, effects: [...effectsOfChange(order, before), ...effectsOfEvent(order, before, event)] };
}

/** What is done about an order that is seen for the first time. Pure. */
export function firstSeen(order: Order): readonly OrderEffect[] {
  const effects = effectsOfChange(order, null);
  return order.copyOf === null
    ? effects
    : [...effects, { kind: 'notice', severity: 'error', code: null, text: copyAlarm(order) }];
}

function effectsOfChange(order: Order, before: Order | null): readonly OrderEffect[] {
  if (order === before) return [];
  const { id, orderKey, state, filled, remaining, permId, orderId, message } = order;
  const { quantity, limitPrice, stopPrice, copyOf } = order;
  const body = {
    id,
    from: before?.state ?? null,
    state,
    filled,
    remaining,
    permId,
    orderId,
    quantity,
    limitPrice,
    stopPrice,
    copyOf,
    message,
  };
  return [
    { kind: 'journal', record: { kind: 'order-changed', orderKey, body } },
    { kind: 'store', order },
    { kind: 'show', order },
  ];
}

function effectsOfEvent(order: Order, before: Order, event: OrderEvent): readonly OrderEffect[] {
  const effects: OrderEffect[] = [];
  if (event.kind === 'error') {
    const text = `${order.side} ${order.quantity} ${order.symbol}: ${event.text}`;
    effects.push({ kind: 'notice', severity: severityOf(event.class), code: event.code, text });
    // IB may know it to have ended, or not know it at all.
    if (event.class === 'cannot-cancel') effects.push({ kind: 'ask-ib', id: order.id });
  }
  // It was taken for filled. If that was right, and this an old word, IB's lists put it right again.
  if (before.state === 'filled' && order.state !== 'filled') effects.push({ kind: 'ask-ib', id: order.id });
  // IB works more than we knew of; or it was an old word, repeated after a change that made the order smaller.
  if (before.state === 'filled' && isLive(order.state)) effects.push({ kind: 'ask-ib', id: order.id });
  if (order.parentId !== null && order.state !== before.state && neverTrades(order))
    effects.push({ kind: 'withdraw-entry', entryId: order.parentId });
  return effects;
}

function neverTrades(order: Order): boolean {
  return order.state === 'refused' || order.state === 'rejected';
}

/** How loud a message of IB about an order is. */
export function severityOf(
  errorClass: Extract<OrderEvent, { kind: 'error' }>['class'],
): 'information' | 'warning' | 'error' {
  switch (errorClass) {
    case 'rejected':
    case 'duplicate-id':
      return 'error';
    case 'cancelled':
      return 'information';
    case 'cannot-cancel':
    case 'cannot-modify':
    case 'warning':
      return 'warning';
  }
}
