import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import { decimalsOf } from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { useSelection } from '../../app/selection-store';
import { useStatus } from '../../app/status-store';
import { formatPrice } from '../../lib/format';
import { onNextFrame } from '../../lib/frame-scheduler';
import { useInstrument } from '../../lib/instruments';
import { useOrders } from '../orders/order-store';
import './chart.css';
import { readChartColors, watchTheme } from './chart-colors';
import type { ChartFeed } from './chart-feed';
import { ChartLegend } from './chart-legend';
import { type ChartLine, chartLines } from './chart-lines';
import { useChartSettings } from './chart-settings';
import { ChartStates } from './chart-states';
import { ChartTags, type ChartTagsHandle } from './chart-tags';
import { ChartToolbar } from './chart-toolbar';
import { createChartUpdateQueue } from './chart-update-queue';
import { type ChartView, createChartView } from './chart-view';
import { intervalName } from './interval-words';
import { createLegend, type Legend } from './legend-store';
import { timeLabels } from './time-labels';
import { useChartFeed } from './use-chart-feed';
import type { SeriesChange } from './bar-series-model';

/** The charts of this window draw in turn. */
const updates = createChartUpdateQueue(onNextFrame);

/** The zone of the axis until that of the instrument is known. */
const assumedTimeZone = 'America/New_York';
const assumedDecimals = 2;

/** Candles and volume of the selected instrument, with its position and working orders. */
export function ChartPanel() {
  const conId = useSelection((state) => state.conId);
  const instrument = useInstrument(conId);
  const { barSize, regularHoursOnly } = useChartSettings();
  const stale = useStatus(({ status }) => {
    const kind = status?.connection.state.kind;
    return kind !== undefined && kind !== 'ready' && kind !== 'degraded';
  });
  const [legend] = useState(createLegend);
  const lines = useChartLines(instrument);
  const decimals = instrument === null ? assumedDecimals : decimalsOf(instrument.minTick);
  const labels = useMemo(
    () => timeLabels(instrument?.timeZoneId ?? assumedTimeZone, barSize),
    [instrument?.timeZoneId, barSize],
  );

  const container = useRef<HTMLDivElement>(null);
  const view = useRef<ChartView | null>(null);
  const shownFeed = useRef<ChartFeed | null>(null);
  const tags = useRef<ChartTagsHandle>(null);
  const pending = useRef<SeriesChange>('none');

  const requestDraw = useCallback(
    (feed: ChartFeed, change: SeriesChange) => {
      if (feed !== shownFeed.current) return;
      if (change === 'all' || pending.current === 'none') pending.current = change;
      updates.request(legend, () => {
        if (feed !== shownFeed.current || view.current === null) return;
        const due = pending.current;
        pending.current = 'none';
        view.current.draw(feed.series, due);
        legend.refresh(feed.series);
      });
    },
    [legend],
  );
  const followed = useChartFeed(conId, barSize, regularHoursOnly, requestDraw);
  const feed = followed?.feed ?? null;

  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const created = createChartView(
      element,
      {
        colors: readChartColors(element),
        decimals: assumedDecimals,
        labels: timeLabels(assumedTimeZone, '5 mins'),
      },
      {
        onHover: legend.hover,
        onNearStart: () => {
          const current = shownFeed.current;
          if (current !== null && current.state().pagingError === null) current.pageBack();
        },
        onPaint: () => tags.current?.place(),
      },
    );
    view.current = created;
    const stopWatching = watchTheme(() => created.setColors(readChartColors(element)));
    return () => {
      stopWatching();
      updates.cancel(legend);
      view.current = null;
      created.dispose();
    };
  }, [legend]);

  // Another feed, instrument or zone: everything is drawn anew.
  useEffect(() => {
    shownFeed.current = feed;
    legend.clear();
    view.current?.reset(decimals, labels);
    if (feed !== null) requestDraw(feed, 'all');
  }, [feed, decimals, labels, legend, requestDraw]);

  useEffect(() => view.current?.setLines(lines), [lines]);

  const name = instrument === null ? null : instrumentName(instrument);
  return (
    <section
      className="chart"
      data-testid="chart-panel"
      aria-label={name === null ? 'Chart' : `Chart of ${name}`}
      onPointerEnter={() => updates.focus(legend)}
    >
      <ChartToolbar instrument={instrument} />
      <div className="chart-body">
        <ChartLegend legend={legend} decimals={decimals} stale={stale} />
        <ChartSurface
          name={name}
          interval={intervalName(barSize)}
          legend={legend}
          decimals={decimals}
          onKeyDown={(event) => handleKey(event, view.current)}
        >
          <div ref={container} className="chart-canvas" />
        </ChartSurface>
        <ChartTags
          handle={tags}
          lines={lines}
          coordinateOf={(price) => view.current?.coordinateOf(price) ?? null}
          axisWidth={() => view.current?.axisWidth() ?? 0}
        />
        <ChartStates followed={followed} name={name} hasInstrument={conId !== null} />
      </div>
    </section>
  );
}

interface ChartSurfaceProps {
  readonly name: string | null;
  readonly interval: string;
  readonly legend: Legend;
  readonly decimals: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly children: React.ReactNode;
}

/** The part that takes the keys; says in words what the drawing shows. */
function ChartSurface({ name, interval, legend, decimals, onKeyDown, children }: ChartSurfaceProps) {
  // Once per bar, not with every tick: a name that changes all the time is read out all the time.
  const barCount = useStore(legend.store, (state) => state.barCount);
  const { bar } = legend.store.getState();
  const summary =
    name === null || bar === null
      ? 'Chart without bars'
      : `${name}, candles of ${interval}, ${barCount} bars, last close ${formatPrice(bar.close, decimals)}. Arrow keys scroll, plus and minus zoom.`;
  return (
    <div className="chart-surface" role="group" tabIndex={0} aria-label={summary} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

function handleKey(event: KeyboardEvent, view: ChartView | null): void {
  if (view === null || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = event.shiftKey ? 50 : 5;
  switch (event.key) {
    case 'ArrowLeft':
      view.scroll(-step);
      break;
    case 'ArrowRight':
      view.scroll(step);
      break;
    case 'PageUp':
      view.scroll(-100);
      break;
    case 'PageDown':
      view.scroll(100);
      break;
    case '+':
    case '=':
      view.zoom(1.25);
      break;
    case '-':
    case '_':
      view.zoom(0.8);
      break;
    case 'Home':
      view.toStart();
      break;
    case 'End':
      view.toEnd();
      break;
    default:
      return;
  }
  event.preventDefault();
}

const noLines: readonly ChartLine[] = [];

function useChartLines(instrument: Instrument | null): readonly ChartLine[] {
  const orders = useOrders((state) => state.orders);
  const position = useOrders((state) =>
    instrument === null ? undefined : state.positions.get(instrument.conId),
  );
  return useMemo(
    () => (instrument === null ? noLines : chartLines(instrument, position ?? null, orders.values())),
    [instrument, position, orders],
  );
}
