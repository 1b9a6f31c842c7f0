import { useStore } from 'zustand';
import { priceDifference } from '../../../shared/domain/decimal';
import { formatCompact, formatPercent, formatPrice, formatSigned } from '../../lib/format';
import { classNames } from '../../ui';
import type { Legend } from './legend-store';

interface ChartLegendProps {
  readonly legend: Legend;
  readonly decimals: number;
  /** True while nothing keeps the last bar up to date. */
  readonly stale: boolean;
}

/** Open, high, low, close, volume and change of the bar under the crosshair, or of the newest. */
export function ChartLegend({ legend, decimals, stale }: ChartLegendProps) {
  const { bar, previousClose } = useStore(legend.store);
  const change = bar === null ? null : priceDifference(bar.close, previousClose, decimals);
  const percent =
    change === null || previousClose === null || previousClose === 0
      ? null
      : (change / Math.abs(previousClose)) * 100;
  const tone = change === null || change === 0 ? '' : change > 0 ? 'up' : 'down';
  return (
    <dl className={classNames('chart-legend', stale && 'stale')} data-testid="chart-legend">
      <LegendValue name="Open" short="O" text={formatPrice(bar?.open ?? null, decimals)} />
      <LegendValue name="High" short="H" text={formatPrice(bar?.high ?? null, decimals)} />
      <LegendValue name="Low" short="L" text={formatPrice(bar?.low ?? null, decimals)} />
      <LegendValue name="Close" short="C" text={formatPrice(bar?.close ?? null, decimals)} />
      <LegendValue name="Volume" short="V" text={formatCompact(bar?.volume ?? null)} />
      {stale ? <LegendValue name="State" short="" text="not live" /> : null}
      <LegendValue
        name="Change to the bar before"
        short=""
        tone={tone}
        text={
          change === null
            ? formatSigned(null, decimals)
            : `${formatSigned(change, decimals)}  ${formatPercent(percent)}`
        }
      />
    </dl>
  );
}

interface LegendValueProps {
  readonly name: string;
  readonly short: string;
  readonly text: string;
  readonly tone?: string;
}

function LegendValue({ name, short, text, tone }: LegendValueProps) {
  return (
    <div className="chart-legend-value" title={name}>
      <dt>
        <span aria-hidden="true">{short}</span>
        <span className="visually-hidden">{name}</span>
      </dt>
      <dd className={tone}>{text}</dd>
    </div>
  );
}
