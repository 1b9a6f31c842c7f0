import { useEffect, useState } from 'react';
import { latencySpans, type LatencySummary, type OrderLatency } from '../../../shared/ipc/journal-schemas';
import { formatDateTime, formatTime } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import { PanelMessage, TableSkeleton } from '../../ui';
import { type DataColumn, DataTable } from '../data-table';
import { formatSpan, spanWords } from './latency-words';

const LOOK_EVERY_MS = 2_000;
const zone = 'America/New_York';

interface Latencies {
  readonly orders: readonly OrderLatency[];
  readonly summary: readonly LatencySummary[];
}

/** How long the orders of this session took, point by point, with median and 99th percentile. */
export function LatencyView() {
  const [latencies, setLatencies] = useState<Latencies | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let ended = false;
    let timer = 0;
    const look = async () => {
      const answer = await request('order.latency', {});
      if (ended) return;
      if (answer.ok) setLatencies(answer.value);
      setProblem(answer.ok ? null : answer.error.text);
      timer = window.setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
    return () => {
      ended = true;
      window.clearTimeout(timer);
    };
  }, []);

  if (latencies === null)
    return problem === null ? (
      <TableSkeleton rows={4} label="Latencies are being read" />
    ) : (
      <PanelMessage kind="error" title="The latencies could not be read">
        {problem}
      </PanelMessage>
    );
  if (latencies.orders.length === 0)
    return (
      <PanelMessage kind="empty" title="No order of this session">
        Each order that you place appears here with what it took on its way, in milliseconds.
      </PanelMessage>
    );
  return (
    <div className="journal-latency">
      <dl className="latency-summary" aria-label="Median and 99th percentile, ms">
        {latencies.summary.map(({ span, count, p50, p99 }) => (
          <div key={span} data-span={span} title={`${spanWords[span].long}; ${count} orders`}>
            <dt>{spanWords[span].short}</dt>
            <dd>
              {formatSpan(p50)} <span className="latency-p99">p99 {formatSpan(p99)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <DataTable
        label="Latency of the orders, ms"
        testId="latency-table"
        columns={columns}
        rows={latencies.orders}
        rowId={(row) => row.orderId}
        rowAttributes={(row) => ({ 'data-order-id': row.orderId })}
      />
    </div>
  );
}

const columns: readonly DataColumn<OrderLatency>[] = [
  {
    id: 'time',
    header: 'Time NY',
    description: 'When the order came in, in New York, by this machine’s clock',
    width: 84,
    sortValue: (row) => row.receivedMs,
    cell: (row) => formatTime(row.receivedMs, zone),
    title: (row) => formatDateTime(row.receivedMs, zone),
  },
  {
    id: 'order',
    header: 'Order',
    width: 110,
    grow: true,
    cell: (row) => <span className="journal-mono">{row.orderId}</span>,
  },
  ...latencySpans.map(
    (span): DataColumn<OrderLatency> => ({
      id: span,
      header: spanWords[span].short,
      description: `${spanWords[span].long}, ms`,
      width: 74,
      align: 'end',
      sortValue: (row) => row[span],
      cell: (row) => formatSpan(row[span]),
    }),
  ),
];
