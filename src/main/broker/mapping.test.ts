import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokerFixture, conId, nextValues, ready } from './broker-fixtures';
import { columnsOf, isEndOfBars, mapBar, mapBarTime } from './map-bars';
import { mapHours } from './map-contract';
import { mapPosition } from './map-account';
import { marketDataTypeOf, priceFieldOf, sizeFieldOf, tickPrice, tickSize } from './map-tick';
import { recordedFrame } from './recorded-frames';
import type { RecordedFrame } from './recorded-frames';
import { clientMessages } from './test-gateway';
import { timestampToUtcMs, utcTimestamp, zonedToUtcMs } from './wire-time';

const utc = Date.UTC;

describe('sessions', () => {
  it('are read in the zone of the exchange, in winter and in summer', () => {
    expect(
      mapHours('20261003:CLOSED;20261005:0400-20261005:2000;20261102:0930-20261102:1600', 'US/Eastern'),
    ).toEqual([
      { startMs: utc(2026, 9, 5, 8), endMs: utc(2026, 9, 6, 0) },
      { startMs: utc(2026, 10, 2, 14, 30), endMs: utc(2026, 10, 2, 21) },
    ]);
  });

  it('may span midnight, come several a day, or in the old form', () => {
    expect(
      mapHours('20261004:1800-20261005:1700,20261005:1800-20261006:1700;20261007:0930-1600', 'US/Eastern'),
    ).toEqual([
      { startMs: utc(2026, 9, 4, 22), endMs: utc(2026, 9, 5, 21) },
      { startMs: utc(2026, 9, 5, 22), endMs: utc(2026, 9, 6, 21) },
      { startMs: utc(2026, 9, 7, 13, 30), endMs: utc(2026, 9, 7, 20) },
    ]);
  });

  it('that cannot be read are left out', () => {
    expect(mapHours('', 'US/Eastern')).toEqual([]);
    expect(
      mapHours('20261305:0400-20261305:2000;nonsense;20261005:2000-20261005:0400', 'US/Eastern'),
    ).toEqual([]);
    expect(mapHours('20261005:0400-20261005:2000', 'Mars/Olympus')).toEqual([]);
  });
});

describe('times', () => {
  it('are read with a zone, as UTC, or in the zone of the machine', () => {
    expect(timestampToUtcMs('20261003 23:50:14 US/Eastern')).toBe(utc(2026, 9, 4, 3, 50, 14));
    expect(timestampToUtcMs('20261004 11:59:03 China Standard Time')).toBe(utc(2026, 9, 4, 3, 59, 3));
    expect(timestampToUtcMs('20261003-23:50:14')).toBe(utc(2026, 9, 3, 23, 50, 14));
    expect(timestampToUtcMs('20261003  23:50:14')).toBe(new Date(2026, 9, 3, 23, 50, 14).getTime());
    expect(timestampToUtcMs('yesterday')).toBeNull();
    expect(timestampToUtcMs('20261303 23:50:14 US/Eastern')).toBeNull();
  });

  it('around a change of clocks are taken as the first of two, or an hour later', () => {
    // 1 November 2026, 01:30 occurs twice in New York; 8 March 2026, 02:30 does not occur.
    expect(zonedToUtcMs(utc(2026, 10, 1, 1, 30), 'US/Eastern')).toBe(utc(2026, 10, 1, 5, 30));
    expect(zonedToUtcMs(utc(2026, 2, 8, 2, 30), 'US/Eastern')).toBe(utc(2026, 2, 8, 7, 30));
  });

  it('come back as they went out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 946_684_800, max: 4_000_000_000 }), (seconds) => {
        expect(timestampToUtcMs(utcTimestamp(seconds * 1_000))).toBe(seconds * 1_000);
      }),
    );
  });

  it('of bars are epoch seconds or a date', () => {
    expect(mapBarTime('1791207000')).toBe(1_791_207_000_000);
    expect(mapBarTime('20261005')).toBe(utc(2026, 9, 5));
    expect(mapBarTime('later')).toBeNull();
  });
});

