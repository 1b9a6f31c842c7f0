import { useMemo } from 'react';
import type { Position } from '../../../shared/domain/account';
import { type DecimalText, decimalText, exact } from '../../../shared/domain/decimal';
import type { ConId } from '../../../shared/domain/instrument';
import { instrumentName } from '../../../shared/domain/order-sentence';
import { useSelection } from '../../app/selection-store';
import { formatDateTime, formatMoney, formatPrice, formatQuantity } from '../../lib/format';
import { useQuote } from '../../lib/use-quote';
import { announce, PanelMessage, TableSkeleton } from '../../ui';
import { UnexplainedCell } from '../reconciliation';
import { useTicket } from '../ticket/ticket-store';
import { type DataColumn, DataTable, sortNumber } from '../data-table';
import { decimalsNeeded, paddingOnDecimal, signedMoney, toneOf } from './decimal-alignment';
import { FlashNumber } from './flash-number';
import { useOrders } from './order-store';
import { ProtectionCell, RepairButton } from './protection-cell';
import { PriceText, SymbolCell, tableTimeZone, useDecimals } from './table-cells';

/** What the account holds. */
export function PositionsTable() {
  const positions = useOrders((state) => state.positions);
  const known = useOrders((state) => state.known.positions);
  const rows = useMemo(
    () => [...positions.values()].sort((a, b) => a.symbol.localeCompare(b.symbol, 'en')),
    [positions],
  );
  const decimalsFor = useDecimals(rows.map((position) => position.conId));
  const columns = useMemo(() => positionColumns(rows, decimalsFor), [rows, decimalsFor]);
  if (!known) return <TableSkeleton label="Loading the positions" rows={5} />;
  if (rows.length === 0)
    return (
      <PanelMessage kind="empty" title="No positions">
        The account holds nothing.
      </PanelMessage>
    );
  return (
    <DataTable
      label="Positions"
      testId="positions-table"
      columns={columns}
      rows={rows}
      rowId={(position) => String(position.conId)}
      rowAttributes={(position) => ({ 'data-con-id': String(position.conId) })}
      rowClass={(position) => (position.stale ? 'stale' : undefined)}
      onOpen={(position) => useSelection.getState().select(position.conId)}
    />
  );
}

function positionColumns(
  rows: readonly Position[],
  decimalsFor: (conId: ConId) => number | null,
): readonly DataColumn<Position>[] {
  const decimalsOfPosition = (position: Position) =>
    decimalsFor(position.conId) ?? Math.min(4, decimalsNeeded(position.averagePrice));
  const columnDecimals = Math.max(2, ...rows.map(decimalsOfPosition));
  const profit = (pick: (position: Position) => DecimalText | null) => ({
    align: 'end' as const,
    width: 104,
    sortValue: (position: Position) => sortNumber(pick(position)),
    cell: (position: Position) => (
      <FlashNumber
        value={sortNumber(pick(position))}
        text={signedMoney(pick(position))}
        className={toneOf(pick(position))}
      />
    ),
    title: sourceOf,
  });
  return [
    {
      id: 'symbol',
      header: 'Symbol',
      width: 104,
      sortValue: (position) => position.symbol,
      cell: (position) => <SymbolCell of={position} />,
      title: (position) => `${position.localSymbol}, ${position.accountId}`,
    },
    {
      id: 'quantity',
      header: 'Qty',
      description: 'Positive long, negative short',
      width: 76,
      align: 'end',
      sortValue: (position) => sortNumber(position.quantity),
      cell: (position) => (
        <>
          <UnexplainedCell position={position} />
          {formatQuantity(position.quantity)}
        </>
      ),
      title: (position) => (exact(position.quantity).isNegative() ? 'Short' : 'Long'),
    },
    {
      id: 'protection',
      header: 'Protection',
      description:
        'Whether the stops of the position have its size; only for positions that were opened with a stop',
      width: 124,
      cell: (position) => <ProtectionCell conId={position.conId} />,
    },
    {
      id: 'average',
      header: 'Avg price',
      description: 'Average cost per unit, commissions included',
      width: 92,
      align: 'end',
      sortValue: (position) => sortNumber(position.averagePrice),
      cell: (position) => (
        <PriceText
          value={position.averagePrice}
          decimals={decimalsOfPosition(position)}
          columnDecimals={columnDecimals}
        />
      ),
    },
    {
      id: 'last',
      header: 'Last',
      width: 88,
      align: 'end',
      cell: (position) => (
        <LastCell
          position={position}
          decimals={decimalsOfPosition(position)}
          columnDecimals={columnDecimals}
        />
      ),
    },
    {
      id: 'value',
      header: 'Market value',
      description: 'In the currency of the instrument',
      width: 108,
      align: 'end',
      sortValue: (position) => sortNumber(position.marketValue),
      cell: (position) => formatMoney(position.marketValue, 2),
      title: sourceOf,
    },
    { id: 'unrealized', header: 'Unrealized P&L', ...profit((position) => position.unrealizedPnl) },
    { id: 'realized', header: 'Realized P&L', ...profit((position) => position.realizedPnl) },
    { id: 'daily', header: 'Daily P&L', ...profit((position) => position.dailyPnl) },
    {
      id: 'currency',
      header: 'Currency',
      width: 66,
      grow: true,
      sortValue: (position) => position.currency,
      cell: (position) => position.currency,
    },
    {
      id: 'actions',
      header: 'Actions',
      width: 132,
      align: 'end',
      cell: (position) => (
        <span className="order-actions">
          <RepairButton conId={position.conId} name={instrumentName(position)} />
          <button
            type="button"
            className="row-action"
            aria-label={`Close the position in ${instrumentName(position)}: fill in the ticket`}
            title="Fills in the ticket; nothing is sent"
            onClick={() => prepareClose(position)}
          >
            Close…
          </button>
        </span>
      ),
    },
  ];
}

function sourceOf(position: Position): string {
  const when = formatDateTime(position.receivedMs, tableTimeZone);
  return `From the gateway, ${when} New York${position.stale ? ', stale: the connection is gone' : ''}`;
}

/** Puts an order that would bring the position to zero into the ticket. */
function prepareClose(position: Position): void {
  const quantity = exact(position.quantity);
  useSelection.getState().select(position.conId);
  useTicket
    .getState()
    .prepareClose(position.conId, quantity.isNegative() ? 'BUY' : 'SELL', decimalText(quantity.abs()));
  announce(`The ticket holds an order that closes ${instrumentName(position)}. Check it and place it.`);
}

interface LastCellProps {
  readonly position: Position;
  readonly decimals: number;
  readonly columnDecimals: number;
}

/** The last price, live; until a quote came the price by which the gateway values the position. */
function LastCell({ position, decimals, columnDecimals }: LastCellProps) {
  const quote = useQuote(position.conId);
  const last = quote?.last ?? null;
  const value = last ?? sortNumber(position.marketPrice);
  const text = formatPrice(last ?? position.marketPrice, decimals);
  return (
    <FlashNumber
      value={value}
      text={text}
      padding={paddingOnDecimal(text, columnDecimals)}
      className={quote?.stale === true && last !== null ? 'stale' : undefined}
    />
  );
}
