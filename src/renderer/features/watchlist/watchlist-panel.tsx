import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { ConId } from '../../../shared/domain/instrument';
import { rowHeightOf } from '../../app/appearance';
import { openPalette } from '../../app/dialog-store';
import { useSelection } from '../../app/selection-store';
import { useSettings } from '../../app/settings-store';
import { quoteBus } from '../../lib/quote-bus';
import { Button, IconButton, PanelMessage, PlusIcon, TableSkeleton } from '../../ui';
import { type RowDrag, useRowDrag } from './use-row-drag';
import './watchlist.css';
import { WatchlistDetail } from './watchlist-detail';
import { rowElementId, WatchlistRow } from './watchlist-row';
import { loadWatchlist, moveInWatchlist, removeFromWatchlist, useWatchlist } from './watchlist-store';

const columns = [
  ['last', 'Last'],
  ['change', 'Change'],
  ['changePercent', 'Chg %'],
  ['bid', 'Bid'],
  ['ask', 'Ask'],
  ['volume', 'Volume'],
] as const;

/** The trader's instruments with their live quotes. */
export function WatchlistPanel() {
  const watchlist = useWatchlist();
  const selected = useSelection((state) => state.conId);
  return (
    <section className="watchlist" data-testid="watchlist" aria-label="Watchlist">
      <header className="panel-header">
        <h2 className="panel-title">Watchlist</h2>
        <IconButton label="Add a symbol (Insert)" onClick={() => openPalette('', 'add')}>
          <PlusIcon />
        </IconButton>
      </header>
      <div className="watchlist-body">
        {watchlist.kind === 'loading' ? (
          <TableSkeleton label="Loading the watchlist" rows={8} />
        ) : watchlist.kind === 'failed' ? (
          <PanelMessage kind="error" title="The watchlist could not be read">
            <p>{watchlist.text}</p>
            <Button onClick={() => void loadWatchlist()}>Try again</Button>
          </PanelMessage>
        ) : watchlist.conIds.length === 0 ? (
          <PanelMessage kind="empty" title="No instruments yet">
            <p>Search for a symbol and add it.</p>
            <Button onClick={() => openPalette('', 'add')}>Add a symbol</Button>
          </PanelMessage>
        ) : (
          <WatchlistGrid conIds={watchlist.conIds} selected={selected} />
        )}
      </div>
      {selected === null ? null : (
        <WatchlistDetail
          conId={selected}
          onRemove={watchlist.conIds.includes(selected) ? () => removeFromWatchlist(selected) : null}
        />
      )}
    </section>
  );
}

interface WatchlistGridProps {
  readonly conIds: readonly ConId[];
  readonly selected: ConId | null;
}

function WatchlistGrid({ conIds, selected }: WatchlistGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const select = useSelection((state) => state.select);
  const rowHeight = useSettings((state) => rowHeightOf(state.settings.density));
  const rows = useVirtualizer({
    count: conIds.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
    overscan: 6,
    getItemKey: (index) => conIds[index] ?? index,
  });
  useEffect(() => rows.measure(), [rows, rowHeight]);

  useEffect(() => {
    const releases = conIds.map((conId) => quoteBus.watch(conId));
    return () => {
      for (const release of releases) release();
    };
  }, [conIds]);

  const current = selected === null ? -1 : conIds.indexOf(selected);
  useEffect(() => {
    if (current >= 0) rows.scrollToIndex(current);
  }, [rows, current]);

  const { drag, handlers } = useRowDrag(conIds, rowHeight, moveInWatchlist);
  const goTo = (index: number) => {
    const conId = conIds[Math.min(conIds.length - 1, Math.max(0, index))];
    if (conId !== undefined) select(conId);
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    if (event.altKey) {
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      if (selected !== null && current >= 0)
        moveInWatchlist(selected, current + (event.key === 'ArrowUp' ? -1 : 1));
      return;
    }
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    switch (event.key) {
      case 'ArrowUp':
        goTo(current - 1);
        break;
      case 'ArrowDown':
        goTo(current + 1);
        break;
      case 'PageUp':
        goTo(current - pageRows);
        break;
      case 'PageDown':
        goTo(current + pageRows);
        break;
      case 'Home':
        goTo(0);
        break;
      case 'End':
        goTo(conIds.length - 1);
        break;
      case 'Delete':
        if (selected !== null && current >= 0) removeFromWatchlist(selected);
        break;
      case 'Insert':
        openPalette('', 'add');
        break;
      default:
        if (!/^[\p{L}\p{N}]$/u.test(event.key)) return;
        openPalette(event.key.toUpperCase());
        break;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Watchlist"
      aria-rowcount={conIds.length + 1}
      aria-activedescendant={selected !== null && current >= 0 ? rowElementId(selected) : undefined}
      className="watchlist-grid"
      onKeyDown={handleKeyDown}
    >
      <div role="rowgroup" className="watchlist-head">
        <div role="row" aria-rowindex={1} className="watchlist-row">
          <span role="columnheader" className="watchlist-symbol">
            Symbol
          </span>
          {columns.map(([column, label]) => (
            <span key={column} role="columnheader" className={`number watchlist-${column}`}>
              {label}
            </span>
          ))}
        </div>
      </div>
      <div
        role="rowgroup"
        className="watchlist-rows"
        style={{ height: rows.getTotalSize() - rowHeight }}
        {...handlers}
      >
        {rows.getVirtualItems().map((item) => {
          const conId = conIds[item.index];
          return conId === undefined ? null : (
            <WatchlistRow
              key={conId}
              conId={conId}
              index={item.index}
              top={item.start - rowHeight}
              selected={conId === selected}
              onSelect={select}
              dragged={drag?.conId === conId}
            />
          );
        })}
        {drag === null ? null : (
          <div
            aria-hidden="true"
            className="watchlist-drop"
            style={{ transform: `translateY(${dropOffset(drag, conIds, rowHeight)}px)` }}
          />
        )}
      </div>
    </div>
  );
}

/** Where the line is drawn that shows the new place: above the row there when dragging up, below it when down. */
function dropOffset(drag: RowDrag, conIds: readonly ConId[], rowHeight: number): number {
  return (drag.index + (drag.index > conIds.indexOf(drag.conId) ? 1 : 0)) * rowHeight;
}
