import { describe, expect, it } from 'vitest';
import * as depth from './depth-messages';
import * as past from './historical-ticks-messages';
import { historicalScheduleMessage } from './history-messages';
import { histogramMessage } from './histogram-messages';
import * as live from './tick-by-tick-messages';

const AT_MS = Date.UTC(2026, 9, 7, 14, 30, 5, 250);
const SECONDS = '1791383405';

const trade = {
  kind: 'trade',
  atMs: AT_MS,
  price: 187.25,
  size: 40,
  exchange: 'ARCA',
  unreported: true,
  regular: false,
} as const;
const sides = {
  kind: 'bidAsk',
  atMs: AT_MS,
  bid: 187.2,
  ask: 187.21,
  bidSize: 300,
  askSize: 500,
  bidPastLow: true,
  askPastHigh: false,
} as const;
const middle = { kind: 'midpoint', atMs: AT_MS, price: 187.205 } as const;

/** The fields of a payload, an empty last one included: some clients take exactly as many as they know. */
function fields(payload: string): readonly string[] {
  expect(payload.endsWith('\0')).toBe(true);
  return payload.slice(0, -1).split('\0');
}

describe('tick-by-tick messages', () => {
  it('have the fields of trades, quotes and midpoints and no more', () => {
    expect(fields(live.tradeTickMessage(9, 2, trade, live.tradeConditions(trade, 100), 193))).toEqual([
      '99',
      '9',
      '2',
      SECONDS,
      '187.25',
      '40',
      '2',
      'ARCA',
      'T I',
    ]);
    expect(fields(live.tradeTickMessage(9, 1, trade, '', 193))).toHaveLength(9);
    expect(fields(live.bidAskTickMessage(9, sides, 193))).toEqual([
      '99',
      '9',
      '3',
      SECONDS,
      '187.2',
      '187.21',
      '300',
      '500',
      '1',
    ]);
    expect(fields(live.midpointTickMessage(9, middle))).toEqual(['99', '9', '4', SECONDS, '187.205']);
  });
});

describe('messages of past ticks', () => {
  it('have a row for each tick and end with whether more follows', () => {
    expect(fields(past.historicalMidpointsMessage(9, [middle], true))).toEqual([
      '96',
      '9',
      '1',
      SECONDS,
      '0',
      '187.205',
      '0',
      '1',
    ]);
    // The bits of a past quote stand the other way round than those of a live one.
    expect(fields(past.historicalBidAsksMessage(9, [sides], false, 193))).toEqual([
      '97',
      '9',
      '1',
      SECONDS,
      '2',
      '187.2',
      '187.21',
      '300',
      '500',
      '0',
    ]);
    expect(fields(past.historicalTradesMessage(9, [trade, trade], true, () => '', 193))).toHaveLength(
      3 + 2 * 6 + 1,
    );
    expect(fields(past.historicalTradesMessage(9, [], true, () => '', 193))).toEqual(['98', '9', '0', '1']);
  });
});

describe('messages of market depth', () => {
  const row = { price: 187.2, size: 300, marketMaker: 'ARCA' };

  it('name side and operation by their numbers; a deleted row has no price', () => {
    const update = { kind: 'update', position: 3, row } as const;
    const gone = { kind: 'delete', position: 4, row } as const;
    expect(fields(depth.marketDepthMessage(9, 'bid', update, 193))).toEqual([
      '12',
      '1',
      '9',
      '3',
      '1',
      '1',
      '187.2',
      '300',
    ]);
    expect(fields(depth.marketDepthL2Message(9, 'ask', gone, true, 193))).toEqual([
      '13',
      '1',
      '9',
      '4',
      'ARCA',
      '2',
      '0',
      '0',
      '0',
      '1',
    ]);
  });

  it('list exchanges with a number in every aggregate group', () => {
    const exchange = { exchange: 'CME', secType: 'FUT', serviceDataType: 'Deep' } as const;
    expect(fields(depth.depthExchangesMessage([exchange], 193))).toEqual([
      '80',
      '1',
      'CME',
      'FUT',
      '',
      'Deep',
      '2147483647',
    ]);
  });
});

describe('messages of histograms and schedules', () => {
  it('have whole sizes, and sessions in threes', () => {
    expect(fields(histogramMessage(9, [{ price: 187.2, size: 1_200 }]))).toEqual([
      '89',
      '9',
      '1',
      '187.2',
      '1200',
    ]);
    const session = { start: '20261005-09:30:00', end: '20261005-16:00:00', refDate: '20261005' };
    expect(fields(historicalScheduleMessage(9, session.start, session.end, 'US/Eastern', [session]))).toEqual(
      ['106', '9', session.start, session.end, 'US/Eastern', '1', session.start, session.end, '20261005'],
    );
  });
});
