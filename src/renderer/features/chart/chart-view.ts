import {
  type CandlestickData,
  CandlestickSeries,
  ColorType,
  createChartEx,
  CrosshairMode,
  type DeepPartial,
  type HistogramData,
  HistogramSeries,
  type IChartApiBase,
  TickMarkType,
  type Time,
  type TimeChartOptions,
  type WhitespaceData,
} from 'lightweight-charts';
import type { Bar } from '../../../shared/domain/bar';
import { formatPrice } from '../../lib/format';
import type { BarSeries, SeriesChange } from './bar-series-model';
import type { ChartColors } from './chart-colors';
import type { ChartLine } from './chart-lines';
import { createPriceLines } from './price-lines';
import type { TickKind, TimeLabels } from './time-labels';
import { chartTime, momentOf, ZonedTimeScale } from './zoned-time-scale';

export interface ChartViewListeners {
  /** The crosshair is over this bar; null when it left. */
  readonly onHover: (index: number | null) => void;
  /** Less than a screen of earlier bars is left. */
  readonly onNearStart: () => void;
  /** Something was painted: prices may have moved to other places. */
  readonly onPaint: () => void;
}

/** A chart on the screen: candles, volume below them, lines. Knows nothing of where bars come from. */
export interface ChartView {
  setColors(colors: ChartColors): void;
  /** Takes another instrument or interval: format, labels and place of the bars start anew. */
  reset(decimals: number, labels: TimeLabels): void;
  /** Draws what changed in the series since the last time. */
  draw(series: BarSeries, change: SeriesChange): void;
  setLines(lines: readonly ChartLine[]): void;
  /** Pixels from the top, or null where the price is not on the screen. */
  coordinateOf(price: number): number | null;
  /** Width of the price axis in pixels. */
  axisWidth(): number;
  /** Moves by bars; negative goes back in time. */
  scroll(bars: number): void;
  /** More than 1 shows fewer, wider bars. */
  zoom(factor: number): void;
  toStart(): void;
  toEnd(): void;
  dispose(): void;
}

/** Bars that are shown at first. */
const initialBars = 130;
/** Empty bars at the right edge. */
const rightOffset = 6;
/** Bars left of the screen below which earlier ones are asked for. */
const nearStart = 150;
/** More than this many new bars at once are drawn anew: each single update costs as much as there are bars. */
const maxUpdates = 4;

