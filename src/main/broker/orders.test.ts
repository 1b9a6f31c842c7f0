import { describe, expect, it } from 'vitest';
import {
  apple,
  brokerFixture,
  conId,
  decimal,
  inState,
  limitOrder,
  nextValues,
  ready,
} from './broker-fixtures';
import type { BrokerOrder } from './port';
import { recordedFrame } from './recorded-frames';
import { clientMessages } from './test-gateway';

describe('placing orders', () => {
  it('writes the order as plain decimals and says that it was sent', async () => {
    const fixture = await brokerFixture();
    const { epoch } = await ready(fixture);
    expect(fixture.broker.takeOrderIds(1)).toEqual({ ok: true, value: [11] });
    const outcome = await fixture.broker.placeOrder(
      epoch,
      limitOrder({
        quantity: decimal('0.0001'),
        pricing: { orderType: 'STP LMT', stopPrice: decimal('187.1'), limitPrice: decimal('0.00005') },
      }),
    );
    expect(outcome).toEqual({ kind: 'sent', epoch, atMs: fixture.clock.nowMs() });
    const fields = await fixture.gateway.message(clientMessages.placeOrder);
    // conId, exchange, then action, quantity, type, limit, stop, tif, oca group, account.
    expect(fields[1]).toBe('11');
    expect(fields[2]).toBe('265598');
    expect(fields[9]).toBe('SMART');
    // Numbers below 0.000001 would be written with an exponent; these are not.
    expect(fields.slice(16, 24)).toEqual([
      'BUY',
      '0.0001',
      'STP LMT',
      '0.00005',
      '187.1',
      'DAY',
      '',
      'DU1234567',
    ]);
    expect(fields).toContain('0b9d3f0a-5b1c-4a5e-9d6e-2f1f6f3c8a10');
  });

  it('refuses an order before the session is ready, and nothing is sent when it gets ready', async () => {
    const fixture = await brokerFixture();
    expect(await fixture.broker.placeOrder(0, limitOrder())).toMatchObject({ kind: 'not-sent' });
    fixture.broker.connect(fixture.target);
    const { epoch } = await inState(fixture.broker, 'reconciling');
    expect(await fixture.broker.placeOrder(epoch, limitOrder())).toMatchObject({
      kind: 'not-sent',
      error: { kind: 'not-connected' },
    });
    fixture.broker.markReconciled(epoch);
    await fixture.broker.globalCancel();
    await fixture.gateway.message(clientMessages.reqGlobalCancel);
    expect(fixture.gateway.count(clientMessages.placeOrder)).toBe(0);
  });

  it('refuses an order made for an earlier connection', async () => {
    const fixture = await brokerFixture();
    const { epoch } = await ready(fixture);
    fixture.gateway.drop();
    await inState(fixture.broker, 'reconnecting');
    expect(await fixture.broker.placeOrder(epoch, limitOrder())).toMatchObject({ kind: 'not-sent' });
    fixture.clock.advance(500);
    const { epoch: next } = await inState(fixture.broker, 'reconciling');
    fixture.broker.markReconciled(epoch);
    expect(fixture.broker.snapshot().state.kind).toBe('reconciling');
    fixture.broker.markReconciled(next);
    expect(await fixture.broker.placeOrder(epoch, limitOrder())).toMatchObject({ kind: 'not-sent' });
    expect(await fixture.broker.placeOrder(next, limitOrder())).toMatchObject({ kind: 'sent', epoch: next });
    expect(fixture.gateway.connections).toBe(2);
    await fixture.gateway.message(clientMessages.placeOrder);
    expect(fixture.gateway.count(clientMessages.placeOrder)).toBe(1);
  });

  it('goes ahead of 500 queued requests, and a cancel as well', async () => {
    const fixture = await brokerFixture({}, { marketDataLines: 1_000 });
    const { epoch } = await ready(fixture);
    const sink = { price() {}, size() {}, lastTrade() {}, type() {}, notice() {}, stale() {} };
    for (let index = 1; index <= 500; index += 1) {
      fixture.broker.subscribeQuote({ conId: conId(index), exchange: 'SMART' }, sink);
    }
    const queued = fixture.broker.usage().queuedRequests;
    expect(queued).toBeGreaterThan(450);
    expect(await fixture.broker.placeOrder(epoch, limitOrder())).toMatchObject({ kind: 'sent' });
    expect(await fixture.broker.cancelOrder(11)).toMatchObject({ kind: 'sent' });
    await fixture.gateway.message(clientMessages.cancelOrder);
    // No time has passed: what was queued is queued still, and both went out behind the first second's share only.
    expect(fixture.broker.usage().queuedRequests).toBe(queued);
    const ids = fixture.gateway.received.map((fields) => fields[0]);
    expect(ids.slice(-2)).toEqual([clientMessages.placeOrder, clientMessages.cancelOrder]);
    expect(ids.filter((id) => id === clientMessages.reqMktData).length).toBeLessThanOrEqual(30);
  });

  it('takes an order back that waits for its turn when it is cancelled, so that it cannot go out after its cancel', async () => {
    const fixture = await brokerFixture({}, { messagesPerSecond: 12, dataMessagesPerSecond: 6 });
    const { epoch } = await ready(fixture);
    // The orders of the first second use up what may be sent; the last ones wait.
    const outcomes = Array.from({ length: 20 }, (_unused, index) =>
      fixture.broker.placeOrder(epoch, limitOrder({ orderId: 11 + index })),
    );
    const cancel = fixture.broker.cancelOrder(30);
    expect(await outcomes.at(-1)).toMatchObject({ kind: 'not-sent', error: { kind: 'cancelled' } });
    fixture.clock.advance(1_100);
    fixture.clock.advance(1_100);
    expect(await cancel).toMatchObject({ kind: 'sent' });
    expect(await outcomes.at(-2)).toMatchObject({ kind: 'sent' });
    await fixture.gateway.message(clientMessages.cancelOrder);
    const placed = fixture.gateway.received
      .filter((fields) => fields[0] === clientMessages.placeOrder)
      .map((fields) => fields[1]);
    expect(placed).not.toContain('30');
    expect(placed).toContain('11');
  });

  it('cancels while orders are still refused', async () => {
    const fixture = await brokerFixture();
    fixture.broker.connect(fixture.target);
    await inState(fixture.broker, 'reconciling');
    expect(await fixture.broker.cancelOrder(12)).toMatchObject({ kind: 'sent' });
    expect((await fixture.gateway.message(clientMessages.cancelOrder)).slice(0, 2)).toEqual(['4', '12']);
    fixture.gateway.send(['4', '2', '-1', '1100', 'Connectivity between IB and TWS has been lost.', '']);
    await inState(fixture.broker, 'degraded');
    expect(await fixture.broker.globalCancel()).toMatchObject({ kind: 'sent' });
    await fixture.gateway.message(clientMessages.reqGlobalCancel);
  });

  const bad: readonly [string, Partial<Record<keyof BrokerOrder, unknown>>][] = [
    ['a NUL in the reference', { orderRef: 'a\u00000' }],
    ['a NUL in the account', { accountId: 'DU1\u00002' }],
    ['a line break in the exchange', { contract: { ...apple, exchange: 'SM\nART' } }],
    ['a conId that is none', { contract: { ...apple, conId: Number.NaN } }],
    ['a price below what can be written plainly', { pricing: { orderType: 'LMT', limitPrice: '0.0000001' } }],
    ['a price with an exponent', { pricing: { orderType: 'LMT', limitPrice: '1e5' } }],
    ['a price that is not a number', { pricing: { orderType: 'LMT', limitPrice: 'NaN' } }],
    [
      'a price that a double cannot hold',
      { pricing: { orderType: 'LMT', limitPrice: '123456789012345.0000000001' } },
    ],
    ['a quantity of zero', { quantity: '0' }],
    ['a negative quantity', { quantity: '-5' }],
    ['an unknown time in force', { tif: 'FOREVER' }],
    ['an unknown side', { side: 'HOLD' }],
    ['an order id that is not whole', { orderId: 1.5 }],
  ];
  it.each(bad)('refuses %s', async (_name, changes) => {
    const fixture = await brokerFixture();
    const { epoch } = await ready(fixture);
    const order = Object.assign(limitOrder(), changes);
    expect(await fixture.broker.placeOrder(epoch, order)).toMatchObject({
      kind: 'not-sent',
      error: { kind: 'invalid' },
    });
  });

  it('sends what the order was when it was handed over', async () => {
    const fixture = await brokerFixture();
    const { epoch } = await ready(fixture);
    const order = { ...limitOrder() };
    const outcome = fixture.broker.placeOrder(epoch, order);
    Object.assign(order, { quantity: decimal('999'), orderRef: 'other' });
    await outcome;
    const fields = await fixture.gateway.message(clientMessages.placeOrder);
    expect(fields[17]).toBe('100');
    expect(fields).not.toContain('other');
  });
});

