import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../../shared/domain/instrument-fixtures';
import type { OrderDraft } from '../../../shared/domain/order';
import { orderOf } from '../../../shared/domain/order-fixtures';
import { ok } from '../../../shared/domain/result';
import { defaultRiskPolicy } from '../../../shared/domain/risk-policy';
import { createGateScene, hasPassed, marginOf } from '../testing/gate-scene';
import { trustingPolicy } from '../testing/risk-scene';
import { limitDraft } from '../testing/trading-scene';

const working = orderOf({ id: 'a' });
const to = (quantity: string, limitPrice = '187.2'): OrderDraft => ({
  ...limitDraft,
  quantity: decimalOf(quantity),
  pricing: { orderType: 'LMT', limitPrice: decimalOf(limitPrice) },
});

describe('a change of a working order', () => {
  it('is judged as the order that it makes, not as one beside it', async () => {
    const { gate, known } = createGateScene({
      ...trustingPolicy,
      'position-value': { on: true, limit: decimalOf('37440') },
    });
    known.orders = [working];
    expect(await gate.judgeChange(working, to('200'), true, known.instrument)).toBeNull();
    expect(await gate.judgeChange(working, to('201'), true, known.instrument)).toMatchObject({
      rule: 'position-value',
    });
  });

  it('counts at once for what is asked next, before IB has echoed it', async () => {
    const { gate, known, ask, clock } = createGateScene({
      ...trustingPolicy,
      'position-value': { on: true, limit: decimalOf('37440') },
    });
    const other = orderOf({ id: 'b', orderId: 2, quantity: decimalOf('10'), remaining: decimalOf('10') });
    known.orders = [orderOf({ id: 'a', quantity: decimalOf('10'), remaining: decimalOf('10') }), other];
    const [first] = known.orders;
    if (first === undefined) throw new Error('no order');
    expect(await gate.judgeChange(first, to('150'), true, known.instrument)).toBeNull();
    expect(await gate.judgeChange(other, to('100'), true, known.instrument)).toMatchObject({
      rule: 'position-value',
    });
    expect(await ask({ quantity: decimalOf('41') })).toBe('position-value');
    // IB never took it: what the order itself says counts again.
    clock.advance(10_001);
    expect(hasPassed(await ask({ quantity: decimalOf('41') }))).toBe(true);
  });

  it('asks for the buying power of what it adds', async () => {
    const { gate, known } = createGateScene({
      ...defaultRiskPolicy,
      'market-order-hours': { on: false, limit: null },
    });
    known.orders = [working];
    known.whatIf = () => Promise.resolve(ok(marginOf('-1')));
    expect(await gate.judgeChange(working, to('150'), true, known.instrument)).toMatchObject({
      rule: 'buying-power',
    });
    expect(known.whatIfs.map(({ quantity }) => quantity)).toEqual(['50']);
    expect(await gate.judgeChange(working, to('50'), false, known.instrument)).toBeNull();
    expect(known.whatIfs).toHaveLength(1);
  });

  it('to less passes while only reducing, to more does not, and neither while halted', async () => {
    const { gate, known } = createGateScene();
    known.orders = [working];
    await gate.setState('reducing');
    expect(await gate.judgeChange(working, to('50'), false, known.instrument)).toBeNull();
    expect(await gate.judgeChange(working, to('101'), true, known.instrument)).toMatchObject({
      rule: 'state',
    });
    await gate.setState('halted');
    expect(await gate.judgeChange(working, to('50'), false, known.instrument)).toMatchObject({
      rule: 'state',
    });
  });

  it('is held by the distance of its limit in every case', async () => {
    const { gate, known } = createGateScene();
    known.orders = [working];
    expect(await gate.judgeChange(working, to('50', '250'), false, known.instrument)).toMatchObject({
      rule: 'limit-distance',
    });
  });
});
