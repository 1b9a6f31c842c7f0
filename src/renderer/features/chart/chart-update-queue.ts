/** Lets charts draw in turn, because drawing one costs as much as it has bars. */
export interface ChartUpdateQueue {
  /** Asks for a turn; a later call of the same chart replaces the earlier one. */
  request(chart: object, draw: () => void): void;
  /** Forgets a chart. */
  cancel(chart: object): void;
  /** The chart that goes first; null for none. */
  focus(chart: object | null): void;
}

/**
 * Makes a queue that draws one chart in each frame, the focused one first, the others in the order in which they asked.
 */
export function createChartUpdateQueue(
  onNextFrame: (key: string, run: () => void) => void,
): ChartUpdateQueue {
  const waiting = new Map<object, () => void>();
  let focused: object | null = null;

  const turn = () => {
    const [first] = waiting.keys();
    const next = focused !== null && waiting.has(focused) ? focused : first;
    if (next === undefined) return;
    const draw = waiting.get(next);
    waiting.delete(next);
    // Before drawing, so that a chart that throws does not stop the others.
    if (waiting.size > 0) onNextFrame('chart-update-queue', turn);
    draw?.();
  };

  return {
    request(chart, draw) {
      waiting.set(chart, draw);
      onNextFrame('chart-update-queue', turn);
    },
    cancel(chart) {
      waiting.delete(chart);
      if (focused === chart) focused = null;
    },
    focus(chart) {
      focused = chart;
    },
  };
}