describe('bars', () => {
  it('come in ascending order, once each, with -1 where a value is unset', () => {
    const late = mapBar('1791207060', 2, 3, 1, 2.5, undefined, 2147483647, undefined);
    const early = mapBar('1791207000', 1, 2, 0.5, 1.5, 100, 7, 1.25);
    const corrected = mapBar('1791207000', 1, 2, 0.5, 1.75, 100, 7, 1.25);
    const columns = columnsOf([late, early, corrected].filter((bar) => bar !== null));
    expect([...columns.timeMs]).toEqual([1_791_207_000_000, 1_791_207_060_000]);
    expect([...columns.close]).toEqual([1.75, 2.5]);
    expect([...columns.volume]).toEqual([100, -1]);
    expect([...columns.count]).toEqual([7, -1]);
    expect([...columns.wap]).toEqual([1.25, -1]);
  });

  it('without a price are no bars', () => {
    expect(mapBar('1791207000', Number.NaN, 2, 0.5, 1.5, 100, 7, 1)).toBeNull();
    expect(mapBar('1791207000', 1, undefined, 0.5, 1.5, 100, 7, 1)).toBeNull();
    expect(isEndOfBars('finished-20261003-20261004')).toBe(true);
  });
});

describe('ticks', () => {
  it('mean the same live and delayed', () => {
    const pairs: readonly [number, number][] = [
      [1, 66],
      [2, 67],
      [4, 68],
      [6, 72],
      [7, 73],
      [9, 75],
      [14, 76],
    ];
    for (const [live, delayed] of pairs) expect(priceFieldOf(delayed)).toBe(priceFieldOf(live));
    expect([0, 3, 5, 8].map(sizeFieldOf)).toEqual(['bidSize', 'askSize', 'lastSize', 'volume']);
    expect([69, 70, 71, 74].map(sizeFieldOf)).toEqual(['bidSize', 'askSize', 'lastSize', 'volume']);
    expect(priceFieldOf(2147483647)).toBeUndefined();
  });

  it('tell no value from a value', () => {
    expect([undefined, -1, Number.NaN, Number.MAX_VALUE].map(tickPrice)).toEqual([null, null, null, null]);
    expect(tickPrice(-37.63)).toBe(-37.63);
    expect([undefined, -1, Number.POSITIVE_INFINITY].map(tickSize)).toEqual([null, null, null]);
    expect([1, 2, 3, 4, 5].map(marketDataTypeOf)).toEqual([
      'live',
      'frozen',
      'delayed',
      'delayed-frozen',
      null,
    ]);
  });
});

