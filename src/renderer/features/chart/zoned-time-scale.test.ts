import { describe, expect, it } from 'vitest';
import { withAlpha } from './chart-colors';
import { tickWeights, timeLabels } from './time-labels';
import { chartTime, momentOf, ZonedTimeScale } from './zoned-time-scale';

/** The weights that the scale gives to points at these moments. */
function weightsOf(scale: ZonedTimeScale, moments: readonly number[], startIndex = 0): number[] {
  const points = moments.map((timeMs) => ({ originalTime: chartTime(timeMs), timeWeight: -1 }));
  scale.fillWeightsForPoints(
    points as unknown as Parameters<typeof scale.fillWeightsForPoints>[0],
    startIndex,
  );
  return points.map(({ timeWeight }) => timeWeight);
}

describe('the time scale of a chart', () => {
  const hour = 3_600_000;
  const lastHour = Date.UTC(2026, 2, 17, 3);
  const moments = [lastHour - hour, lastHour, lastHour + hour, lastHour + 2 * hour];

  it('begins a day at midnight of the exchange', () => {
    const scale = new ZonedTimeScale(timeLabels('America/New_York', '1 hour'));
    expect(weightsOf(scale, moments).map((weight) => weight === tickWeights.day)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('weighs the points anew with the labels of another zone', () => {
    const scale = new ZonedTimeScale(timeLabels('America/New_York', '1 hour'));
    scale.setLabels(timeLabels('UTC', '1 hour'));
    expect(weightsOf(scale, moments)).not.toContain(tickWeights.day);
  });

  it('leaves the points before the first changed one alone', () => {
    const scale = new ZonedTimeScale(timeLabels('UTC', '1 hour'));
    expect(weightsOf(scale, moments, 2).slice(0, 2)).toEqual([-1, -1]);
  });

  it('knows its own times again', () => {
    expect(momentOf(chartTime(lastHour))).toBe(lastHour);
    expect(momentOf('2026-03-17')).toBeNull();
    expect(momentOf(undefined)).toBeNull();
  });
});

describe('a colour of the theme', () => {
  it('becomes translucent, or stays as it is when it is written in another way', () => {
    expect(withAlpha('#2ebd85', 0.4)).toBe('rgba(46, 189, 133, 0.4)');
    expect(withAlpha('#fff', 0.5)).toBe('rgba(255, 255, 255, 0.5)');
    expect(withAlpha('canvas', 0.5)).toBe('canvas');
  });
});
