import { memo, useLayoutEffect, useRef } from 'react';
import { decimalsOf } from '../../../shared/domain/decimal';
import type { ConId, SecType } from '../../../shared/domain/instrument';
import { instrumentName } from '../../../shared/domain/order-sentence';
import type { Quote } from '../../../shared/domain/quote';
import { useInstrument, useInstrumentError } from '../../lib/instruments';
import { quoteBus } from '../../lib/quote-bus';
import { classNames } from '../../ui';
import { flashOf, quoteTexts, typeWord, withMidpoint } from './quote-cells';

interface WatchlistRowProps {
  readonly conId: ConId;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  readonly onSelect: (conId: ConId) => void;
  readonly dragged: boolean;
}

/** The id of a row's element, for `aria-activedescendant`. */
export function rowElementId(conId: ConId): string {
  return `watchlist-row-${conId}`;
}

const numberColumns = ['last', 'change', 'changePercent', 'bid', 'ask', 'volume'] as const;

/** One instrument. It renders when the list changes; ticks write into its cells without React. */
export const WatchlistRow = memo(function WatchlistRow({
  conId,
  index,
  top,
  selected,
  onSelect,
  dragged,
}: WatchlistRowProps) {
  const row = useRef<HTMLDivElement>(null);
  const instrument = useInstrument(conId);
  const error = useInstrumentError(conId);
  const decimals = instrument === null ? 2 : decimalsOf(instrument.minTick);
  const secType = instrument === null ? null : instrument.secType;

  useLayoutEffect(() => {
    const element = row.current;
    if (element === null) return undefined;
    const cells = new Map<string, HTMLElement>();
    for (const cell of element.querySelectorAll<HTMLElement>('[data-column]'))
      cells.set(cell.dataset['column'] ?? '', cell);
    const write = (column: string, text: string) => {
      const cell = cells.get(column);
      if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
    };
    const paint = (newest: Quote, before: Quote | null) => {
      const quote = withMidpoint(newest, secType, decimals);
      const previous = before === null ? null : withMidpoint(before, secType, decimals);
      const texts = quoteTexts(quote, decimals);
      for (const column of numberColumns) write(column, texts[column]);
      write('mark', texts.mark);
      element.dataset['direction'] = texts.direction ?? 'none';
      element.classList.toggle('stale', quote.stale);
      const flash = previous === null ? null : flashOf(quote, previous);
      const last = cells.get('last');
      // Two names of the same animation in turn: a new name starts it again without a forced layout.
      if (flash !== null && last !== undefined)
        last.dataset['flash'] = `${flash}-${last.dataset['flash']?.endsWith('a') === true ? 'b' : 'a'}`;
    };
    paint(quoteBus.get(conId), null);
    return quoteBus.listen(conId, paint);
  }, [conId, decimals, secType]);

  const name = instrument === null ? `#${conId}` : instrumentName(instrument);
  return (
    <div
      ref={row}
      id={rowElementId(conId)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-con-id={conId}
      className={classNames(
        'watchlist-row',
        selected && 'watchlist-row-selected',
        dragged && 'watchlist-row-dragged',
      )}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={() => onSelect(conId)}
      onMouseEnter={() => {
        if (row.current !== null)
          row.current.title = rowTitle(quoteBus.get(conId), secType, instrument?.name ?? '', error?.text);
      }}
    >
      <span role="gridcell" className="watchlist-symbol">
        <span className="watchlist-name">{name}</span>
        <span data-column="mark" className="watchlist-mark" />
      </span>
      {numberColumns.map((column) => (
        <span key={column} role="gridcell" data-column={column} className={`number watchlist-${column}`} />
      ))}
    </div>
  );
});

function rowTitle(quote: Quote, secType: SecType | null, name: string, error: string | undefined): string {
  const lines = [name, `Market data: ${typeWord(quote.type)}${quote.stale ? ', stale' : ''}`];
  if (quote.notice !== null) lines.push(quote.notice.text);
  if (secType === 'CASH') lines.push('Last is the middle of bid and ask');
  if (error !== undefined) lines.push(error);
  return lines.filter((line) => line !== '').join('\n');
}
