import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../platform/manual-clock';
import { frameOf } from '../error-frame';
import { GatewayMessageLog } from './message-log';
import { frameKinds, MessageRing } from './message-ring';

const small = { messages: 10, bytes: 1_000, frameBytes: 100 };
const limits = { order: small, tick: small, account: small, other: small };

function tapped() {
  const clock = new ManualClock();
  const log = new GatewayMessageLog(clock, limits);
  const tap = log.connection(1);
  const receive = (...fields: readonly string[]) => {
    const body = frameOf(fields).subarray(4);
    tap.received(body, 0, body.length);
  };
  receive('193', '20261004 11:59:03 US/Eastern');
  return { clock, log, tap, receive };
}

const names = (log: GatewayMessageLog, filter = {}) =>
  log.read({ limit: 100, filter }).messages.map(({ name }) => name);

describe('the message log', () => {
  it('shows what went both ways, newest first, with time and connection', () => {
    const { clock, log, tap, receive } = tapped();
    clock.advance(5);
    tap.sent(frameOf(['49', '1']));
    receive('49', '1', '1791086344');
    const { messages } = log.read({ limit: 2 });
    expect(messages).toEqual([
      {
        sequence: 3,
        atMs: clock.nowMs(),
        epoch: 1,
        direction: 'received',
        messageId: 49,
        name: 'currentTime',
        fields: [
          { name: 'version', value: '1' },
          { name: 'time', value: '1791086344' },
        ],
      },
      expect.objectContaining({ sequence: 2, direction: 'sent', messageId: 49, name: 'reqCurrentTime' }),
    ]);
  });

  it('shows the handshake as what it is', () => {
    const { log, tap } = tapped();
    tap.sent(Buffer.from('API\0\0\0\0\tv100..193'));
    expect(log.read({ limit: 2 }).messages).toMatchObject([
      {
        direction: 'sent',
        name: 'handshake',
        messageId: null,
        fields: [{ name: 'versions', value: 'v100..193' }],
      },
      { direction: 'received', name: 'handshake', fields: [{ value: '193' }, {}] },
    ]);
  });

  it('goes back page by page, and says what it holds and what it dropped', () => {
    const { log, receive } = tapped();
    for (let id = 1; id <= 12; id += 1) receive('3', String(id), 'Submitted');
    const first = log.read({ limit: 6 });
    const second = log.read({ limit: 6, beforeSequence: first.messages.at(-1)?.sequence ?? 0 });
    const ids = [...first.messages, ...second.messages].flatMap(({ fields }) =>
      fields.filter(({ name }) => name === 'orderId').map(({ value }) => Number(value)),
    );
    expect(ids).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(first).toMatchObject({ kept: 11, dropped: 2 });
  });

  it('does not let ticks push orders out', () => {
    const { log, receive } = tapped();
    receive('3', '11', 'Submitted');
    for (let tick = 0; tick < 1_000; tick += 1) receive('2', '6', '1000000007', '0', String(tick));
    expect(names(log, { ordersOnly: true })).toEqual(['orderStatus']);
    expect(log.read({ limit: 500 }).kept).toBeLessThanOrEqual(12);
  });

  it('finds a direction, and a text in names and values', () => {
    const { log, tap, receive } = tapped();
    tap.sent(frameOf(['81', '1000000001', 'AAPL']));
    receive('3', '11', 'Submitted');
    receive('4', '2', '11', '201', 'Order rejected - reason: no AAPL', '');
    expect(names(log, { direction: 'sent' })).toEqual(['reqMatchingSymbols']);
    expect(names(log, { search: 'aapl' })).toEqual(['error', 'reqMatchingSymbols']);
    expect(names(log, { search: 'ORDERstatus' })).toEqual(['orderStatus']);
  });

  it('keeps the beginning of a long message and says so', () => {
    const { log, receive } = tapped();
    receive('19', '1', 'x'.repeat(5_000));
    expect(log.read({ limit: 1 }).messages[0]?.fields.at(-1)).toEqual({
      name: '…',
      value: '4906 more bytes were not kept',
    });
  });

  it('shows bytes that are no message', () => {
    const { log, tap } = tapped();
    tap.fault('a message without an end', Buffer.from([0, 0, 0, 2, 0x41, 0x42]));
    expect(log.read({ limit: 1 }).messages[0]).toMatchObject({
      name: 'unreadable',
      direction: 'received',
      fields: [
        { name: 'problem', value: 'a message without an end' },
        { name: 'bytes', value: '\\x00\\x00\\x00\\x02AB' },
      ],
    });
  });

  it('hides account ids in what is read and exported, also inside texts', () => {
    const { log, tap, receive } = tapped();
    log.hideAccounts(['DU1234567', 'house-account']);
    receive('15', '1', 'DU1234567,U7654321');
    receive('4', '2', '-1', '321', 'Order for DF55555 and house-account: read-only', '');
    tap.sent(frameOf(['6', '2', '1', 'DU1234567']));
    const lines = [...log.exportJsonLines()];
    const all = [...lines, JSON.stringify(log.read({ limit: 100 }))].join('\n');
    for (const accountId of ['DU1234567', 'U7654321', 'DF55555', 'house-account']) {
      expect(all).not.toContain(accountId);
    }
    expect(all).toContain('Order for DF••• and ho•••: read-only');
    // A time, a symbol and a number are not accounts.
    expect(all).toContain('20261004 11:59:03 US/Eastern');
  });

  it('exports one JSON object per line, oldest first, without what comes meanwhile', () => {
    const { log, receive } = tapped();
    receive('3', '11', 'Submitted');
    receive('9', '1', '12');
    const walk = log.exportJsonLines()[Symbol.iterator]();
    const lines: string[] = [];
    for (let step = walk.next(); step.done !== true; step = walk.next()) {
      lines.push(step.value);
      receive('3', '12', 'Submitted');
    }
    expect(lines.map((line) => Reflect.get(Object(JSON.parse(line)), 'name'))).toEqual([
      'handshake',
      'orderStatus',
      'nextValidId',
    ]);
  });
});

describe('MessageRing', () => {
  it('keeps the newest frames as they were, within its bounds, whatever their lengths', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 150 }), { maxLength: 60 }), (lengths) => {
        const ring = new MessageRing(small);
        lengths.forEach((length, index) => {
          const bytes = Buffer.alloc(length, index + 1);
          ring.add(index + 1, index, 1, 193, frameKinds.sent, bytes, 0, length);
        });
        const kept: number[] = [];
        let keptBytes = 0;
        for (let at = ring.oldestAfter(0); at !== -1; at = ring.oldestAfter(ring.sequenceAt(at))) {
          const frame = ring.frameAt(at);
          kept.push(frame.sequence);
          keptBytes += frame.bytes.length;
          expect(frame.length).toBe(lengths[frame.sequence - 1]);
          expect(frame.bytes.length).toBe(Math.min(frame.length, 100));
          expect(frame.bytes.every((byte) => byte === frame.sequence)).toBe(true);
        }
        expect(kept).toHaveLength(ring.kept);
        expect(kept.at(-1) ?? 0).toBe(lengths.length);
        expect(kept).toEqual(kept.map((_, index) => lengths.length - kept.length + 1 + index));
        expect(kept.length).toBeLessThanOrEqual(small.messages);
        expect(keptBytes).toBeLessThanOrEqual(small.bytes);
        expect(ring.kept + ring.dropped).toBe(lengths.length);
      }),
    );
  });
});
