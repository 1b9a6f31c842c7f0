import { create } from 'zustand';
import type { ConId, Instrument } from '../../../shared/domain/instrument';
import type { Side } from '../../../shared/domain/order';
import type { DraftField } from '../../../shared/domain/order-validation';
import type { Result } from '../../../shared/domain/result';
import type { RequestError } from '../../../shared/ipc/errors';
import type { RequestInput, RequestOutput } from '../../../shared/ipc/requests';
import { getInstrument } from '../../lib/instruments';
import { request } from '../../lib/ipc-client';
import { lastPressMs } from '../../lib/last-press';
import { announce } from '../../ui';
import type { TicketValues } from './ticket-draft';
import { emptyTicket, leavesDoubt, reduceTicket, type TicketEvent, type TicketState } from './ticket-model';

/** What the ticket needs of its surroundings. */
export interface TicketPorts {
  place(input: RequestInput<'order.place'>): Promise<Result<RequestOutput<'order.place'>, RequestError>>;
  getInstrument(conId: ConId): Promise<Result<Instrument, RequestError>>;
  newKey(): string;
  nowMs(): number;
  announce(text: string, politeness: 'polite' | 'assertive'): void;
}

interface TicketActions {
  /** Shows the ticket of an instrument; the same one again changes nothing. */
  readonly open: (conId: ConId | null) => void;
  /** Takes the rules of the instrument when they arrive later. */
  readonly learn: (instrument: Instrument) => void;
  readonly change: (values: Partial<TicketValues>) => void;
  readonly leave: (field: DraftField) => void;
  readonly dismiss: () => void;
  /** Forgets everything; called when another profile, with another gateway, takes over. */
  readonly forget: () => void;
  /** Fills in a market order that would bring a position to zero; nothing is sent. */
  readonly prepareClose: (conId: ConId, side: Side, quantity: string) => void;
  /** Fills in the values of an earlier order and asks for the focus on the field that was wrong; nothing is sent. */
  readonly prepareOrder: (conId: ConId, values: Partial<TicketValues>, field: DraftField | null) => void;
  /** The field that asked for the focus has it. */
  readonly focused: () => void;
  /**
   * Sends the order that the ticket holds, once, or asks again about one without an answer.
   * @param context the connection's epoch and what was said about the order.
   */
  readonly press: (context: { readonly epoch: number; readonly sentence: string }) => Promise<void>;
}

/** The ticket and what can be done with it. */
export type TicketStore = TicketState & TicketActions;

/** Makes a ticket; it outlives its panel, so that an order on its way is never forgotten. */
export function createTicketStore(ports: TicketPorts) {
  return create<TicketStore>()((set, get) => {
    const dispatch = (event: TicketEvent) => {
      const before = get();
      const after = reduceTicket(before, event);
      if (after !== before) set(after);
    };
    return {
      ...emptyTicket,
      open(conId) {
        if (get().conId === conId) return;
        dispatch({ type: 'opened', conId });
        if (conId === null) return;
        void ports.getInstrument(conId).then((result) => {
          if (result.ok) dispatch({ type: 'instrument-known', instrument: result.value });
        });
      },
      learn: (instrument) => dispatch({ type: 'instrument-known', instrument }),
      change: (values) => dispatch({ type: 'changed', values }),
      leave: (field) => dispatch({ type: 'left', field }),
      dismiss: () => dispatch({ type: 'dismissed' }),
      forget: () => dispatch({ type: 'profile-changed' }),
      prepareClose(conId, side, quantity) {
        get().open(conId);
        dispatch({
          type: 'changed',
          values: {
            side,
            quantity,
            orderType: 'MKT',
            tif: 'DAY',
            takeProfitOn: false,
            stopLossOn: false,
          },
        });
      },
      prepareOrder(conId, values, field) {
        get().open(conId);
        dispatch({ type: 'filled-in', values, field });
      },
      focused: () => dispatch({ type: 'focused' }),
      async press({ epoch, sentence }) {
        const before = get().phase;
        dispatch({ type: 'pressed', key: ports.newKey(), epoch, sentence, atMs: ports.nowMs() });
        const { phase } = get();
        if (phase.kind !== 'sending' || before.kind === 'sending') return;
        const { idempotencyKey, epoch: sentEpoch, draft, sentence: said } = phase.placement;
        const result = await ports.place({ idempotencyKey, epoch: sentEpoch, draft });
        dispatch({ type: 'answered', key: idempotencyKey, result });
        if (result.ok) ports.announce(`Order sent: ${said}`, 'polite');
        else {
          const outcome = leavesDoubt(result.error.code) ? 'Order not confirmed' : 'Order not placed';
          ports.announce(`${outcome}: ${result.error.text}`, 'assertive');
        }
      },
    };
  });
}

/** The ticket of this window. */
export const useTicket = createTicketStore({
  place: (input) => request('order.place', { ...input, pressedAtMs: lastPressMs() }),
  getInstrument,
  newKey: () => crypto.randomUUID(),
  nowMs: () => performance.now(),
  announce,
});
