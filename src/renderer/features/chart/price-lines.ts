import { type IPriceLine, type ISeriesApi, LineStyle, type PriceLineOptions } from 'lightweight-charts';
import type { ChartColors } from './chart-colors';
import type { ChartLine } from './chart-lines';

/** The lines at prices across a chart; their tags are elements above it. */
export interface PriceLines {
  readonly setColors: (colors: ChartColors) => void;
  readonly setLines: (lines: readonly ChartLine[]) => void;
}

interface DrawnLine {
  readonly line: IPriceLine;
  readonly options: PriceLineOptions;
}

/** Makes the lines of a series. */
export function createPriceLines(series: ISeriesApi<'Candlestick'>): PriceLines {
  const drawn = new Map<string, DrawnLine>();
  let lines: readonly ChartLine[] = [];
  let colors: ChartColors | null = null;

  const render = () => {
    if (colors === null) return;
    const wanted = new Set(lines.map(({ id }) => id));
    for (const [id, { line }] of drawn) {
      if (wanted.has(id)) continue;
      series.removePriceLine(line);
      drawn.delete(id);
    }
    for (const line of lines) {
      const options = optionsOf(line, colors);
      const known = drawn.get(line.id);
      if (known === undefined) {
        drawn.set(line.id, { line: series.createPriceLine(options), options });
      } else if (known.options.price !== options.price || known.options.color !== options.color) {
        // Only then: any change of a line repaints the chart, and the profit of a position changes all the time.
        known.line.applyOptions(options);
        drawn.set(line.id, { line: known.line, options });
      }
    }
  };

  return {
    setColors(next) {
      colors = next;
      render();
    },
    setLines(next) {
      lines = next;
      render();
    },
  };
}

function optionsOf(line: ChartLine, colors: ChartColors): PriceLineOptions {
  const color = line.kind === 'position' ? colors.position : line.side === 'BUY' ? colors.buy : colors.sell;
  return {
    price: line.price,
    color,
    lineWidth: 1,
    lineStyle: line.kind === 'position' ? LineStyle.Solid : LineStyle.Dashed,
    lineVisible: true,
    axisLabelVisible: true,
    axisLabelColor: color,
    axisLabelTextColor: colors.background,
    title: '',
  };
}
