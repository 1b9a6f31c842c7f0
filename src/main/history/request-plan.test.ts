import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barSizeMs, barSizes } from '../../shared/domain/bar';
import { alignUp, barStart } from './bar-time';
import { durationMs } from './market-double';
import { maximumBarsPerRequest, planRequests } from './request-plan';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 9, 5, 18);
const allDay = { nowMs, tradingDayMs: dayMs };
const regularHours = { nowMs, tradingDayMs: 6.5 * 3_600_000 };

/** The longest duration of small bars, in seconds. */
const longestOfSmallBars = {
  '1 secs': 1_800,
  '5 secs': 3_600,
  '10 secs': 14_400,
  '15 secs': 14_400,
  '30 secs': 28_800,
};

describe('the plan of requests for a gap', () => {
  const gaps = fc.record({
    barSize: fc.constantFrom(...barSizes),
    bars: fc.integer({ min: 1, max: 9_000 }),
    endsAgoMs: fc.integer({ min: -dayMs, max: 400 * dayMs }),
    tradingDayMs: fc.constantFrom(dayMs, 6.5 * 3_600_000, 16 * 3_600_000),
  });

  it('tells the whole gap without a hole, newest first, each request within the limits of TWS', () => {
    fc.assert(
      fc.property(gaps, ({ barSize, bars, endsAgoMs, tradingDayMs }) => {
        const endMs = nowMs - endsAgoMs;
        const gap = { startMs: endMs - Math.min(bars * barSizeMs[barSize], 20_000 * dayMs), endMs };
        const plan = planRequests([gap], barSize, { nowMs, tradingDayMs });
        let expectedEnd = alignUp(barSize, gap.endMs);
        for (const request of plan) {
          expect(request.span.endMs).toBe(expectedEnd);
          expect(request.span.startMs).toBeLessThan(request.span.endMs);
          expectedEnd = request.span.startMs;

          const [amount = '', unit = ''] = request.duration.split(' ');
          const count = Number(amount);
          expect(Number.isInteger(count) && count >= 1).toBe(true);
          const reach = unit === 'M' ? count * 28 * dayMs : durationMs(request.duration);
          const requestEnd = request.endMs ?? nowMs;
          expect(requestEnd - reach).toBeLessThanOrEqual(request.span.startMs);
          if (request.endMs === null) expect(request.span.endMs).toBeGreaterThan(nowMs - 2 * dayMs);
          else expect(request.endMs).toBeGreaterThanOrEqual(request.span.endMs);

          if (unit === 'S') expect(count).toBeLessThanOrEqual(28_800);
          if (unit === 'D') expect(count).toBeLessThanOrEqual(365);
          if (barSize in longestOfSmallBars) {
            const limit = Object.entries(longestOfSmallBars).find(([size]) => size === barSize)?.[1] ?? 0;
            expect(unit).toBe('S');
            expect(count).toBeLessThanOrEqual(limit);
          }
          const tradedPerDay = barSizeMs[barSize] < dayMs ? tradingDayMs / dayMs : 1;
          const mostBars =
            unit === 'S' ? reach / barSizeMs[barSize] : (reach * tradedPerDay) / barSizeMs[barSize];
          expect(mostBars).toBeLessThanOrEqual(maximumBarsPerRequest);
          // TWS refuses a duration that is shorter than one bar.
          if (unit === 'S') expect(reach).toBeGreaterThanOrEqual(barSizeMs[barSize]);
        }
        expect(expectedEnd).toBe(barStart(barSize, gap.startMs));
      }),
      { numRuns: 300 },
    );
  });

  it('asks for a few minutes in seconds', () => {
    const endMs = Date.UTC(2026, 9, 5, 15);
    const plan = planRequests([{ startMs: endMs - 600_000, endMs }], '1 min', regularHours);
    expect(plan).toEqual([{ span: { startMs: endMs - 600_000, endMs }, endMs, duration: '660 S' }]);
  });

  it('asks up to now without an end', () => {
    const [request] = planRequests([{ startMs: nowMs - 600_000, endMs: nowMs + 60_000 }], '1 min', allDay);
    expect(request?.endMs).toBeNull();
  });

  it('uses the hours of the market: five regular days of minutes are one request, around the clock they are six', () => {
    const endMs = Date.UTC(2026, 9, 3);
    const gap = { startMs: endMs - 5 * dayMs + 60_000, endMs };
    expect(planRequests([gap], '1 min', regularHours).map(({ duration }) => duration)).toEqual(['5 D']);
    expect(planRequests([gap], '1 min', allDay).length).toBe(6);
  });

  it('asks for more than a year of days in years', () => {
    const endMs = Date.UTC(2026, 9, 1);
    const [request] = planRequests([{ startMs: endMs - 700 * dayMs, endMs }], '1 day', allDay);
    expect(request?.duration).toBe('2 Y');
  });

  it('plans nothing for no gap', () => {
    expect(planRequests([], '1 min', allDay)).toEqual([]);
  });
});
