import { decimalOf } from '../../../shared/domain/instrument-fixtures';
import type { Order, OrderState } from '../../../shared/domain/order';
import type { CompletedOrder, OrderErrorClass } from '../../broker/port';
import type { OrderEvent } from '../order-lifecycle';
import { newOrderKey, planOrders } from '../order-plan';
import { aapl, limitDraft, openOrderOf, statusOf } from './trading-scene';

const key = newOrderKey({
  uuid: () => '00000000-0000-4000-8000-000000000001',
  bytes: () => new Uint8Array(),
  fraction: () => 0,
});
const [planned] = planOrders({
  draft: limitDraft,
  instrument: aapl,
  contract: { conId: aapl.conId, exchange: 'SMART' },
  accountId: 'DU1234567',
  clientId: 1,
  keys: [key],
  orderIds: [11],
  nowMs: 0,
});
if (planned === undefined) throw new Error('no order was planned');

/** Buy 100 AAPL, before it is sent; and as it is sent. */
export const { order: draftOrder, brokerOrder: sentOrder } = planned;

const permId = openOrderOf(sentOrder).permId;
const known = { orderId: 11, permId };
const none = { filled: decimalOf('0'), remaining: decimalOf('100') };
const part = { filled: decimalOf('40'), remaining: decimalOf('60') };
const whole = { filled: decimalOf('100'), remaining: decimalOf('0') };

const looks: Readonly<Record<OrderState, Partial<Order>>> = {
  draft: none,
  refused: { ...none, message: { severity: 'rejection', code: null, text: 'Not sent.', atMs: 1 } },
  sending: { ...none, orderId: 11 },
  uncertain: {
    ...none,
    orderId: 11,
    message: { severity: 'warning', code: null, text: 'Not confirmed by IB, checking.', atMs: 1 },
  },
  working: { ...known, ...none },
  'partially-filled': { ...known, ...part },
  filled: { ...known, ...whole },
  cancelling: { ...known, ...none },
  cancelled: { ...known, ...none },
  rejected: {
    ...known,
    ...none,
    message: { severity: 'rejection', code: 201, text: 'Order rejected', atMs: 1 },
  },
  inactive: { ...known, ...none },
};

/** The order as it usually is in a state. */
export function orderIn(state: OrderState): Order {
  return { ...draftOrder, ...looks[state], state };
}

const completed = (status: string, filled: string | null): CompletedOrder => ({
  permId: permId ?? 0,
  orderRef: sentOrder.orderRef,
  accountId: sentOrder.accountId,
  conId: draftOrder.conId,
  symbol: draftOrder.symbol,
  side: draftOrder.side,
  quantity: draftOrder.quantity,
  status,
  completedStatus: status,
  filled: filled === null ? null : decimalOf(filled),
});
const atMs = 2;
const errorOf = (errorClass: OrderErrorClass, code: number): OrderEvent => ({
  kind: 'error',
  code,
  text: `text of ${code}`,
  class: errorClass,
  atMs,
});

/** IB's words for the state of an order. Source: TWS API, "Order Status Message". */
const words = [
  'ApiPending',
  'PendingSubmit',
  'PreSubmitted',
  'Submitted',
  'PendingCancel',
  'ApiCancelled',
  'Cancelled',
  'Inactive',
  'Unheard',
];

/** One of each kind and variant of event, by name. */
export const everyEvent: Readonly<Record<string, OrderEvent>> = {
  sent: { kind: 'sent', orderId: 11, clientId: 1, atMs },
  'not sent': { kind: 'not-sent', text: 'Not sent.', atMs },
  'no answer': { kind: 'no-answer', atMs },
  'connection lost': { kind: 'connection-lost', atMs },
  'cancel sent': { kind: 'cancel-sent', atMs },
  'cancel unanswered': { kind: 'cancel-unanswered', atMs },
  'unknown at IB': { kind: 'unknown-at-ib', atMs },
  ...Object.fromEntries(
    words.flatMap((word): readonly (readonly [string, OrderEvent])[] => [
      [`open order ${word}`, { kind: 'open-order', order: openOrderOf(sentOrder, { status: word }), atMs }],
      [`status ${word}`, { kind: 'status', status: statusOf(sentOrder, word), atMs }],
    ]),
  ),
  'open order with a warning': {
    kind: 'open-order',
    order: openOrderOf(sentOrder, { warningText: 'held until the open' }),
    atMs,
  },
  'status Submitted, 40 filled': {
    kind: 'status',
    status: statusOf(sentOrder, 'Submitted', '40'),
    atMs,
  },
  'status Cancelled, 40 filled': {
    kind: 'status',
    status: statusOf(sentOrder, 'Cancelled', '40'),
    atMs,
  },
  'status Filled': { kind: 'status', status: statusOf(sentOrder, 'Filled', '100'), atMs },
  '40 executed': { kind: 'executed', filled: decimalOf('40'), averagePrice: decimalOf('187.19'), atMs },
  '100 executed': { kind: 'executed', filled: decimalOf('100'), averagePrice: decimalOf('187.19'), atMs },
  'completed Filled': { kind: 'completed', completed: completed('Filled', '100'), atMs },
  'completed Cancelled': { kind: 'completed', completed: completed('Cancelled', null), atMs },
  'completed Inactive': { kind: 'completed', completed: completed('Inactive', null), atMs },
  warning: errorOf('warning', 399),
  rejected: errorOf('rejected', 201),
  'duplicate id': errorOf('duplicate-id', 103),
  'error cancelled': errorOf('cancelled', 202),
  'cannot cancel': errorOf('cannot-cancel', 10148),
  'cannot modify': errorOf('cannot-modify', 104),
};
