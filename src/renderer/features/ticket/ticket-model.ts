import type { ConId, Instrument } from '../../../shared/domain/instrument';
import type { OrderDraft, OrderType } from '../../../shared/domain/order';
import type { DraftField } from '../../../shared/domain/order-validation';
import type { Result } from '../../../shared/domain/result';
import type { RequestError, RequestErrorCode } from '../../../shared/ipc/errors';
import {
  type DraftReading,
  type FieldErrors,
  initialValues,
  readDraft,
  type TicketValues,
} from './ticket-draft';

/** What is sent: exactly this again when the answer was lost, so that main can tell that it is the same order. */
export interface Placement {
  readonly idempotencyKey: string;
  /** The connection that the order was made for. */
  readonly epoch: number;
  readonly draft: OrderDraft;
  /** What was said about it before it was sent. */
  readonly sentence: string;
}

/**
 * Where the ticket is between a press and its outcome. `unanswered`: nobody knows whether the order went out, so the
 * same placement, with its key, is the only one that may be sent.
 */
export type TicketPhase =
  | { readonly kind: 'editing' }
  | { readonly kind: 'sending'; readonly placement: Placement }
  | { readonly kind: 'unanswered'; readonly placement: Placement; readonly text: string }
  | { readonly kind: 'placed'; readonly placement: Placement; readonly orderIds: readonly string[] }
  | { readonly kind: 'failed'; readonly placement: Placement; readonly error: RequestError };

export interface TicketState {
  readonly conId: ConId | null;
  /** Null until it is known. */
  readonly instrument: Instrument | null;
  readonly values: TicketValues;
  /** Fields that were changed or left: their errors are shown. */
  readonly touched: ReadonlySet<DraftField>;
  /** True after a press: every error is shown. */
  readonly attempted: boolean;
  readonly phase: TicketPhase;
  /** The field that asks for the focus, because it holds what was refused; null when none does. */
  readonly focusField: DraftField | null;
  /** When the last placement was sent and nothing was changed since; null otherwise. */
  readonly untouchedSinceMs: number | null;
}

export type TicketEvent =
  /** The linked panels show this instrument now. */
  | { readonly type: 'opened'; readonly conId: ConId | null }
  | { readonly type: 'instrument-known'; readonly instrument: Instrument }
  | { readonly type: 'changed'; readonly values: Partial<TicketValues> }
  | { readonly type: 'left'; readonly field: DraftField }
  /** The values of an earlier order, to be corrected; the next press is a new order. */
  | {
      readonly type: 'filled-in';
      readonly values: Partial<TicketValues>;
      readonly field: DraftField | null;
    }
  | { readonly type: 'focused' }
  /** The button or Enter; `key` is fresh and used only if a new placement begins. */
  | {
      readonly type: 'pressed';
      readonly key: string;
      readonly epoch: number;
      readonly sentence: string;
      readonly atMs: number;
    }
  | {
      readonly type: 'answered';
      readonly key: string;
      readonly result: Result<{ readonly orderIds: readonly string[] }, RequestError>;
    }
  /** The trader looked at the orders and gives up on the answer. */
  | { readonly type: 'dismissed' }
  /** Another gateway took over: nothing that was said to the former one is true here. */
  | { readonly type: 'profile-changed' };

/** A second press this soon after the first, with nothing changed in between, is the tail of a double click. */
export const doublePressMs = 600;

/** A ticket without an instrument. */
export const emptyTicket: TicketState = {
  conId: null,
  instrument: null,
  values: initialValues(null),
  touched: new Set(),
  attempted: false,
  phase: { kind: 'editing' },
  focusField: null,
  untouchedSinceMs: null,
};

/** The next state. Pure; an event that means nothing now returns the same state. */
export function reduceTicket(state: TicketState, event: TicketEvent): TicketState {
  switch (event.type) {
    case 'opened':
      if (event.conId === state.conId) return state;
      return { ...emptyTicket, conId: event.conId, phase: carriedPhase(state.phase) };
    case 'instrument-known':
      if (event.instrument.conId !== state.conId || event.instrument === state.instrument) return state;
      return {
        ...state,
        instrument: event.instrument,
        values: {
          ...state.values,
          quantity:
            state.values.quantity === '' ? initialValues(event.instrument).quantity : state.values.quantity,
        },
      };
    case 'changed':
      return {
        ...state,
        values: { ...state.values, ...event.values },
        touched: new Set([...state.touched, ...touchedBy(event.values)]),
        attempted: state.phase.kind === 'placed' ? false : state.attempted,
        phase: carriedPhase(state.phase),
        untouchedSinceMs: null,
      };
    case 'filled-in':
      return {
        ...state,
        values: { ...initialValues(state.instrument), ...event.values },
        touched: new Set(event.field === null ? [] : [event.field]),
        attempted: false,
        phase: carriedPhase(state.phase),
        focusField: event.field ?? 'quantity',
        untouchedSinceMs: null,
      };
    case 'focused':
      return state.focusField === null ? state : { ...state, focusField: null };
    case 'left':
      return state.touched.has(event.field)
        ? state
        : { ...state, touched: new Set([...state.touched, event.field]) };
    case 'pressed':
      return press(state, event);
    case 'answered':
      return answer(state, event);
    case 'dismissed':
      return state.phase.kind === 'sending' ? state : { ...state, phase: { kind: 'editing' } };
    case 'profile-changed':
      return emptyTicket;
  }
}

