import { type BarSize, barSizes } from '../../../shared/domain/bar';
import type { Instrument } from '../../../shared/domain/instrument';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { SelectField, ToggleGroup } from '../../ui';
import { useChartSettings } from './chart-settings';
import { commonIntervals, intervalName, intervalShort } from './interval-words';

/** What the chart shows, and the choice of interval and session. */
export function ChartToolbar({ instrument }: { readonly instrument: Instrument | null }) {
  const { barSize, regularHoursOnly, change } = useChartSettings();
  return (
    <header className="chart-toolbar">
      <h2 className="chart-title">
        {instrument === null ? (
          'Chart'
        ) : (
          <>
            {instrumentName(instrument)}
            <span className="chart-title-more">
              {intervalShort(barSize)} · {instrument.exchange}
            </span>
            <span className="chart-title-more chart-title-name">{instrument.name}</span>
          </>
        )}
      </h2>
      <ToggleGroup<BarSize>
        label="Interval"
        className="chart-intervals"
        value={barSize}
        onChange={(next) => change({ barSize: next })}
        options={commonIntervals.map((interval) => ({
          value: interval,
          label: intervalShort(interval),
          title: intervalName(interval),
        }))}
      />
      <div className="chart-interval-menu">
        <SelectField<BarSize>
          label="All intervals"
          hideLabel
          value={barSize}
          onChange={(next) => change({ barSize: next })}
          options={intervalOptions}
        />
      </div>
      <ToggleGroup<'regular' | 'extended'>
        label="Hours"
        className="chart-hours"
        value={regularHoursOnly ? 'regular' : 'extended'}
        onChange={(hours) => change({ regularHoursOnly: hours === 'regular' })}
        options={[
          { value: 'regular', label: 'Regular', title: 'Regular hours only' },
          { value: 'extended', label: 'Extended', title: 'Also before and after regular hours' },
        ]}
      />
    </header>
  );
}

const intervalOptions = barSizes.map((barSize) => ({ value: barSize, label: intervalName(barSize) }));
