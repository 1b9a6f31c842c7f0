import { defaultHorzScaleBehavior, type Time } from 'lightweight-charts';
import type { TimeLabels } from './time-labels';

const Base = defaultHorzScaleBehavior();
type Points = Parameters<InstanceType<typeof Base>['fillWeightsForPoints']>[0];
type Weight = Points[number]['timeWeight'];

/**
 * The time scale of the chart library with days, months and hours of the exchange's zone: the library's own counts
 * them in UTC, so that its day marks would sit in the evening of New York.
 */
export class ZonedTimeScale extends Base {
  private labels: TimeLabels;

  constructor(labels: TimeLabels) {
    super();
    this.labels = labels;
  }

  /** Takes other labels; they hold from the next data on. */
  setLabels(labels: TimeLabels): void {
    this.labels = labels;
  }

  override fillWeightsForPoints(points: Points, startIndex: number): void {
    for (let index = startIndex; index < points.length; index += 1) {
      const point = points[index];
      const timeMs = moment(point?.originalTime);
      if (point === undefined || timeMs === null) continue;
      const previousMs = moment(points[index - 1]?.originalTime) ?? guessBefore(points, timeMs);
      // The library's type for a weight is a number with a mark that nothing but the library can put on.
      point.timeWeight = this.labels.weight(timeMs, previousMs) as Weight;
    }
  }
}

/** The first point has none before it: the average distance tells what it would have been. */
function guessBefore(points: Points, firstMs: number): number {
  const lastMs = moment(points.at(-1)?.originalTime) ?? firstMs;
  const steps = points.length - 1;
  return steps > 0 ? firstMs - Math.ceil((lastMs - firstMs) / steps) : firstMs;
}

function moment(time: unknown): number | null {
  return typeof time === 'number' ? time * 1000 : null;
}

/** The library's time of a bar: seconds of UTC, also for days, which start at 00:00 UTC of their date. */
export function chartTime(timeMs: number): Time {
  // As above: a number with a mark.
  return (timeMs / 1000) as Time;
}

/** The moment of one of our points in ms, or null for a time that is not one of ours. */
export function momentOf(time: Time | undefined): number | null {
  return moment(time);
}
