import {
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { BarColumns } from '../../src/shared/domain/bar';
import './four-charts.css';
import {
  chartBars,
  chartCount,
  conIds,
  feedIntervalMs,
  movingBar,
  previousClose,
  quoteAt,
} from './moving-market';
import './plain-quotes.css';

// The baseline: the chart library and table cells, fed by a timer, with nothing in between. Charts draw in turn, one
// per frame, because that is how the library is fastest.

interface PlainChart {
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly volume: ISeriesApi<'Histogram'>;
}

const initialBars = 130;
const seconds = (timeMs: number): UTCTimestamp => Math.floor(timeMs / 1_000) as UTCTimestamp;

function addChart(page: HTMLElement, bars: BarColumns): PlainChart {
  const element = page.appendChild(document.createElement('div'));
  element.className = 'bench-chart';
  const chart = createChart(element, { autoSize: true, layout: { attributionLogo: false, fontSize: 11 } });
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: false });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  const rows = Array.from(bars.timeMs, (timeMs, index) => ({
    time: seconds(timeMs),
    open: bars.open[index] ?? 0,
    high: bars.high[index] ?? 0,
    low: bars.low[index] ?? 0,
    close: bars.close[index] ?? 0,
    value: bars.volume[index] ?? 0,
  }));
  candles.setData(rows);
  volume.setData(rows);
  chart.timeScale().setVisibleLogicalRange({ from: rows.length - initialBars, to: rows.length + 5 });
  return { candles, volume };
}

function addQuotes(page: HTMLElement): (step: number) => void {
  const list = page.appendChild(document.createElement('div'));
  list.className = 'bench-quotes';
  const rows = conIds.map((conId) => {
    const row = list.appendChild(document.createElement('div'));
    row.className = 'plain-quote';
    const cells = Array.from({ length: 7 }, () => row.appendChild(document.createElement('span')));
    const [name, ...numbers] = cells;
    if (name !== undefined) name.textContent = `T${conId % 1_000}`;
    return { conId, numbers };
  });
  return (step) => {
    for (const { conId, numbers } of rows) {
      const { last, bid, ask, volume } = quoteAt(conId, step);
      const change = last - previousClose;
      const texts = [last, change, (100 * change) / previousClose, bid, ask].map((value) => value.toFixed(2));
      texts.push(String(volume));
      numbers.forEach((cell, index) => {
        const text = texts[index] ?? '';
        if (cell.textContent !== text) cell.textContent = text;
      });
    }
  };
}

const page = document.getElementById('root');
if (page === null) throw new Error('plain-charts.html has no element with the id "root"');
page.className = 'bench-page';
const bars = chartBars(Date.now());
const showQuotes = addQuotes(page);
const charts = Array.from({ length: chartCount }, () => addChart(page, bars));

let step = 0;
setInterval(() => {
  step += 1;
}, feedIntervalMs);
let turn = 0;
const draw = (): void => {
  showQuotes(step);
  const { timeMs, ...bar } = movingBar(bars, step);
  const chart = charts[turn % chartCount];
  turn += 1;
  chart?.candles.update({ time: seconds(timeMs), ...bar });
  chart?.volume.update({ time: seconds(timeMs), value: bar.volume });
  requestAnimationFrame(draw);
};
requestAnimationFrame(draw);
document.documentElement.dataset['benchReady'] = 'true';
