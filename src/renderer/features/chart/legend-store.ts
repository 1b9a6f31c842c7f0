import { createStore, type StoreApi } from 'zustand';
import type { Bar } from '../../../shared/domain/bar';
import type { BarSeries } from './bar-series-model';

/** The bar that the legend describes. */
export interface LegendState {
  /** The bar under the crosshair, otherwise the newest; null when there is none. */
  readonly bar: Bar | null;
  /** Close of the bar before it. */
  readonly previousClose: number | null;
  /** Number of bars in the chart. */
  readonly barCount: number;
}

/** The legend of one chart, outside React because it changes with every frame. */
export interface Legend {
  readonly store: StoreApi<LegendState>;
  /** The crosshair is over this bar; null when it left. */
  readonly hover: (index: number | null) => void;
  /** The series changed. */
  refresh(series: BarSeries): void;
  clear(): void;
}

const nothing: LegendState = { bar: null, previousClose: null, barCount: 0 };

/** Makes a legend. */
export function createLegend(): Legend {
  const store = createStore<LegendState>()(() => nothing);
  let series: BarSeries | null = null;
  /** By time, because the index moves when earlier bars arrive. */
  let hoveredMs: number | null = null;

  const show = () => {
    if (series === null) return;
    const hovered = hoveredMs === null ? -1 : series.indexOf(hoveredMs);
    const index = hovered < 0 ? series.length - 1 : hovered;
    store.setState({
      bar: series.at(index),
      previousClose: series.at(index - 1)?.close ?? null,
      barCount: series.length,
    });
  };

  return {
    store,
    hover(index) {
      const next = index === null ? null : (series?.at(index)?.timeMs ?? null);
      if (next === hoveredMs) return;
      hoveredMs = next;
      show();
    },
    refresh(next) {
      series = next;
      show();
    },
    clear() {
      series = null;
      hoveredMs = null;
      store.setState(nothing);
    },
  };
}
