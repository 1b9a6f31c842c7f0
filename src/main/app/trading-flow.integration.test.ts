import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../shared/domain/order';
import type { SimOrder } from '../../simulator/world/world';
import { requestId } from '../../simulator/wire/message-ids';
import { TerminalRig } from './testing/terminal-rig';
import { flowSteps, playFlow } from './testing/trading-flow';

/** An order as both sides can tell it. */
interface Told {
  readonly id: string;
  readonly state: 'open' | 'filled' | 'cancelled' | 'rejected';
  readonly filled: number;
  /** Of an open order. */
  readonly terms: string | null;
}

function endOf(status: SimOrder['status']): Told['state'] {
  switch (status) {
    case 'Filled':
      return 'filled';
    case 'Cancelled':
    case 'ApiCancelled':
      return 'cancelled';
    case 'Inactive':
      return 'rejected';
    case 'PendingSubmit':
    case 'PreSubmitted':
    case 'Submitted':
    case 'PendingCancel':
      return 'open';
  }
}

function toldByExchange(order: SimOrder): Told {
  const state = endOf(order.status);
  const { quantity, limitPrice, auxPrice } = order.terms;
  return {
    id: order.terms.orderRef,
    state,
    filled: order.filled,
    terms: state === 'open' ? `${quantity} limit ${limitPrice} stop ${auxPrice}` : null,
  };
}

function toldByWindow(order: Order): Told | Order['state'] {
  const { id, quantity, limitPrice, stopPrice } = order;
  const filled = Number(order.filled);
  switch (order.state) {
    case 'filled':
    case 'cancelled':
    case 'rejected':
      return { id, state: order.state, filled, terms: null };
    case 'working':
    case 'partially-filled': {
      const price = (text: string | null) => (text === null ? null : Number(text));
      const terms = `${Number(quantity)} limit ${price(limitPrice)} stop ${price(stopPrice)}`;
      return { id, state: 'open', filled, terms };
    }
    case 'draft':
    case 'refused':
    case 'sending':
    case 'uncertain':
    case 'cancelling':
    case 'inactive':
      return order.state;
  }
}

const byId = (a: Told, b: Told) => a.id.localeCompare(b.id);

function exchangeOrders(rig: TerminalRig): readonly SimOrder[] {
  return [...rig.world.exchange.openOrders(), ...rig.world.exchange.completedOrders()];
}

/** Null when terminal and exchange tell the same, or what differs. */
function difference(rig: TerminalRig): string | null {
  const exchange = exchangeOrders(rig).map(toldByExchange).toSorted(byId);
  const shown = rig.orders().map(toldByWindow);
  // An order that never arrived is refused here and unknown there.
  const known = shown.filter((told) => typeof told !== 'string').toSorted(byId);
  const others = shown.filter((told) => typeof told === 'string' && told !== 'refused');
  if (others.length > 0) return `unresolved: ${others.join(', ')}`;
  if (JSON.stringify(known) !== JSON.stringify(exchange))
    return `window ${JSON.stringify(known, null, 1)} exchange ${JSON.stringify(exchange, null, 1)}`;
  const shownFills = rig
    .fills()
    .map((fill) => `${fill.execId} ${fill.orderKey} ${fill.quantity} ${fill.commission}`);
  const executions = rig.world.exchange
    .executions()
    .map((one) => `${one.execId} ${one.order.terms.orderRef} ${one.shares} ${one.commission}`);
  if (shownFills.toSorted().join() !== executions.toSorted().join())
    return `fills ${shownFills.join()} executions ${executions.join()}`;
  const [held] = rig.world.account.positions().filter((position) => position.position !== 0);
  const [position] = rig.positions();
  if (String(held?.position) !== String(position?.quantity))
    return `position ${position?.quantity} at the exchange ${held?.position}`;
  return null;
}

describe('whatever the trader and the line do', () => {
  it('terminal and exchange tell the same in the end, and no order went out twice', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(flowSteps, async (steps) => {
        const rig = await TerminalRig.start();
        try {
          await playFlow(rig, steps);
          await rig.pass(2_000);
          await rig.ready();
          for (let second = 0; second < 60 && difference(rig) !== null; second += 1) await rig.pass(1_000);
          expect(difference(rig)).toBeNull();

          const refs = exchangeOrders(rig).map((order) => order.terms.orderRef);
          expect(new Set(refs).size).toBe(refs.length);
          const idByRef = new Map<string, string>();
          for (const { id, fields } of rig.tap.frames) {
            const orderRef = fields.find((field) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(field));
            if (id !== requestId.placeOrder || orderRef === undefined) continue;
            const orderId = fields[1] ?? '';
            expect(idByRef.get(orderRef) ?? orderId).toBe(orderId);
            idByRef.set(orderRef, orderId);
          }
          expect(await rig.request('journal.verify', {})).toMatchObject({
            ok: true,
            value: { intact: true },
          });
          expect(rig.errors).toEqual([]);
        } finally {
          await rig.stop();
        }
      }),
      { numRuns: 30 },
    );
  });
});