/** Makes a chart inside an element, which it fills. */
export function createChartView(
  container: HTMLElement,
  initial: { colors: ChartColors; decimals: number; labels: TimeLabels },
  listeners: ChartViewListeners,
): ChartView {
  let { colors, labels } = initial;
  const timeScaleBehaviour = new ZonedTimeScale(labels);
  const options: DeepPartial<TimeChartOptions> = {
    autoSize: true,
    layout: { attributionLogo: false, fontSize: 11 },
    rightPriceScale: { scaleMargins: { top: 0.1, bottom: 0.24 }, minimumWidth: 64 },
    timeScale: {
      rightOffset,
      timeVisible: true,
      secondsVisible: true,
      tickMarkFormatter: (time: Time, type: TickMarkType) =>
        labels.tick(momentOf(time) ?? 0, tickKinds[type]),
    },
    crosshair: { mode: CrosshairMode.Normal },
    localization: { timeFormatter: (time: Time) => labels.full(momentOf(time) ?? 0) },
    // The panel has keys of its own, and a wheel over a chart means the chart.
    handleScale: { axisPressedMouseMove: { time: true, price: true } },
  };
  const chart: IChartApiBase = createChartEx<Time, ZonedTimeScale>(container, timeScaleBehaviour, options);
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: false });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  const priceLines = createPriceLines(candles);

  /** Time of the newest bar on the screen; null when there is none. */
  let drawnToMs: number | null = null;
  let drawn: BarSeries | null = null;
  const scale = chart.timeScale();

  candles.attachPrimitive({ updateAllViews: listeners.onPaint });
  chart.subscribeCrosshairMove(({ time }) => {
    const timeMs = momentOf(time);
    const index = timeMs === null || drawn === null ? -1 : drawn.indexOf(timeMs);
    listeners.onHover(index < 0 ? null : index);
  });
  scale.subscribeVisibleLogicalRangeChange((range) => {
    if (range !== null && drawnToMs !== null && range.from < nearStart) listeners.onNearStart();
  });

  const applyColors = () => {
    chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colors.background },
        textColor: colors.text,
        fontFamily: colors.font,
      },
      grid: { vertLines: { color: colors.grid }, horzLines: { color: colors.grid } },
      rightPriceScale: { borderColor: colors.grid },
      timeScale: { borderColor: colors.grid },
      crosshair: {
        vertLine: { color: colors.crosshair, labelBackgroundColor: colors.crosshairLabel },
        horzLine: { color: colors.crosshair, labelBackgroundColor: colors.crosshairLabel },
      },
    });
    candles.applyOptions({
      upColor: colors.up,
      downColor: colors.down,
      wickUpColor: colors.up,
      wickDownColor: colors.down,
    });
    priceLines.setColors(colors);
  };

  const applyFormat = (decimals: number) => {
    candles.applyOptions({
      priceFormat: {
        type: 'custom',
        formatter: (price: number) => formatPrice(price, decimals),
        // Not the tick: the library divides its marks by it, and those of 0.00005 would fall between the ticks.
        minMove: 10 ** -decimals,
      },
    });
  };

  const volumeOf = (bar: Bar): HistogramData | WhitespaceData => {
    const time = chartTime(bar.timeMs);
    return bar.volume < 0
      ? { time }
      : { time, value: bar.volume, color: bar.close < bar.open ? colors.volumeDown : colors.volumeUp };
  };

  const drawAll = (series: BarSeries) => {
    const candleData: CandlestickData[] = [];
    const volumeData: (HistogramData | WhitespaceData)[] = [];
    for (let index = 0; index < series.length; index += 1) {
      const bar = series.at(index);
      if (bar === null) continue;
      candleData.push(candleOf(bar));
      volumeData.push(volumeOf(bar));
    }
    const first = drawnToMs === null;
    candles.setData(candleData);
    volume.setData(volumeData);
    drawnToMs = series.at(series.length - 1)?.timeMs ?? null;
    if (first && series.length > 0)
      scale.setVisibleLogicalRange({
        from: series.length - initialBars,
        to: series.length - 1 + rightOffset,
      });
  };

  const drawLast = (series: BarSeries) => {
    const from = drawnToMs === null ? -1 : series.indexOf(drawnToMs);
    if (from < 0 || series.length - from > maxUpdates) {
      drawAll(series);
      return;
    }
    for (let index = from; index < series.length; index += 1) {
      const bar = series.at(index);
      if (bar === null) continue;
      candles.update(candleOf(bar));
      volume.update(volumeOf(bar));
      drawnToMs = bar.timeMs;
    }
  };

  applyColors();
  applyFormat(initial.decimals);

  return {
    setColors(next) {
      colors = next;
      applyColors();
      if (drawn !== null) drawAll(drawn);
    },
    reset(decimals, nextLabels) {
      labels = nextLabels;
      timeScaleBehaviour.setLabels(nextLabels);
      applyFormat(decimals);
      drawn = null;
      drawnToMs = null;
      // Empty first, because the library keeps the weights of points whose times it has already.
      candles.setData([]);
      volume.setData([]);
      candles.priceScale().applyOptions({ autoScale: true });
    },
    draw(series, change) {
      if (change === 'none') return;
      const anew = drawn !== series;
      drawn = series;
      if (change === 'all' || anew) drawAll(series);
      else drawLast(series);
    },
    setLines: priceLines.setLines,
    coordinateOf(price) {
      const y = candles.priceToCoordinate(price);
      return y === null || y < 0 || y > chart.paneSize().height ? null : y;
    },
    axisWidth: () => chart.priceScale('right').width(),
    scroll: (bars) => scale.scrollToPosition(scale.scrollPosition() + bars, false),
    zoom(factor) {
      const range = scale.getVisibleLogicalRange();
      if (range === null) return;
      const width = Math.min(20_000, Math.max(10, (range.to - range.from) / factor));
      scale.setVisibleLogicalRange({ from: range.to - width, to: range.to });
    },
    toStart() {
      const range = scale.getVisibleLogicalRange();
      if (range === null) return;
      scale.setVisibleLogicalRange({ from: 0, to: range.to - range.from });
    },
    toEnd: () => scale.scrollToPosition(rightOffset, false),
    dispose: () => chart.remove(),
  };
}

const tickKinds: Readonly<Record<TickMarkType, TickKind>> = {
  [TickMarkType.Year]: 'year',
  [TickMarkType.Month]: 'month',
  [TickMarkType.DayOfMonth]: 'day',
  [TickMarkType.Time]: 'time',
  [TickMarkType.TimeWithSeconds]: 'time-with-seconds',
};

function candleOf({ timeMs, open, high, low, close }: Bar): CandlestickData {
  return { time: chartTime(timeMs), open, high, low, close };
}
