import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestErrorCode } from '../../../shared/ipc/errors';
import { conIdOf, stock } from './instrument.fixture';
import { leavesDoubt } from './ticket-model';
import { createTicketStore, type TicketPorts } from './ticket-store';

type Placed = Parameters<TicketPorts['place']>[0];
type PlaceResult = Awaited<ReturnType<TicketPorts['place']>>;

async function settle() {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
}

function setUp() {
  const sent: Placed[] = [];
  const inFlight: { input: Placed; reply: (result: PlaceResult) => void }[] = [];
  const said: string[] = [];
  let keys = 0;
  let nowMs = 0;
  const ticket = createTicketStore({
    place: (input) => {
      sent.push(input);
      return new Promise((resolve) => inFlight.push({ input, reply: resolve }));
    },
    getInstrument: (conId) => Promise.resolve({ ok: true, value: stock({ conId }) }),
    newKey: () => `key-${(keys += 1)}`,
    nowMs: () => nowMs,
    announce: (text) => said.push(text),
  });
  return {
    ticket,
    sent,
    inFlight,
    said,
    pass: (ms: number) => {
      nowMs += ms;
    },
    reply: async (result: PlaceResult) => {
      inFlight.shift()?.reply(result);
      await settle();
    },
  };
}

const context = { epoch: 3, sentence: 'Buy 100 AAPL at limit 187.20.' };
const success: PlaceResult = { ok: true, value: { orderIds: ['x'] } };
const failure = (code: RequestErrorCode): PlaceResult => ({ ok: false, error: { code, text: 'No.' } });

describe('the ticket store', () => {
  it('sends what it holds with the epoch of the connection, and says so', async () => {
    const { ticket, sent, reply, said } = setUp();
    ticket.getState().open(conIdOf(265598));
    await settle();
    ticket.getState().change({ limitPrice: '187.20' });
    void ticket.getState().press(context);
    expect(sent).toEqual([expect.objectContaining({ idempotencyKey: 'key-1', epoch: 3 })]);
    await reply(success);
    expect(ticket.getState().phase.kind).toBe('placed');
    expect(said).toEqual(['Order sent: Buy 100 AAPL at limit 187.20.']);
  });

  it('fills in an order that closes a position and sends nothing', async () => {
    const { ticket, sent } = setUp();
    ticket.getState().prepareClose(conIdOf(8), 'SELL', '250');
    await settle();
    expect(ticket.getState()).toMatchObject({
      conId: 8,
      values: { side: 'SELL', quantity: '250', orderType: 'MKT' },
    });
    expect(sent).toEqual([]);
  });

  it('takes the values of a rejected order, points at the field, and sends it under a new key', async () => {
    const { ticket, sent, pass, reply } = setUp();
    ticket.getState().open(conIdOf(265598));
    await settle();
    ticket.getState().change({ limitPrice: '184.90' });
    void ticket.getState().press(context);
    await reply(success);
    const before = sent.length;
    const { conId, values } = ticket.getState();
    if (conId === null) throw new Error('no instrument');
    ticket.getState().prepareOrder(conId, { ...values, limitPrice: '184.903' }, 'limitPrice');
    expect(ticket.getState()).toMatchObject({
      focusField: 'limitPrice',
      phase: { kind: 'editing' },
      values: { limitPrice: '184.903' },
    });
    ticket.getState().focused();
    expect(ticket.getState().focusField).toBeNull();
    void ticket.getState().press(context);
    expect(sent, 'it does not fit yet').toHaveLength(before);
    ticket.getState().change({ limitPrice: '184.90' });
    pass(1_000);
    void ticket.getState().press(context);
    await settle();
    expect(sent).toHaveLength(before + 1);
    expect(sent.at(-1)?.idempotencyKey).not.toBe(sent.at(-2)?.idempotencyKey);
  });

  it('never has two orders in flight, and never sends another order under a key that was used', async () => {
    const step = fc.oneof(
      fc.constant({ kind: 'press' as const }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 2_000 }) }),
      fc.record({ kind: fc.constant('change' as const), quantity: fc.integer({ min: 1, max: 500 }) }),
      fc.record({ kind: fc.constant('open' as const), conId: fc.integer({ min: 1, max: 2 }) }),
      fc.constant({ kind: 'dismiss' as const }),
      fc.record({
        kind: fc.constant('reply' as const),
        with: fc.constantFrom('success', 'timeout', 'internal', 'rule', 'not-connected', 'refused'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { ticket, sent, inFlight, pass, reply } = setUp();
        const doubtful = new Set<string>();
        const settled = new Set<string>();
        for (const one of steps) {
          const before = sent.length;
          if (one.kind === 'press') void ticket.getState().press(context);
          else if (one.kind === 'pass') pass(one.ms);
          else if (one.kind === 'change')
            ticket.getState().change({ quantity: String(one.quantity), limitPrice: '10' });
          else if (one.kind === 'open') ticket.getState().open(conIdOf(one.conId));
          else if (one.kind === 'dismiss') ticket.getState().dismiss();
          else {
            const key = inFlight[0]?.input.idempotencyKey;
            const code = one.with;
            await reply(code === 'success' ? success : failure(code));
            if (key !== undefined) {
              if (code !== 'success' && leavesDoubt(code)) doubtful.add(key);
              else settled.add(key);
            }
          }
          await settle();
          expect(inFlight.length).toBeLessThanOrEqual(1);
          expect(sent.length - before).toBeLessThanOrEqual(one.kind === 'press' ? 1 : 0);
          const newest = sent.at(-1);
          if (sent.length > before && newest !== undefined) {
            expect(settled.has(newest.idempotencyKey)).toBe(false);
            const earlier = sent
              .slice(0, -1)
              .filter(({ idempotencyKey }) => idempotencyKey === newest.idempotencyKey);
            if (earlier.length > 0) expect(doubtful.has(newest.idempotencyKey)).toBe(true);
            for (const other of earlier) expect(other).toEqual(newest);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
