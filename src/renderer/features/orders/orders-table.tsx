import { useMemo, useState } from 'react';
import type { DecimalText } from '../../../shared/domain/decimal';
import type { Order } from '../../../shared/domain/order';
import { useSelection } from '../../app/selection-store';
import { formatDateTime, formatQuantity, formatTime } from '../../lib/format';
import { PanelMessage, TableSkeleton } from '../../ui';
import { type DataColumn, DataTable, sortNumber } from '../data-table';
import { decimalsNeeded } from './decimal-alignment';
import { useCancelling } from './order-actions';
import { OrderEditor } from './order-editor';
import { OrderReplacer } from './order-replacer';
import { OrderActions, type RowActions } from './order-row-actions';
import { type OrderFilter, type OrderRow, orderRows, roleWord, statusTone, statusWord } from './order-rows';
import { OrderStatusCell, orderStatusTitle } from './order-status-cell';
import { useOrders } from './order-store';
import { PriceText, SideCell, SymbolCell, tableTimeZone, useDecimals } from './table-cells';

interface OrdersTableProps {
  readonly filter: OrderFilter;
  readonly stale: boolean;
}

/** The orders of the day, with what can be done about them. */
export function OrdersTable({ filter, stale }: OrdersTableProps) {
  const orders = useOrders((state) => state.orders);
  const known = useOrders((state) => state.known.orders);
  const cancelling = useCancelling((state) => state.ids);
  const [open, setOpen] = useState<{ readonly dialog: 'edit' | 'replace'; readonly id: string } | null>(null);
  const rows = useMemo(() => orderRows(orders, filter), [orders, filter]);
  const decimalsFor = useDecimals(rows.map(({ order }) => order.conId));
  const columns = useMemo(
    () =>
      orderColumns(rows, decimalsFor, {
        cancelling,
        orders,
        edit: (id) => setOpen({ dialog: 'edit', id }),
        replace: (id) => setOpen({ dialog: 'replace', id }),
      }),
    [rows, decimalsFor, cancelling, orders],
  );
  const opened = open === null ? null : (orders.get(open.id) ?? null);
  const close = () => setOpen(null);

  return (
    <>
      {!known ? (
        <TableSkeleton label="Loading the orders" rows={5} />
      ) : rows.length === 0 ? (
        <PanelMessage kind="empty" title={filter === 'working' ? 'No working orders' : 'No orders today'}>
          {filter === 'working' && orders.size > 0
            ? 'Choose “All” to see the orders of the day that are done.'
            : 'Place one with the ticket on the right.'}
        </PanelMessage>
      ) : (
        <DataTable
          label="Orders"
          testId="orders-table"
          columns={columns}
          rows={rows}
          rowId={idOf}
          rowAttributes={({ order }) => ({
            'data-order-id': order.id,
            'data-con-id': String(order.conId),
            'data-state': order.state,
            'data-copy': String(order.copyOf !== null),
          })}
          rowClass={({ order }) => (statusTone(order) === 'muted' ? 'row-muted' : undefined)}
          onOpen={({ order }) => useSelection.getState().select(order.conId)}
          stale={stale}
        />
      )}
      {opened === null ? null : open?.dialog === 'replace' ? (
        <OrderReplacer key={opened.id} order={opened} onClose={close} />
      ) : (
        <OrderEditor
          key={opened.id}
          order={opened}
          onClose={close}
          onReplace={() => setOpen({ dialog: 'replace', id: opened.id })}
        />
      )}
    </>
  );
}

function idOf({ order }: OrderRow): string {
  return order.id;
}

function orderColumns(
  rows: readonly OrderRow[],
  decimalsFor: (conId: Order['conId']) => number | null,
  actions: RowActions,
): readonly DataColumn<OrderRow>[] {
  const decimalsOfOrder = (order: Order) =>
    decimalsFor(order.conId) ?? Math.max(decimalsNeeded(order.limitPrice), decimalsNeeded(order.stopPrice));
  const columnDecimals = Math.max(2, ...rows.map(({ order }) => decimalsOfOrder(order)));
  const price = (pick: (order: Order) => DecimalText | null) => ({
    align: 'end' as const,
    sortValue: ({ order }: OrderRow) => sortNumber(pick(order)),
    cell: ({ order }: OrderRow) => (
      <PriceText value={pick(order)} decimals={decimalsOfOrder(order)} columnDecimals={columnDecimals} />
    ),
  });
  const quantity = (pick: (order: Order) => DecimalText) => ({
    align: 'end' as const,
    sortValue: ({ order }: OrderRow) => sortNumber(pick(order)),
    cell: ({ order }: OrderRow) => formatQuantity(pick(order)),
    title: ({ order }: OrderRow) => formatQuantity(pick(order)),
  });
  return [
    {
      id: 'time',
      header: 'Time NY',
      description: 'When it was placed, in New York',
      width: 76,
      sortValue: ({ order }) => order.createdMs,
      cell: ({ order }) => formatTime(order.createdMs, tableTimeZone),
      title: ({ order }) =>
        `Placed ${formatDateTime(order.createdMs, tableTimeZone)}\nChanged ${formatDateTime(order.updatedMs, tableTimeZone)}`,
    },
    {
      id: 'symbol',
      header: 'Symbol',
      width: 78,
      sortValue: ({ order }) => order.symbol,
      cell: ({ order, entry }) => <SymbolCell of={order} indent={entry !== null} />,
      title: ({ order }) => [order.localSymbol, order.accountId].join(', '),
    },
    {
      id: 'side',
      header: 'Side',
      width: 56,
      sortValue: ({ order }) => order.side,
      cell: ({ order }) => <SideCell side={order.side} />,
    },
    { id: 'quantity', header: 'Qty', width: 66, ...quantity((order) => order.quantity) },
    { id: 'filled', header: 'Filled', width: 62, ...quantity((order) => order.filled) },
    {
      id: 'remaining',
      header: 'Left',
      description: 'Not filled yet',
      width: 62,
      ...quantity((order) => order.remaining),
    },
    {
      id: 'type',
      header: 'Type',
      width: 70,
      sortValue: ({ order }) => order.orderType,
      cell: ({ order }) => order.orderType,
      title: ({ order }) => roleWord(order.role) || undefined,
    },
    { id: 'limit', header: 'Limit', width: 84, ...price((order) => order.limitPrice) },
    { id: 'stop', header: 'Stop', width: 84, ...price((order) => order.stopPrice) },
    {
      id: 'tif',
      header: 'TIF',
      description: 'Time in force; + means also outside regular hours',
      width: 52,
      sortValue: ({ order }) => order.tif,
      cell: ({ order }) => `${order.tif}${order.outsideRth ? ' +' : ''}`,
      title: ({ order }) => (order.outsideRth ? 'Also outside regular hours' : 'Regular hours'),
    },
    { id: 'average', header: 'Avg fill', width: 84, ...price((order) => order.averageFillPrice) },
    {
      id: 'status',
      header: 'Status',
      description: 'The state of the order, and what IB said about it',
      width: 168,
      grow: true,
      sortValue: ({ order }) => statusWord(order),
      cell: ({ order }) => <OrderStatusCell order={order} />,
      title: ({ order }) => orderStatusTitle(order),
    },
    {
      id: 'actions',
      header: 'Actions',
      width: 160,
      align: 'end',
      cell: ({ order }) => <OrderActions order={order} {...actions} />,
    },
  ];
}
