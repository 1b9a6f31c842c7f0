import { describe, expect, it } from 'vitest';
import { type DecodedRequest, decodeRequest } from './decode-request';

/** What the gateway understands of a message at a server version. */
function decode(version: number, ...fields: readonly string[]): DecodedRequest {
  return decodeRequest(fields, version);
}

const contract = ['265598', 'AAPL', 'STK', '', '0', '', '', 'SMART', 'NASDAQ', 'USD', 'AAPL', 'NMS'];
const withoutPrimary = contract.toSpliced(8, 1);

describe('requests in layouts of their time', () => {
  it('begin with a version of their own before the server version that took it away', () => {
    const bars = ['0', '', '1 hour', '1 D', '1', 'TRADES', '1'];
    expect(decode(123, '20', '6', '77', ...contract, ...bars, '')).toMatchObject({
      request: { reqId: 77, duration: '1 D', formatDate: 1, keepUpToDate: false },
    });
    expect(decode(124, '20', '77', ...contract, ...bars, '1', '')).toMatchObject({
      request: { reqId: 77, duration: '1 D', formatDate: 1, keepUpToDate: true },
    });
    const scan = ['5', 'STK', 'STK.US', 'TOP_PERC_GAIN', ...Array.from({ length: 16 }, () => ''), 'ALL'];
    expect(decode(142, '22', '4', '78', ...scan, '')).toMatchObject({
      request: { reqId: 78, numberOfRows: 5, stockTypeFilter: 'ALL', filterOptions: '' },
    });
    expect(decode(143, '22', '78', ...scan, 'priceAbove=5;', '')).toMatchObject({
      request: { reqId: 78, numberOfRows: 5, stockTypeFilter: 'ALL', filterOptions: 'priceAbove=5;' },
    });
  });

  it('keep their id when they cannot be read, wherever it stands', () => {
    expect(decode(123, '20', '6', '77')).toMatchObject({ kind: 'unreadable', id: 77 });
    expect(decode(124, '20', '77')).toMatchObject({ kind: 'unreadable', id: 77 });
    expect(decode(144, '3', '45', '501')).toMatchObject({ kind: 'unreadable', id: 501 });
    expect(decode(145, '3', '501')).toMatchObject({ kind: 'unreadable', id: 501 });
  });

  it('name no primary exchange and no smart depth before there were any', () => {
    expect(decode(145, '10', '5', '79', ...withoutPrimary, '5', '')).toMatchObject({
      request: { contract: { primaryExchange: '', currency: 'USD' }, rows: 5, smart: false },
    });
    expect(decode(148, '10', '5', '79', ...withoutPrimary, '5', '1', '')).toMatchObject({
      request: { contract: { primaryExchange: '', currency: 'USD' }, rows: 5, smart: true },
    });
    expect(decode(149, '10', '5', '79', ...contract, '5', '1', '')).toMatchObject({
      request: { contract: { primaryExchange: 'NASDAQ', currency: 'USD' }, rows: 5, smart: true },
    });
  });

  it('ask for no regulatory snapshot before there were any, and take no options for one', () => {
    expect(decode(113, '1', '11', '80', ...contract, '0', '', '1', '1')).toMatchObject({
      request: { snapshot: true, regulatorySnapshot: false },
    });
    expect(decode(114, '1', '11', '80', ...contract, '0', '', '1', '1', '')).toMatchObject({
      request: { snapshot: true, regulatorySnapshot: true },
    });
  });

  it('have an id in replaceFA since its end is told', () => {
    expect(decode(156, '19', '1', '1', '<x/>')).toMatchObject({ request: { kind: 'replaceFA', reqId: -1 } });
    expect(decode(157, '19', '1', '1', '<x/>', '9')).toMatchObject({
      request: { kind: 'replaceFA', reqId: 9 },
    });
  });

  it('are unknown before the version that brought them', () => {
    expect(decode(166, '104', '9')).toEqual({ kind: 'unknown', messageId: '104' });
    expect(decode(167, '104', '9')).toMatchObject({ request: { kind: 'reqUserInfo', reqId: 9 } });
  });
});
