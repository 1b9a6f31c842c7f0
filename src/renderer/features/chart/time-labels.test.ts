import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickWeights, timeLabels } from './time-labels';
import { createZoneClock } from './zoned-time';

const newYork = 'America/New_York';

describe('the clock of a zone', () => {
  it('agrees with the platform at any moment, also around the changes of the clocks', () => {
    const changes = [Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 10, 1, 6), Date.UTC(2025, 2, 30, 1)];
    const moment = fc.oneof(
      fc.integer({ min: 0, max: Date.UTC(2040, 0) / 1000 }).map((seconds) => seconds * 1000),
      fc
        .tuple(fc.constantFrom(...changes), fc.integer({ min: -10_000, max: 10_000 }))
        .map(([at, seconds]) => at + seconds * 1000),
    );
    for (const zone of [newYork, 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      const clock = createZoneClock(zone);
      const format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'medium',
      });
      fc.assert(
        fc.property(moment, (timeMs) => {
          const { year, month, day, hour, minute, second } = clock.wallClock(timeMs);
          const two = (value: number) => String(value).padStart(2, '0');
          expect(`${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`).toBe(
            format.format(timeMs),
          );
        }),
        { numRuns: 60 },
      );
    }
  });

  it('falls back to UTC for a zone that nobody knows', () => {
    const clock = createZoneClock('Mars/Olympus');
    expect(clock.timeZoneId).toBe('UTC');
    expect(clock.wallClock(0).hour).toBe(0);
  });
});

describe('labels of the time axis', () => {
  const labels = timeLabels(newYork, '5 mins');
  const opening = Date.UTC(2026, 2, 16, 13, 30);

  it('are in the zone of the exchange', () => {
    expect(labels.tick(opening, 'time')).toBe('09:30');
    expect(labels.full(opening)).toBe('Mon 16 Mar 2026  09:30');
    expect(timeLabels(newYork, '5 secs').full(opening)).toBe('Mon 16 Mar 2026  09:30:00');
  });

  it('begin a day at midnight of the exchange, not of UTC', () => {
    const midnightUtc = Date.UTC(2026, 2, 17);
    expect(labels.weight(midnightUtc, midnightUtc - 300_000)).toBeLessThan(tickWeights.day);
    const midnightHere = Date.UTC(2026, 2, 17, 4);
    expect(labels.weight(midnightHere, midnightHere - 300_000)).toBe(tickWeights.day);
  });

  it('weigh the largest unit that begins', () => {
    const noon = Date.UTC(2026, 2, 16, 16);
    expect(labels.weight(noon, noon - 300_000)).toBe(tickWeights.twelveHours);
    expect(labels.weight(opening, opening - 300_000)).toBe(tickWeights.halfHour);
    expect(labels.weight(opening + 300_000, opening)).toBe(tickWeights.fiveMinutes);
    const newYear = Date.UTC(2026, 0, 2, 14, 30);
    expect(labels.weight(newYear, Date.UTC(2025, 11, 31, 20))).toBe(tickWeights.year);
  });

  it('show whole days as dates, whatever the zone', () => {
    const daily = timeLabels(newYork, '1 day');
    const day = Date.UTC(2026, 2, 16);
    expect(daily.full(day)).toBe('Mon 16 Mar 2026');
    expect(daily.tick(day, 'day')).toBe('16');
    expect(daily.weight(Date.UTC(2026, 3, 1), Date.UTC(2026, 2, 31))).toBe(tickWeights.month);
  });
});
