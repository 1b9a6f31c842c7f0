import { describe, expect, it } from 'vitest';
import { brokerFixture, limitOrder, nextValues, ready } from './broker-fixtures';
import { recordedFrame } from './recorded-frames';
import { clientMessages } from './test-gateway';

describe('what-if', () => {
  const question = () => {
    const { orderId: _id, parentOrderId: _parent, transmit: _transmit, ...rest } = limitOrder();
    return rest;
  };
  /** The fields of a what-if answer in the recorded openOrder: the flag, the status, then nine sums. */
  function marginAnswer(orderId: string, whatIf: string): readonly string[] {
    const frame = recordedFrame('openOrderLimit', { 1: orderId });
    const status = frame.indexOf('PreSubmitted');
    const sums = Object.fromEntries(
      ['0', '0', '0', '500.5', '250'].map((sum, index) => [status + 1 + index, sum]),
    );
    return recordedFrame('openOrderLimit', { 1: orderId, [status - 1]: whatIf, ...sums });
  }

  it('gives the margin and stays out of the orders', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] !== clientMessages.placeOrder) return false;
        gateway.send(
          marginAnswer(fields[1] ?? '', '1'),
          recordedFrame('orderStatus', { 1: fields[1] ?? '' }),
          recordedFrame('orderStatus'),
        );
        return true;
      },
    });
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, 1);
    fixture.broker.takeOrderIds(1);
    expect(await fixture.broker.whatIf(question())).toMatchObject({
      ok: true,
      value: { initMarginChange: '500.5', maintMarginChange: '250', initMarginAfter: null, commission: null },
    });
    expect(await events).toMatchObject([{ kind: 'order-status', status: { orderId: 11 } }]);
  });

  it('is cancelled when the gateway takes it for an order', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] !== clientMessages.placeOrder) return false;
        gateway.send(marginAnswer(fields[1] ?? '', '0'));
        return true;
      },
    });
    await ready(fixture);
    expect(await fixture.broker.whatIf(question())).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect((await fixture.gateway.message(clientMessages.cancelOrder))[1]).toBe('11');
  });

  it('passes a refusal on', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] !== clientMessages.placeOrder) return false;
        gateway.send([
          '4',
          '2',
          fields[1] ?? '',
          '321',
          'The API interface is currently in Read-Only mode.',
          '',
        ]);
        return true;
      },
    });
    await ready(fixture);
    expect(await fixture.broker.whatIf(question())).toMatchObject({
      ok: false,
      error: { kind: 'refused', code: 321 },
    });
  });
});
