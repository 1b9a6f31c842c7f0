import { describe, expect, it } from 'vitest';
import { type Bar, columnsFromBars } from '../../../shared/domain/bar';
import { createBarSeries } from './bar-series-model';
import { createLegend } from './legend-store';

function bar(minute: number, close: number): Bar {
  return { timeMs: minute * 60_000, open: 1, high: 1, low: 1, close, volume: 1, wap: 1, count: 1 };
}

describe('the legend of a chart', () => {
  it('describes the newest bar, or the one under the crosshair', () => {
    const series = createBarSeries();
    series.merge(columnsFromBars([bar(1, 10), bar(2, 11), bar(3, 13)]), null);
    const legend = createLegend();
    legend.refresh(series);
    expect(legend.store.getState()).toMatchObject({ bar: { close: 13 }, previousClose: 11, barCount: 3 });
    legend.hover(0);
    expect(legend.store.getState()).toMatchObject({ bar: { close: 10 }, previousClose: null });
    legend.hover(null);
    expect(legend.store.getState()).toMatchObject({ bar: { close: 13 } });
  });

  it('stays on its bar when earlier ones arrive', () => {
    const series = createBarSeries();
    series.merge(columnsFromBars([bar(5, 10), bar(6, 11)]), null);
    const legend = createLegend();
    legend.refresh(series);
    legend.hover(0);
    series.merge(columnsFromBars([bar(3, 8), bar(4, 9)]), null);
    legend.refresh(series);
    expect(legend.store.getState()).toMatchObject({ bar: { close: 10 }, previousClose: 9, barCount: 4 });
  });
});
