import type { BarSize } from '../../../shared/domain/bar';

/** Intervals that have a button of their own; all of them are in the menu. */
export const commonIntervals: readonly BarSize[] = [
  '5 secs',
  '1 min',
  '5 mins',
  '15 mins',
  '1 hour',
  '1 day',
  '1 week',
];

const units: Readonly<Record<string, readonly [short: string, long: string]>> = {
  sec: ['s', 'second'],
  min: ['min', 'minute'],
  hour: ['h', 'hour'],
  day: ['D', 'day'],
  week: ['W', 'week'],
  month: ['M', 'month'],
};

/** `5 min`, `1 h`, `1 D`. */
export function intervalShort(barSize: BarSize): string {
  const { count, short } = partsOf(barSize);
  return `${count} ${short}`;
}

/** `5 minutes`, `1 hour`, `1 day`. */
export function intervalName(barSize: BarSize): string {
  const { count, long } = partsOf(barSize);
  return `${count} ${long}${count === '1' ? '' : 's'}`;
}

function partsOf(barSize: BarSize): { count: string; short: string; long: string } {
  const [count = '', unit = ''] = barSize.split(' ');
  const [short, long] = units[unit.replace(/s$/, '')] ?? [unit, unit];
  return { count, short, long };
}
