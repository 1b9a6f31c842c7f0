import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestId } from '../message-ids';
import { decodeRequest } from './decode-request';

describe('decodeRequest', () => {
  it('reads the cancel of an order in both layouts', () => {
    const request = { kind: 'cancelOrder', orderId: 12, manualOrderCancelTime: '' };
    expect(decodeRequest(['4', '12', '', '', '2147483647'], 193)).toEqual({ kind: 'request', request });
    expect(decodeRequest(['4', '1', '12', ''], 178)).toEqual({ kind: 'request', request });
  });

  it('names the request and the field that cannot be read', () => {
    expect(decodeRequest(['2', '1', 'seven'], 193)).toEqual({
      kind: 'unreadable',
      name: 'cancelMktData',
      id: -1,
      problem: 'For input string: "seven" (reqId)',
    });
    expect(decodeRequest(['62', '1', '9001', 'All'], 193)).toEqual({
      kind: 'unreadable',
      name: 'reqAccountSummary',
      id: 9001,
      problem: "message ends before field 'tags'",
    });
  });

  it('tells what is cut off from what nobody knows', () => {
    expect(decodeRequest(['88', '77', '265598'], 193)).toMatchObject({
      kind: 'unreadable',
      name: 'reqHistogramData',
      id: 77,
    });
    expect(decodeRequest(['4711', '1'], 193)).toEqual({ kind: 'unknown', messageId: '4711' });
    expect(decodeRequest([], 193)).toEqual({ kind: 'unknown', messageId: '' });
  });

  it('refuses a list that is longer than any client sends', () => {
    const fields = Array.from({ length: 200 }, () => '');
    fields[0] = '3';
    fields[1] = '5';
    fields[4] = 'BAG';
    fields[35] = '100000000';
    const decoded = decodeRequest(fields, 193);
    expect(decoded.kind).toBe('unreadable');
  });

  it('never throws, whatever the fields hold', () => {
    const ids = fc.constantFrom(...Object.values(requestId), 96, 4711).map(String);
    const field = fc.oneof(
      fc.constantFrom('', '0', '1', '-1', 'BAG', 'PEG BEST', 'Infinity', '1.5', '2147483647', 'x'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(
        ids,
        fc.array(field, { maxLength: 160 }),
        fc.constantFrom(100, 123, 144, 151, 163, 178, 188, 193),
        (id, rest, version) => {
          expect(decodeRequest([id, ...rest], version).kind).toMatch(
            /^(request|unreadable|unsupported|unknown)$/,
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
