import { EventName, IBApi } from '@stoqey/ib';
import { describe, expect, it } from 'vitest';
import { apple, brokerFixture, inState, nextValues, ready, RecordingSink } from './broker-fixtures';
import { frameOf } from './error-frame';
import { clearDecoderQueue } from './library-seams';
import { recordedFrame } from './recorded-frames';
import { clientMessages } from './test-gateway';

const lengthOf = (length: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length);
  return bytes;
};

describe('malformed messages', () => {
  it.each([
    ['a negative length', Buffer.concat([lengthOf(-5), Buffer.from('abcdef')])],
    ['a length of zero', Buffer.concat([lengthOf(0), frameOf(['49', '1', '1'])])],
    ['a length beyond 16 MiB', Buffer.concat([lengthOf(0x01000000), Buffer.from('abc')])],
    ['a message without its NUL', Buffer.concat([lengthOf(4), Buffer.from('49\u00001')])],
    [
      'half a message and then others',
      Buffer.concat([
        frameOf(['49', '1', '1791086344']).subarray(0, 9),
        frameOf(['49', '1', '1791086344']),
        Buffer.alloc(64, 0x41),
      ]),
    ],
  ])('end the connection and not the process: %s', async (_name, bytes) => {
    const fixture = await brokerFixture();
    await ready(fixture);
    fixture.gateway.sendBytes(bytes);
    expect(await inState(fixture.broker, 'reconnecting')).toMatchObject({
      state: { reason: { cause: 'malformed' } },
    });
    fixture.clock.advance(500);
    expect((await inState(fixture.broker, 'reconciling')).epoch).toBe(2);
  });

  it('do not hide the messages before them', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, 1);
    fixture.gateway.sendBytes(
      Buffer.concat([frameOf(recordedFrame('orderStatus')), lengthOf(-1), Buffer.from('x')]),
    );
    expect(await events).toMatchObject([{ kind: 'order-status' }]);
    await inState(fixture.broker, 'reconnecting');
  });

  it('of an order rejection lose their broken detail only', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, 3);
    fixture.gateway.send(
      ['4', '2', '11', '201', 'Order rejected', '{"rejects": [oops'],
      ['4', '2', '12', '201', 'Order rejected too', '{"text": "\\u0022"}'],
      recordedFrame('orderStatus'),
    );
    expect(await events).toMatchObject([
      { kind: 'order-error', orderId: 11, code: 201, text: 'Order rejected', class: 'rejected' },
      { kind: 'order-error', orderId: 12, text: 'Order rejected too' },
      { kind: 'order-status' },
    ]);
    expect(fixture.broker.snapshot().state.kind).toBe('ready');
  });

  it('that the decoder chokes on are skipped, and the rest of the chunk is read at once', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, 2);
    // A count that is no count makes the decoder throw; what it left in its queue would read as a filled order.
    const poison = ['79', '5', 'x', '3', '11', 'Filled', '1', '0', '1', '1', '0', '0', '0', '', '0'];
    fixture.gateway.send(recordedFrame('orderStatus'), poison, poison, recordedFrame('orderStatusCancelled'));
    expect(await events).toMatchObject([
      { kind: 'order-status', status: { status: 'PreSubmitted' } },
      { kind: 'order-status', status: { status: 'Cancelled' } },
    ]);
    expect(fixture.logged.filter((line) => line.includes('could not be decoded'))).toHaveLength(2);
    expect(fixture.broker.snapshot().state.kind).toBe('ready');
  });

  it('of unknown kinds, too short or too long, change nothing', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, 1);
    fixture.gateway.send(
      ['9999', 'what', 'is', 'this'],
      ['3', '11'],
      [''],
      ['1', '6', 'x', 'y'],
      ['5', '11', '265598', 'AAPL', 'BAG'],
      recordedFrame('openOrderLimit', { 4: 'BAG' }),
      recordedFrame('orderStatus'),
    );
    expect(await events).toMatchObject([{ kind: 'order-status' }]);
    expect(fixture.broker.snapshot().state.kind).toBe('ready');
  });

  it('too long to decode in good time are skipped', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, 1);
    fixture.gateway.send(
      ['17', '1000000000', 'a', 'b', '30000', ...Array.from({ length: 240_000 }, () => '1')],
      recordedFrame('orderStatus'),
    );
    await events;
    expect(fixture.logged).toContain('a message too long to decode was skipped');
  });
});

describe('listeners that throw', () => {
  it('stop neither the other listeners nor the session', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    fixture.broker.orderEvents$.subscribe(() => {
      throw new Error('listener');
    });
    const events = nextValues(fixture.broker.orderEvents$, 2);
    fixture.gateway.send(recordedFrame('openOrderLimit'), recordedFrame('orderStatus'));
    expect(await events).toHaveLength(2);
    const sink = new RecordingSink();
    fixture.broker.subscribeQuote(apple, sink);
    await fixture.gateway.message(clientMessages.reqMktData);
    expect(fixture.broker.snapshot().state.kind).toBe('ready');
  });
});

describe('the library', () => {
  it('keeps its decoder where the adapter expects it', () => {
    const api = new IBApi({ host: 'localhost', port: 1, clientId: 1, maxReqPerSec: 1 });
    expect(clearDecoderQueue(api)).toBe(true);
    expect(EventName.info).toBe('info');
  });
});
