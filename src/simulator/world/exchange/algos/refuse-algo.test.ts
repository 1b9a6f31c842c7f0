import { describe, expect, it } from 'vitest';
import { orderTerms } from '../../order-terms';
import { makeTestWorld, OPEN_MARKET_MS } from '../../world-fixture';
import { readAlgo } from './algo';
import { parseAlgoTime } from './algo-times';
import { refuseAlgo } from './refuse-algo';

const { aapl, instrument } = makeTestWorld();

function params(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([tag, value]) => ({ tag, value }));
}

function refusal(strategy: string, values: Readonly<Record<string, string>> = {}, on = aapl) {
  const terms = orderTerms({ algo: { strategy, params: params(values) } });
  return refuseAlgo(terms, on, OPEN_MARKET_MS);
}

describe('an algorithm', () => {
  it.each([
    ['Adaptive', { adaptivePriority: 'Patient' }],
    [
      'Twap',
      {
        strategyType: 'Marketable',
        startTime: '10:31:00 US/Eastern',
        endTime: '11:00:00 US/Eastern',
        allowPastEndTime: '1',
      },
    ],
    [
      'Vwap',
      {
        maxPctVol: '0.1',
        startTime: '',
        endTime: '20261007-19:00:00',
        allowPastEndTime: '0',
        noTakeLiq: '1',
      },
    ],
    ['ArrivalPx', { maxPctVol: '0.2', riskAversion: 'Aggressive', forceCompletion: '0' }],
    ['PctVol', { pctVol: '0.1', noTakeLiq: '0' }],
    ['DarkIce', { displaySize: '10', startTime: '', endTime: '', allowPastEndTime: '1' }],
    ['AD', { componentSize: '10', timeBetweenOrders: '60', randomizeTime20: '1', giveUp: '1', catchUp: '1' }],
    ['BalanceImpactRisk', { maxPctVol: '0.1', riskAversion: 'Aggressive', forceCompletion: '1' }],
    ['MinImpact', { maxPctVol: '0.3' }],
    ['ClosePx', { maxPctVol: '0.4', riskAversion: 'Neutral', startTime: '12:00:00', forceCompletion: '1' }],
    ['PctVolPx', { pctVol: '0.1', deltaPctVol: '0.05', minPctVol4Px: '0.01', maxPctVol4Px: '0.2' }],
    ['PctVolSz', { startPctVol: '0.2', endPctVol: '0.4', noTakeLiq: '1' }],
    ['PctVolTm', { startPctVol: '0.2', endPctVol: '0.4' }],
  ])('%s is taken with its parameters', (strategy, values) => {
    expect(refusal(strategy, values)).toBeNull();
  });

  it.each([
    ['Inline', {}, 439, 'Order processing failed. Algorithm definition not found'],
    ['adaptive', {}, 439, 'Order processing failed. Algorithm definition not found'],
    [
      'Vwap',
      { riskAversion: 'Neutral' },
      443,
      'Order processing failed. Unknown algo attribute:riskAversion',
    ],
    [
      'DarkIce',
      {},
      441,
      "Algo attributes validation failed:\n'Display Size' is invalid: value is required.\n",
    ],
    [
      'DarkIce',
      { displaySize: '0' },
      441,
      "Algo attributes validation failed: 'Display Size' is invalid: Value is less than minimum value 1.. ",
    ],
    ['Vwap', { maxPctVol: 'a lot' }, 441, 'Algo attributes validation failed:maxPctVol=a lot'],
    [
      'Vwap',
      { maxPctVol: '60' },
      441,
      "Algo attributes validation failed: 'Max Percentage' is invalid: Value is greater than maximum value 50.0.. ",
    ],
    ['Adaptive', { adaptivePriority: 'Soon' }, 145, 'Error in validating entry fields -Soon'],
    [
      'PctVol',
      {},
      441,
      "Algo attributes validation failed:\n'Target Percentage' is invalid: value is required.\n",
    ],
  ])('%s with %j is refused', (strategy, values, code, text) => {
    expect(refusal(strategy, values)).toEqual({ code, text });
  });

  it('is refused where a time cannot be read', () => {
    expect(refusal('Twap', { startTime: 'at noon' })?.code).toBe(10314);
    expect(refusal('Twap', { endTime: '10:00:00 Middle/Earth' })?.code).toBe(10314);
  });

  it('is refused on an order or a market that it cannot work', () => {
    const stop = orderTerms({ orderType: 'STP', auxPrice: 1, algo: { strategy: 'Twap', params: [] } });
    expect(refuseAlgo(stop, aapl, OPEN_MARKET_MS)?.code).toBe(442);
    expect(refuseAlgo({ ...stop, orderType: 'MKT', tif: 'IOC' }, aapl, OPEN_MARKET_MS)?.code).toBe(442);
    expect(refusal('Vwap', {}, instrument('EUR', 'CASH'))?.code).toBe(442);
    expect(refusal('Adaptive', {}, instrument('EUR', 'CASH'))).toBeNull();
  });
});