describe('recorded frames', () => {
  /** What the broker makes of frames that the gateway sends. */
  async function orderEvents(...names: readonly RecordedFrame[]) {
    const fixture = await brokerFixture();
    await ready(fixture);
    const events = nextValues(fixture.broker.orderEvents$, names.length);
    fixture.gateway.send(...names.map((name) => recordedFrame(name)));
    return events;
  }

  it('of orders', async () => {
    const events = await orderEvents(
      'openOrderLimit',
      'openOrderConditional',
      'openOrderTakeProfit',
      'openOrderStopLoss',
    );
    expect(events).toEqual([
      {
        kind: 'open-order',
        order: {
          orderId: 11,
          permId: 1426181265,
          clientId: 121,
          parentOrderId: null,
          parentPermId: null,
          orderRef: '',
          accountId: 'DU1234567',
          conId: 265598,
          symbol: 'AAPL',
          secType: 'STK',
          localSymbol: 'AAPL',
          side: 'BUY',
          quantity: '1',
          orderType: 'LMT',
          limitPrice: '1',
          stopPrice: null,
          tif: 'DAY',
          outsideRth: false,
          status: 'PreSubmitted',
          warningText: '',
        },
      },
      { kind: 'open-order', order: expect.objectContaining({ orderId: 12, tif: 'GTC' }) },
      {
        kind: 'open-order',
        order: expect.objectContaining({
          orderId: 14,
          side: 'SELL',
          limitPrice: '2000',
          parentOrderId: 13,
          parentPermId: 1426181267,
        }),
      },
      {
        kind: 'open-order',
        order: expect.objectContaining({
          orderId: 15,
          orderType: 'STP',
          limitPrice: null,
          stopPrice: '0.5',
          parentOrderId: 13,
        }),
      },
    ]);
  });

  it('of statuses', async () => {
    const events = await orderEvents('orderStatusStopChild', 'orderStatusCancelled');
    expect(events).toEqual([
      {
        kind: 'order-status',
        status: {
          orderId: 15,
          permId: 1426181269,
          clientId: 121,
          parentOrderId: 13,
          status: 'PreSubmitted',
          filled: '0',
          remaining: '1',
          averageFillPrice: null,
          whyHeld: 'child,trigger',
        },
      },
      { kind: 'order-status', status: expect.objectContaining({ orderId: 12, status: 'Cancelled' }) },
    ]);
  });

  it('of instruments', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] !== clientMessages.reqContractDetails) return false;
        const reqId = fields[2] ?? '';
        gateway.send(
          recordedFrame('contractDetailsStock', { 1: reqId }),
          recordedFrame('contractDetailsOption', { 1: reqId }),
        );
        gateway.send(['52', '1', reqId]);
        return true;
      },
    });
    await ready(fixture);
    const answer = await fixture.broker.contractDetails({ conId: conId(265598) });
    expect(answer).toMatchObject({
      ok: true,
      value: [
        {
          conId: 265598,
          symbol: 'AAPL',
          secType: 'STK',
          exchange: 'SMART',
          primaryExchange: 'NASDAQ',
          name: 'APPLE INC',
          lastTradeDate: null,
          strike: null,
          right: null,
          multiplier: '1',
          priceMagnifier: '1',
          minTick: '0.01',
          minSize: '0.0001',
          sizeIncrement: '0.0001',
          timeZoneId: 'US/Eastern',
          tradable: true,
        },
        {
          conId: 928201828,
          secType: 'OPT',
          lastTradeDate: '20261007',
          strike: '250',
          right: 'C',
          multiplier: '100',
        },
      ],
    });
    const stock = answer.ok ? answer.value[0] : undefined;
    expect(stock?.orderTypes).toContain('STPLMT');
    expect(stock?.tradingHours).toHaveLength(4);
    expect(stock?.liquidHours[0]).toEqual({ startMs: utc(2026, 9, 5, 13, 30), endMs: utc(2026, 9, 5, 20) });
  });

  it('of a symbol search, without the bonds that have no conId', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] !== clientMessages.reqMatchingSymbols) return false;
        gateway.send(recordedFrame('symbolSamples', { 1: fields[1] ?? '' }));
        return true;
      },
    });
    await ready(fixture);
    const matches = await fixture.broker.searchInstruments(' aapl ');
    expect(
      matches.ok &&
        matches.value.map(
          (match) => `${match.symbol} ${match.primaryExchange} ${match.currency} ${match.name}`,
        ),
    ).toEqual(['AAPL NASDAQ USD APPLE INC', 'AAPL MEXI MXN APPLE INC', 'AAPL EBS CHF APPLE INC']);
    expect(await fixture.broker.searchInstruments('a\0b')).toMatchObject({
      ok: false,
      error: { kind: 'invalid' },
    });
  });
});

describe('positions', () => {
  it('carry null where TWS says "unset", and are skipped when their kind is unknown', () => {
    expect(mapPosition('DU1', { conId: 5, symbol: 'X' }, 1, 2)).toBeNull();
    const contract = JSON.parse(
      '{"conId":265598,"symbol":"AAPL","secType":"STK","currency":"USD","localSymbol":"AAPL","multiplier":0}',
    );
    expect(mapPosition('DU1', contract, -100, Number.MAX_VALUE)).toMatchObject({
      quantity: '-100',
      averageCost: null,
      multiplier: '1',
    });
  });
});
