import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokerFixture, ready } from './broker-fixtures';
import { IdSource, isRequestId } from './ids';

describe('IdSource', () => {
  it('never gives an order the id of a request, nor an order id that was seen', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('seen' as const), id: fc.integer({ min: -10, max: 2_147_483_647 }) }),
      fc.record({ kind: fc.constant('take' as const), id: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('start' as const), id: fc.integer({ min: 1, max: 20_000_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const ids = new IdSource();
        const requests = new Set<number>();
        let highest = 0;
        for (const { kind, id } of steps) {
          requests.add(ids.nextRequestId());
          if (kind === 'seen') {
            ids.seenOrderId(id);
            highest = Math.max(highest, id);
          } else if (kind === 'start') {
            ids.startOrderIds(id);
          } else {
            for (const orderId of ids.takeOrderIds(id) ?? []) {
              expect(orderId).toBeGreaterThan(highest);
              expect(isRequestId(orderId)).toBe(false);
              highest = orderId;
            }
          }
        }
        expect(requests.size).toBe(steps.length);
        expect([...requests].every(isRequestId)).toBe(true);
      }),
    );
  });

  it('says so when the order ids are used up', () => {
    const ids = new IdSource();
    ids.startOrderIds(999_999_998);
    expect(ids.takeOrderIds(2)).toEqual([999_999_998, 999_999_999]);
    expect(ids.takeOrderIds(1)).toBeNull();
  });
});

describe('brokers that follow each other in one app', () => {
  it('share their ids, so that a gateway that went back to lower ones gets none twice', async () => {
    const ids = new IdSource();
    const first = await brokerFixture({}, {}, 'tcp', ids);
    await ready(first);
    expect(first.broker.takeOrderIds(2)).toEqual({ ok: true, value: [11, 12] });
    const second = await brokerFixture({ start: (gateway) => gateway.start(1) }, {}, 'tcp', ids);
    await ready(second);
    expect(second.broker.takeOrderIds(1)).toEqual({ ok: true, value: [13] });
  });
});