function press(state: TicketState, event: Extract<TicketEvent, { type: 'pressed' }>): TicketState {
  if (state.phase.kind === 'sending') return state;
  if (state.untouchedSinceMs !== null && event.atMs - state.untouchedSinceMs < doublePressMs) return state;
  if (state.phase.kind === 'unanswered')
    return {
      ...state,
      phase: { kind: 'sending', placement: state.phase.placement },
      untouchedSinceMs: event.atMs,
    };
  const { draft } = readingOf(state);
  if (draft === null) return { ...state, attempted: true };
  return {
    ...state,
    attempted: true,
    phase: {
      kind: 'sending',
      placement: { idempotencyKey: event.key, epoch: event.epoch, draft, sentence: event.sentence },
    },
    untouchedSinceMs: event.atMs,
  };
}

function answer(state: TicketState, event: Extract<TicketEvent, { type: 'answered' }>): TicketState {
  if (state.phase.kind !== 'sending' || state.phase.placement.idempotencyKey !== event.key) return state;
  const { placement } = state.phase;
  if (event.result.ok)
    return {
      ...state,
      attempted: false,
      phase: { kind: 'placed', placement, orderIds: event.result.value.orderIds },
    };
  const { error } = event.result;
  return {
    ...state,
    phase: leavesDoubt(error.code)
      ? { kind: 'unanswered', placement, text: error.text }
      : { kind: 'failed', placement, error },
  };
}

/** Tells whether an order may have gone out although its request failed. */
export function leavesDoubt(code: RequestErrorCode): boolean {
  switch (code) {
    case 'timeout':
    case 'internal':
      return true;
    case 'invalid-input':
    case 'forbidden':
    case 'not-found':
    case 'not-connected':
    case 'refused':
    case 'rule':
    case 'storage':
      return false;
  }
}

/** What outlives an edit or another instrument: an order on its way and one without an answer. */
function carriedPhase(phase: TicketPhase): TicketPhase {
  return phase.kind === 'sending' || phase.kind === 'unanswered' ? phase : { kind: 'editing' };
}

function touchedBy(values: Partial<TicketValues>): readonly DraftField[] {
  const fields: readonly DraftField[] = [
    'quantity',
    'limitPrice',
    'stopPrice',
    'orderType',
    'tif',
    'takeProfit',
    'stopLoss',
  ];
  return fields.filter((field) => Object.hasOwn(values, field));
}

/** The order that the ticket holds, or what is wrong with it. */
export function readingOf(state: TicketState): DraftReading {
  return state.instrument === null ? { draft: null, errors: {} } : readDraft(state.values, state.instrument);
}

/**
 * The sentences to show beside the fields: those of the fields that were touched (all after a press), and what main
 * said about the fields of this draft.
 */
export function shownErrors(state: TicketState, reading: DraftReading): FieldErrors {
  const shown: { -readonly [Field in keyof FieldErrors]: string } = {};
  for (const field of draftFields) {
    const text = reading.errors[field];
    if (text !== undefined && (state.attempted || state.touched.has(field) || field === 'orderType'))
      shown[field] = text;
  }
  if (state.phase.kind === 'failed' && state.phase.placement.draft.conId === state.conId)
    for (const { field, text } of state.phase.error.fields ?? [])
      if (isDraftField(field)) shown[field] ??= text;
  return shown;
}

const draftFields: readonly DraftField[] = [
  'conId',
  'quantity',
  'limitPrice',
  'stopPrice',
  'orderType',
  'tif',
  'takeProfit',
  'stopLoss',
];

function isDraftField(field: string): field is DraftField {
  return draftFields.some((known) => known === field);
}

/** Values after a price of the market was clicked: it becomes the limit, or the stop of an order that has only that. */
export function withMarketPrice(orderType: OrderType, price: string): Partial<TicketValues> {
  switch (orderType) {
    case 'MKT':
      return { orderType: 'LMT', limitPrice: price };
    case 'LMT':
    case 'STP LMT':
      return { limitPrice: price };
    case 'STP':
      return { stopPrice: price };
  }
}
