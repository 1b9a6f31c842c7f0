import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestId } from '../../simulator/wire/message-ids';
import { exchangeOrders, orderDifference } from './testing/order-comparison';
import { TerminalRig } from './testing/terminal-rig';
import { flowSteps, playFlow } from './testing/trading-flow';

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
          for (let second = 0; second < 60 && orderDifference(rig) !== null; second += 1)
            await rig.pass(1_000);
          expect(orderDifference(rig)).toBeNull();

          const refs = exchangeOrders(rig.world).map((order) => order.terms.orderRef);
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
            value: { verdict: 'proven' },
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
