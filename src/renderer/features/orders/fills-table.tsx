import { useMemo } from 'react';
import type { Fill } from '../../../shared/domain/order';
import { useSelection } from '../../app/selection-store';
import { formatDateTime, formatMoney, formatQuantity, formatTime } from '../../lib/format';
import { PanelMessage, TableSkeleton } from '../../ui';
import { type DataColumn, DataTable, sortNumber } from '../data-table';
import { decimalsNeeded, signedMoney, toneOf } from './decimal-alignment';
import { useOrders } from './order-store';
import { PriceText, SideCell, SymbolCell, tableTimeZone, useDecimals } from './table-cells';

/** The executions of the day, newest first. */
export function FillsTable({ stale }: { readonly stale: boolean }) {
  const fills = useOrders((state) => state.fills);
  const known = useOrders((state) => state.known.fills);
  const rows = useMemo(() => [...fills.values()].sort((a, b) => b.atMs - a.atMs), [fills]);
  const decimalsFor = useDecimals(rows.map((fill) => fill.conId));
  const columns = useMemo(() => fillColumns(rows, decimalsFor), [rows, decimalsFor]);
  if (!known) return <TableSkeleton label="Loading the fills" rows={5} />;
  if (rows.length === 0)
    return (
      <PanelMessage kind="empty" title="No fills today">
        Executions appear here as they happen.
      </PanelMessage>
    );
  return (
    <DataTable
      label="Fills"
      testId="fills-table"
      columns={columns}
      rows={rows}
      rowId={(fill) => fill.execId}
      rowAttributes={(fill) => ({ 'data-exec-id': fill.execId, 'data-con-id': String(fill.conId) })}
      onOpen={(fill) => useSelection.getState().select(fill.conId)}
      stale={stale}
    />
  );
}

function fillColumns(
  rows: readonly Fill[],
  decimalsFor: (conId: Fill['conId']) => number | null,
): readonly DataColumn<Fill>[] {
  // A price between two ticks, such as that of a combination, keeps all its decimals.
  const decimalsOfFill = (fill: Fill) => Math.max(decimalsFor(fill.conId) ?? 2, decimalsNeeded(fill.price));
  const columnDecimals = Math.max(2, ...rows.map(decimalsOfFill));
  return [
    {
      id: 'time',
      header: 'Time NY',
      description: 'When it happened, in New York, by the gateway’s word',
      width: 88,
      sortValue: (fill) => fill.atMs,
      cell: (fill) => formatTime(fill.atMs, tableTimeZone),
      title: (fill) => formatDateTime(fill.atMs, tableTimeZone),
    },
    {
      id: 'symbol',
      header: 'Symbol',
      width: 110,
      sortValue: (fill) => fill.symbol,
      cell: (fill) => <SymbolCell of={fill} />,
    },
    {
      id: 'side',
      header: 'Side',
      width: 72,
      sortValue: (fill) => fill.side,
      cell: (fill) => <SideCell side={fill.side} />,
    },
    {
      id: 'quantity',
      header: 'Qty',
      width: 80,
      align: 'end',
      sortValue: (fill) => sortNumber(fill.quantity),
      cell: (fill) => formatQuantity(fill.quantity),
    },
    {
      id: 'price',
      header: 'Price',
      width: 100,
      align: 'end',
      sortValue: (fill) => sortNumber(fill.price),
      cell: (fill) => (
        <PriceText value={fill.price} decimals={decimalsOfFill(fill)} columnDecimals={columnDecimals} />
      ),
    },
    {
      id: 'exchange',
      header: 'Exchange',
      width: 100,
      sortValue: (fill) => fill.exchange,
      cell: (fill) => fill.exchange,
    },
    {
      id: 'commission',
      header: 'Commission',
      width: 110,
      align: 'end',
      sortValue: (fill) => sortNumber(fill.commission),
      cell: (fill) => formatMoney(fill.commission, 2),
      title: (fill) =>
        fill.commission === null
          ? 'The commission report has not come yet'
          : `${fill.commission} ${fill.commissionCurrency ?? ''}`.trim(),
    },
    {
      id: 'realized',
      header: 'Realized P&L',
      width: 120,
      align: 'end',
      sortValue: (fill) => sortNumber(fill.realizedPnl),
      cell: (fill) => <span className={toneOf(fill.realizedPnl)}>{signedMoney(fill.realizedPnl)}</span>,
    },
    {
      id: 'account',
      header: 'Account',
      width: 110,
      grow: true,
      sortValue: (fill) => fill.accountId,
      cell: (fill) => fill.accountId,
      title: (fill) => `Execution ${fill.execId}`,
    },
  ];
}