describe('the parameters of an algorithm', () => {
  it('say when, how much and at what price', () => {
    const vwap = { strategy: 'Vwap', params: params({ maxPctVol: '0.1', noTakeLiq: '1' }) };
    expect(readAlgo(vwap, OPEN_MARKET_MS)).toMatchObject({
      pace: { kind: 'byVolume', most: 0.1 },
      price: { kind: 'near' },
      startMs: null,
      pastEnd: false,
    });
    const arrival = { strategy: 'ArrivalPx', params: params({ maxPctVol: '5', riskAversion: 'GetDone' }) };
    expect(readAlgo(arrival, OPEN_MARKET_MS)).toMatchObject({ pace: { kind: 'share', share: 0.05 } });
    const twap = { strategy: 'Twap', params: params({ strategyType: 'Matching Midpoint' }) };
    expect(readAlgo(twap, OPEN_MARKET_MS)).toMatchObject({
      pace: { kind: 'evenly' },
      price: { kind: 'midpoint' },
    });
  });

  it('of a share that varies say with what', () => {
    const share = (strategy: string, values: Readonly<Record<string, string>>, course: object): number => {
      const { pace } = readAlgo({ strategy, params: params(values) }, OPEN_MARKET_MS);
      if (pace.kind !== 'varying') throw new Error('it does not vary');
      return pace.shareAt({ time: 0, filled: 0, improvement: 0, ...course });
    };
    const fromTo = { startPctVol: '0.1', endPctVol: '0.3' };
    expect(share('PctVolTm', fromTo, { time: 0.5, filled: 1 })).toBeCloseTo(0.2, 9);
    expect(share('PctVolSz', fromTo, { time: 1, filled: 0.25 })).toBeCloseTo(0.15, 9);
    const byPrice = { pctVol: '0.1', deltaPctVol: '0.05', minPctVol4Px: '0.02', maxPctVol4Px: '0.2' };
    for (const [improvement, expected] of [
      [-9, 0.02],
      [-1, 0.05],
      [0, 0.1],
      [1, 0.15],
      [9, 0.2],
    ] as const) {
      expect(share('PctVolPx', byPrice, { improvement })).toBeCloseTo(expected, 9);
    }
  });

  it('name times of today, of a date, in a zone or in UTC', () => {
    const noon = Date.UTC(2026, 9, 7, 16);
    for (const text of ['12:00:00', '12:00:00 US/Eastern', '11:00:00 US/Central', '20261007-16:00:00']) {
      expect(parseAlgoTime(text, OPEN_MARKET_MS)).toBe(noon);
    }
    expect(parseAlgoTime('20261231 12:00:00 US/Eastern', OPEN_MARKET_MS)).toBe(Date.UTC(2026, 11, 31, 17));
    for (const text of [
      '',
      '25:00:00',
      '20261332 12:00:00',
      '12:00:00 Nowhere',
      '20261007-16:00:00 US/Eastern',
    ]) {
      expect(parseAlgoTime(text, OPEN_MARKET_MS)).toBeUndefined();
    }
  });
});
