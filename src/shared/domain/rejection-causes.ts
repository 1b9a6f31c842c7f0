import type { Order } from './order';
import type { DraftField } from './order-validation';

/** What stands behind a rejection, in plain words. */
export interface RejectionCause {
  readonly cause: string;
  readonly advice: string;
  /** The field of the ticket to look at; null where none of them is at fault. */
  readonly field: DraftField | null;
  /** False where the same order, placed anew, would meet the same refusal whatever its values are. */
  readonly mendable: boolean;
}

interface Entry extends RejectionCause {
  readonly code: number;
  /** Only where IB's text says so; the first entry that fits counts. */
  readonly text?: RegExp;
}

/**
 * Codes and texts of IB, the special before the general. Sources: TWS API, "Message Codes" and "Order Rejections", and the
 * texts that IB sends with code 201.
 */
const entries: readonly Entry[] = [
  {
    code: 201,
    text: /margin|insufficient|available funds|buying power|equity with loan|cash/i,
    cause: 'The account has not enough money for this order.',
    advice: 'Make it smaller, or close another position first.',
    field: 'quantity',
    mendable: true,
  },
  {
    code: 201,
    text: /borrow|locate|not available for short/i,
    cause: 'There are no shares to borrow for a short sale.',
    advice: 'Sell no more than the account holds, or try again later.',
    field: 'quantity',
    mendable: true,
  },
  {
    code: 201,
    text: /permission|not allowed to trade|restricted|closing.?only|close.?only/i,
    cause: 'The account may not trade this.',
    advice: "Ask for the permission in IB's Client Portal.",
    field: null,
    mendable: false,
  },
  {
    code: 201,
    text: /minimum price variation|tick/i,
    cause: 'The price does not fit the price steps of the instrument.',
    advice: 'Round it to the step.',
    field: 'limitPrice',
    mendable: true,
  },
  {
    code: 201,
    text: /price|limit/i,
    cause: 'IB does not take this price: it is too far from the market or on its wrong side.',
    advice: 'Move the price closer to the market.',
    field: 'limitPrice',
    mendable: true,
  },
  {
    code: 201,
    text: /size|quantity|shares/i,
    cause: 'IB does not take this quantity.',
    advice: 'Change the quantity.',
    field: 'quantity',
    mendable: true,
  },
  {
    code: 201,
    text: /closed|trading hours|session|expired/i,
    cause: 'The market does not take this order now.',
    advice: 'Choose another session or time in force, or wait for the open.',
    field: 'tif',
    mendable: true,
  },
  {
    code: 201,
    cause: 'IB or the exchange rejected the order.',
    advice: 'Read the text of IB, correct the order and place it again.',
    field: null,
    mendable: true,
  },
  {
    code: 110,
    cause: 'The price does not fit the price steps of the instrument.',
    advice: 'Round it to the step.',
    field: 'limitPrice',
    mendable: true,
  },
  {
    code: 109,
    cause: 'The price is outside of the range that IB accepts.',
    advice: 'Move the price closer to the market.',
    field: 'limitPrice',
    mendable: true,
  },
  {
    code: 103,
    cause: 'The order number was used before, so IB did not take the order.',
    advice: 'Place it again: it gets a new number.',
    field: null,
    mendable: true,
  },
  {
    code: 104,
    cause: 'A filled order cannot be changed.',
    advice: 'Place a new order.',
    field: null,
    mendable: false,
  },
  {
    code: 105,
    cause: 'The change does not fit the order: only quantity and prices can be changed.',
    advice: 'Replace the order instead.',
    field: null,
    mendable: false,
  },
  {
    code: 135,
    cause: 'IB does not know this order.',
    advice: 'Look at what IB says about it: it is being asked.',
    field: null,
    mendable: false,
  },
  {
    code: 161,
    cause: 'The order cannot be cancelled in the state that it is in.',
    advice: 'It has ended, or is about to. IB is being asked.',
    field: null,
    mendable: false,
  },
  {
    code: 10147,
    cause: 'IB does not know the order that was to be cancelled.',
    advice: 'It has ended before. IB is being asked.',
    field: null,
    mendable: false,
  },
  {
    code: 10148,
    cause: 'The order cannot be cancelled any more: it has ended or is ending.',
    advice: 'IB is being asked.',
    field: null,
    mendable: false,
  },
  {
    code: 200,
    cause: 'IB finds no instrument that fits the order.',
    advice: 'Search the instrument again and choose it from the list.',
    field: 'conId',
    mendable: true,
  },
  {
    code: 203,
    cause: 'This instrument may not be traded with this account.',
    advice: "Ask for the permission in IB's Client Portal.",
    field: 'conId',
    mendable: false,
  },
  {
    code: 321,
    text: /read-?only/i,
    cause: 'The API of the gateway is set to read-only.',
    advice: 'Clear "Read-Only API" in the API settings of TWS or IB Gateway and place the order again.',
    field: null,
    mendable: true,
  },
  {
    code: 321,
    cause: 'IB found a field of the order invalid.',
    advice: 'The text of IB names it. Correct it and place the order again.',
    field: null,
    mendable: true,
  },
  {
    code: 387,
    cause: 'The exchange does not take orders of this type.',
    advice: 'Choose another order type.',
    field: 'orderType',
    mendable: true,
  },
  {
    code: 388,
    cause: 'The exchange does not take orders of this size.',
    advice: 'Change the quantity.',
    field: 'quantity',
    mendable: true,
  },
  {
    code: 391,
    cause: 'The time in force does not fit.',
    advice: 'Choose another time in force.',
    field: 'tif',
    mendable: true,
  },
];

/** The plain cause of a code and text of IB; null for a code that is not known: IB's text then stands alone. Pure. */
export function rejectionCause(code: number | null, text: string): RejectionCause | null {
  if (code === null) return null;
  const found = entries.find((entry) => entry.code === code && (entry.text?.test(text) ?? true));
  if (found === undefined) return null;
  const { cause, advice, field, mendable } = found;
  return { cause, advice, field, mendable };
}

/**
 * The plain cause of what IB said against an order; null when it said nothing against it. A warning is no rejection, but
 * a cancel that could not be done has its cause too. Pure.
 */
export function causeFor(order: Order): RejectionCause | null {
  const { message } = order;
  if (message === null || message.severity === 'information') return null;
  if (message.severity === 'warning' && !refusedCancels.has(message.code ?? 0)) return null;
  const cause = rejectionCause(message.code, message.text);
  if (cause?.field !== 'limitPrice') return cause;
  if (order.role === 'take-profit') return { ...cause, field: 'takeProfit' };
  if (order.role === 'stop-loss') return { ...cause, field: 'stopLoss' };
  if (order.limitPrice !== null) return cause;
  return { ...cause, field: order.stopPrice === null ? null : 'stopPrice' };
}

const refusedCancels: ReadonlySet<number> = new Set([135, 136, 161, 10147, 10148]);

/**
 * Tells whether "fix and resubmit" makes sense: it ended as rejected or refused with nothing filled, and other values, or
 * another try, can help. Pure.
 */
export function canResubmit(order: Order): boolean {
  if (order.state !== 'rejected' && order.state !== 'refused') return false;
  return causeFor(order)?.mendable ?? true;
}