describe('order ids', () => {
  it('start at nextValidId and exceed every id seen', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    expect(fixture.broker.takeOrderIds(3)).toEqual({ ok: true, value: [11, 12, 13] });
    const seen = nextValues(fixture.broker.orderEvents$, 2);
    fixture.gateway.send(
      recordedFrame('openOrderLimit', { 1: '40' }),
      recordedFrame('orderStatus', { 1: '55' }),
    );
    await seen;
    expect(fixture.broker.takeOrderIds(1)).toEqual({ ok: true, value: [56] });
  });

  it('do not go back when the gateway restarts with a lower number', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    fixture.broker.takeOrderIds(5);
    fixture.gateway.script = { start: (gateway) => gateway.start(1) };
    fixture.gateway.drop();
    await inState(fixture.broker, 'reconnecting');
    fixture.clock.advance(500);
    await inState(fixture.broker, 'reconciling');
    expect(fixture.broker.takeOrderIds(1)).toEqual({ ok: true, value: [16] });
  });
});

describe('what the gateway says about orders', () => {
  it('comes out in the order in which it was said', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, 5);
    fixture.gateway.send(
      recordedFrame('openOrderLimit'),
      recordedFrame('orderStatus'),
      recordedFrame('orderWarning'),
      recordedFrame('orderStatusCancelled'),
      recordedFrame('errorAfterCancel'),
    );
    expect((await events).map((event) => (event.kind === 'order-error' ? event.class : event.kind))).toEqual([
      'open-order',
      'order-status',
      'warning',
      'order-status',
      'cancelled',
    ]);
  });

  it('keeps the reason of a rejection', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, 1);
    fixture.gateway.send(['4', '2', '11', '201', 'Order rejected - reason:Margin\\u0020call', '']);
    expect(await events).toEqual([
      {
        kind: 'order-error',
        orderId: 11,
        code: 201,
        text: 'Order rejected - reason:Margin call',
        class: 'rejected',
      },
    ]);
  });

  it('answers questions about open orders, executions and completed orders', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] === clientMessages.reqAllOpenOrders) {
          // Replies repeat.
          gateway.send(
            recordedFrame('openOrderLimit'),
            recordedFrame('orderStatus'),
            recordedFrame('openOrderLimit'),
          );
          gateway.send(recordedFrame('openOrderStopLoss'), ['53', '1']);
          return true;
        }
        if (fields[0] === clientMessages.reqCompletedOrders) {
          gateway.send(recordedFrame('completedOrder'), ['102']);
          return true;
        }
        if (fields[0] === clientMessages.reqExecutions) {
          const reqId = fields[2] ?? '';
          const execution = [
            '11',
            reqId,
            '11',
            '265598',
            'AAPL',
            'STK',
            '',
            '0.0',
            '',
            '',
            'NASDAQ',
            'USD',
            'AAPL',
            'NMS',
          ];
          gateway.send(
            [
              ...execution,
              '0000e0d5.6571a3f1.01.01',
              '20261003 23:50:14 US/Eastern',
              'DU1234567',
              'NASDAQ',
              'BOT',
              '40',
              '187.2',
              '1426181265',
              '7',
              '0',
              '40',
              '187.2',
              'ref',
              '',
              '',
              '',
              '2',
              '0',
            ],
            [
              '59',
              '1',
              '0000e0d5.6571a3f1.01.01',
              '1.02',
              'USD',
              '1.7976931348623157E308',
              '1.7976931348623157E308',
              '',
            ],
            ['55', '1', reqId],
          );
          return true;
        }
        return false;
      },
    });
    await ready(fixture);
    const open = await fixture.broker.requestOpenOrders();
    expect(open.ok && open.value.map((order) => [order.orderId, order.orderType])).toEqual([
      [11, 'LMT'],
      [15, 'STP'],
    ]);
    const completed = await fixture.broker.requestCompletedOrders();
    expect(completed.ok && completed.value).toMatchObject([
      {
        permId: 1426181264,
        quantity: '1',
        filled: '0',
        status: 'Cancelled',
        completedStatus: 'Cancelled by Trader',
      },
    ]);
    const commission = nextValues(fixture.broker.orderEvents$, 2);
    const executions = await fixture.broker.requestExecutions();
    expect(executions.ok && executions.value).toMatchObject([
      {
        execId: '0000e0d5.6571a3f1.01.01',
        side: 'BUY',
        quantity: '40',
        price: '187.2',
        atMs: Date.UTC(2026, 9, 4, 3, 50, 14),
      },
    ]);
    expect((await commission)[1]).toEqual({
      kind: 'commission',
      report: { execId: '0000e0d5.6571a3f1.01.01', commission: '1.02', currency: 'USD', realizedPnl: null },
    });
  });

  it('gives up on an answer that does not come, or when the connection goes', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const open = fixture.broker.requestOpenOrders();
    await fixture.gateway.message(clientMessages.reqAllOpenOrders);
    fixture.clock.advance(8_000);
    expect(await open).toMatchObject({ ok: false, error: { kind: 'timeout' } });
    const executions = fixture.broker.requestExecutions();
    fixture.gateway.drop();
    expect(await executions).toMatchObject({ ok: false, error: { kind: 'not-connected' } });
  });
});
