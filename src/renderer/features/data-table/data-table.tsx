import {
  createSortedRowModel,
  type Row as TableRow,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { rowHeightOf } from '../../app/appearance';
import { useSettings } from '../../app/settings-store';
import { classNames } from '../../ui';
import './data-table.css';
import { compareValues, type SortValue } from './sort-values';

/** A column of a data table. */
export interface DataColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** Explains the header, for example its unit; shown on hover. */
  readonly description?: string;
  /** Pixels. */
  readonly width: number;
  /** Takes what is left of the width. */
  readonly grow?: boolean;
  readonly align?: 'start' | 'end';
  /** What the rows are sorted by; without it the column does not sort. Null goes last. */
  readonly sortValue?: (row: Row) => SortValue;
  readonly cell: (row: Row) => ReactNode;
  /** Shown on hover. */
  readonly title?: (row: Row) => string | undefined;
}

interface DataTableProps<Row extends object> {
  readonly label: string;
  readonly testId: string;
  readonly columns: readonly DataColumn<Row>[];
  /** In the order in which they are shown while no column sorts. */
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** `data-` attributes of a row. */
  readonly rowAttributes?: (row: Row) => Readonly<Record<`data-${string}`, string>>;
  readonly rowClass?: (row: Row) => string | undefined;
  /** Enter or a double click on a row. */
  readonly onOpen?: (row: Row) => void;
  /** A row got the focus, by a press or an arrow key. */
  readonly onFocusRow?: (row: Row) => void;
  /** True while the connection that fed the rows is gone. */
  readonly stale?: boolean;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
type Features = typeof features;

/**
 * A dense table: sticky header, sorting by any column, only the visible rows in the document, arrows move between
 * rows.
 */
export function DataTable<Row extends object>({
  label,
  testId,
  columns,
  rows,
  rowId,
  rowAttributes,
  rowClass,
  onOpen,
  onFocusRow,
  stale = false,
}: DataTableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useSettings((state) => rowHeightOf(state.settings.density));
  const [sorting, setSorting] = useState<SortingState>([]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const wanted = useRef<number | null>(null);

  const columnDefs = useMemo(
    () =>
      columns.map(({ id, header, sortValue }) => ({
        id,
        header,
        accessorFn: (row: Row): Exclude<SortValue, null> | undefined => sortValue?.(row) ?? undefined,
        enableSorting: sortValue !== undefined,
        sortUndefined: 'last' as const,
        sortFn: (a: TableRow<Features, Row>, b: TableRow<Features, Row>, columnId: string) =>
          compareValues(a.getValue<SortValue>(columnId), b.getValue<SortValue>(columnId)),
      })),
    [columns],
  );
  const table = useTable<Features, Row>({
    features,
    columns: columnDefs,
    data: rows,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: setSorting,
    enableMultiSort: false,
  });
  const shown = table.getRowModel().rows;

  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: rowHeight,
    paddingStart: rowHeight,
    getItemKey: (index) => shown[index]?.id ?? index,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const items = virtual.getVirtualItems();
  const before = Math.max(0, (items[0]?.start ?? rowHeight) - rowHeight);
  const after = Math.max(0, virtual.getTotalSize() - (items.at(-1)?.end ?? virtual.getTotalSize()));

  const activeIndex = Math.max(
    0,
    shown.findIndex((row) => row.id === activeId),
  );
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const element = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${wanted.current}"]`);
    if (!element) return;
    wanted.current = null;
    element.focus();
  });

  const goTo = (index: number) => {
    const target = Math.min(shown.length - 1, Math.max(0, index));
    const row = shown[target];
    if (row === undefined) return;
    wanted.current = target;
    setActiveId(row.id);
    virtual.scrollToIndex(target);
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    // Keys of the buttons inside a row are theirs.
    if (!(event.target instanceof HTMLTableRowElement) || event.altKey || event.ctrlKey || event.metaKey)
      return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    switch (event.key) {
      case 'ArrowUp':
        goTo(activeIndex - 1);
        break;
      case 'ArrowDown':
        goTo(activeIndex + 1);
        break;
      case 'PageUp':
        goTo(activeIndex - page);
        break;
      case 'PageDown':
        goTo(activeIndex + page);
        break;
      case 'Home':
        goTo(0);
        break;
      case 'End':
        goTo(shown.length - 1);
        break;
      case 'Enter': {
        const row = shown[activeIndex];
        if (row === undefined || onOpen === undefined || event.repeat) return;
        onOpen(row.original);
        break;
      }
      default:
        return;
    }
    event.preventDefault();
  };

  const minWidth = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <div ref={scroller} className="data-table" data-testid={testId}>
      <table
        aria-label={label}
        aria-rowcount={shown.length + 1}
        className={classNames(stale && 'stale')}
        style={{ minWidth }}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.grow === true ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header, index) => {
                const column = columns[index];
                const sorted = header.column.getIsSorted();
                return (
                  <th
                    key={header.id}
                    scope="col"
                    data-column={column?.id}
                    className={classNames(column?.align === 'end' && 'data-table-end')}
                    title={column?.description}
                    aria-sort={sorted === false ? undefined : sorted === 'asc' ? 'ascending' : 'descending'}
                  >
                    {header.column.getCanSort() ? (
                      <button
                        type="button"
                        className="data-table-sort"
                        onClick={() => header.column.toggleSorting()}
                      >
                        {column?.header}
                        <span aria-hidden="true" className="data-table-arrow">
                          {sorted === 'asc' ? '▲' : sorted === 'desc' ? '▼' : ''}
                        </span>
                      </button>
                    ) : (
                      column?.header
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody onKeyDown={handleKeyDown}>
          <Spacer height={before} span={columns.length} />
          {items.map((item) => {
            const row = shown[item.index];
            if (row === undefined) return null;
            return (
              <tr
                key={row.id}
                {...rowAttributes?.(row.original)}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                className={rowClass?.(row.original)}
                tabIndex={item.index === activeIndex ? 0 : -1}
                onFocus={() => {
                  setActiveId(row.id);
                  onFocusRow?.(row.original);
                }}
                onDoubleClick={() => onOpen?.(row.original)}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    data-column={column.id}
                    className={classNames(column.align === 'end' && 'data-table-end')}
                    title={column.title?.(row.original)}
                  >
                    {column.cell(row.original)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={after} span={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows above and below those in the document. */
function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden="true" className="data-table-spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
