import { type BarSize, barSizeMs, isDailyOrLonger } from '../../../shared/domain/bar';
import { type WallClock, type ZoneClock, zoneClock } from './zoned-time';

/** How important a point of the time axis is, as the chart library counts it. Source: lightweight-charts, TickMarkWeight. */
export const tickWeights = {
  none: 0,
  second: 10,
  minute: 20,
  fiveMinutes: 21,
  halfHour: 22,
  hour: 30,
  threeHours: 31,
  sixHours: 32,
  twelveHours: 33,
  day: 50,
  month: 60,
  year: 70,
} as const;

const intraday = [
  [43_200_000, tickWeights.twelveHours],
  [21_600_000, tickWeights.sixHours],
  [10_800_000, tickWeights.threeHours],
  [3_600_000, tickWeights.hour],
  [1_800_000, tickWeights.halfHour],
  [300_000, tickWeights.fiveMinutes],
  [60_000, tickWeights.minute],
  [1_000, tickWeights.second],
] as const;

const dayMs = 86_400_000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What kind of mark the chart library wants a label for. Source: lightweight-charts, TickMarkType. */
export type TickKind = 'year' | 'month' | 'day' | 'time' | 'time-with-seconds';

/** Writes the times of a chart in the zone of its exchange. */
export interface TimeLabels {
  /** The weight of a point after another: the largest unit of local time that begins between the two. */
  weight(timeMs: number, previousMs: number): number;
  /** A label of the axis, such as `09:30`, `14` or `Mar`. */
  tick(timeMs: number, kind: TickKind): string;
  /** The label under the crosshair, such as `Fri 14 Mar 2026  09:35`. */
  full(timeMs: number): string;
}

/** Labels for bars of a size; whole days are dates of no zone. */
export function timeLabels(timeZoneId: string, barSize: BarSize): TimeLabels {
  const daily = isDailyOrLonger(barSize);
  const clock: ZoneClock = zoneClock(daily ? 'UTC' : timeZoneId);
  const withSeconds = barSizeMs[barSize] < 60_000;
  return {
    weight(timeMs, previousMs) {
      const local = timeMs + clock.offsetMs(timeMs);
      const previous = previousMs + clock.offsetMs(previousMs);
      if (Math.floor(local / dayMs) !== Math.floor(previous / dayMs)) {
        const now = new Date(local);
        const before = new Date(previous);
        if (now.getUTCFullYear() !== before.getUTCFullYear()) return tickWeights.year;
        return now.getUTCMonth() === before.getUTCMonth() ? tickWeights.day : tickWeights.month;
      }
      for (const [unitMs, weight] of intraday)
        if (Math.floor(local / unitMs) !== Math.floor(previous / unitMs)) return weight;
      return tickWeights.none;
    },
    tick(timeMs, kind) {
      const wall = clock.wallClock(timeMs);
      switch (kind) {
        case 'year':
          return String(wall.year);
        case 'month':
          return months[wall.month - 1] ?? '';
        case 'day':
          return String(wall.day);
        case 'time':
          return clockText(wall, false);
        case 'time-with-seconds':
          return clockText(wall, true);
      }
    },
    full(timeMs) {
      const wall = clock.wallClock(timeMs);
      const weekday = weekdays[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()] ?? '';
      const date = `${weekday} ${wall.day} ${months[wall.month - 1] ?? ''} ${wall.year}`;
      return daily ? date : `${date}  ${clockText(wall, withSeconds)}`;
    },
  };
}

function clockText(wall: WallClock, withSeconds: boolean): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(wall.hour)}:${two(wall.minute)}${withSeconds ? `:${two(wall.second)}` : ''}`;
}
