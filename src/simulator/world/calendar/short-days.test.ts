import { describe, expect, it } from 'vitest';
import { makeTestWorld } from '../world-fixture';
import { holidaysOf } from './holidays';
import { shortDaysOf } from './short-days';
import { dateText } from './zone-time';

const { world, aapl, instrument } = makeTestWorld();
const { catalogue, history } = world;

function dates(set: Parameters<typeof shortDaysOf>[0], year: number): readonly string[] {
  return [...shortDaysOf(set, year).keys()].map(dateText).sort();
}

function holidays(set: Parameters<typeof holidaysOf>[0], year: number): readonly string[] {
  return holidaysOf(set, year).map(dateText).sort();
}

describe('early closes', () => {
  it('are those that the New York Stock Exchange has announced for 2026 to 2028', () => {
    expect(dates('stocks', 2026)).toEqual(['20261127', '20261224']);
    expect(dates('stocks', 2027)).toEqual(['20271126']);
    expect(dates('stocks', 2028)).toEqual(['20280703', '20281124']);
  });

  it('end the session of stocks at one and their late hours at five', () => {
    const friday = Date.UTC(2026, 10, 27, 15);
    expect(catalogue.hoursText(aapl, friday, 1, false)).toBe('20261127:0400-20261127:1700');
    expect(catalogue.hoursText(aapl, friday, 1, true)).toBe('20261127:0930-20261127:1300');
    expect(catalogue.sessionAt(aapl, Date.UTC(2026, 10, 27, 18, 30), true)).toBeUndefined();
    expect(catalogue.sessionAt(aapl, Date.UTC(2026, 10, 27, 18, 30), false)).toBeDefined();
  });

  it('leave bars that end with the session', () => {
    const bars = history.bars({
      instrument: aapl,
      endMs: Date.UTC(2025, 10, 29),
      duration: '1 D',
      barSize: '30 mins',
      whatToShow: 'TRADES',
      regularHoursOnly: true,
    });
    expect(bars).toHaveLength(7);
    expect(bars.at(-1)?.startMs).toBe(Date.UTC(2025, 10, 28, 17, 30));
    const [day] = history.bars({
      instrument: aapl,
      endMs: Date.UTC(2025, 10, 29),
      duration: '1 D',
      barSize: '1 day',
      whatToShow: 'TRADES',
      regularHoursOnly: true,
    });
    expect(day?.high).toBe(Math.max(...bars.map((bar) => bar.high)));
    expect(day?.volume).toBe(bars.reduce((sum, bar) => sum + bar.volume, 0));
  });

  it('end the session of futures at noon in Chicago on holidays that they keep only in part', () => {
    const es = instrument('ES', 'FUT');
    expect(catalogue.hoursText(es, Date.UTC(2026, 10, 26, 15), 1, false)).toBe('20261125:1700-20261126:1200');
    expect(catalogue.hoursText(es, Date.UTC(2026, 10, 27, 15), 1, false)).toBe('20261126:1700-20261127:1215');
    expect(catalogue.hoursText(es, Date.UTC(2026, 11, 25, 15), 1, false)).toBe('20261225:CLOSED');
  });
});

describe('holidays', () => {
  it('are those that the New York Stock Exchange has announced for 2026 to 2028', () => {
    expect(holidays('stocks', 2026)).toEqual(
      '20260101 20260119 20260216 20260403 20260525 20260619 20260703 20260907 20261126 20261225'.split(' '),
    );
    expect(holidays('stocks', 2027)).toEqual(
      '20270101 20270118 20270215 20270326 20270531 20270618 20270705 20270906 20271125 20271224'.split(' '),
    );
    const trading = holidays('stocks', 2028).filter((day) => day !== '20280101');
    expect(trading).toEqual(
      '20280117 20280221 20280414 20280529 20280619 20280704 20280904 20281123 20281225'.split(' '),
    );
  });

  it('of Frankfurt and London are their own', () => {
    expect(holidays('xetra', 2026)).toEqual(
      '20260101 20260403 20260406 20260501 20261224 20261225 20261226 20261231'.split(' '),
    );
    expect(holidays('london', 2026)).toEqual(
      '20260101 20260403 20260406 20260504 20260525 20260831 20261225 20261228'.split(' '),
    );
    // Christmas on a Saturday is kept on Monday, and Boxing Day on Tuesday.
    expect(holidays('london', 2027).slice(-2)).toEqual(['20271227', '20271228']);
  });
});

describe('markets abroad', () => {
  it('have their own zones and hours', () => {
    const wednesday = Date.UTC(2026, 9, 7, 12);
    expect(catalogue.hoursText(instrument('SAP', 'STK'), wednesday, 1, true)).toBe(
      '20261007:0900-20261007:1730',
    );
    expect(catalogue.hoursText(instrument('VOD', 'STK'), wednesday, 1, false)).toBe(
      '20261007:0800-20261007:1630',
    );
    expect(catalogue.sessionAt(instrument('SAP', 'STK'), wednesday, true)).toEqual({
      startMs: Date.UTC(2026, 9, 7, 7),
      endMs: Date.UTC(2026, 9, 7, 15, 30),
    });
    // Europe goes back to winter time a week before America.
    expect(catalogue.sessionAt(instrument('VOD', 'STK'), Date.UTC(2026, 9, 26, 8), true)?.startMs).toBe(
      Date.UTC(2026, 9, 26, 8),
    );
  });

  it('trade in their own currencies and ticks', () => {
    const sap = instrument('SAP', 'STK');
    expect([sap.currency, sap.primaryExchange, sap.timeZoneId]).toEqual(['EUR', 'IBIS', 'MET']);
    const quote = world.market.quote(sap.conId);
    expect(Math.round((quote.last ?? 0) * 20) / 20).toBe(quote.last);
    expect(quote.bid ?? 0).toBeLessThan(quote.ask ?? 0);
  });
});
