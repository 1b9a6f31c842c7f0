import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { IconButton } from '../../ui';
import { CloseIcon } from '../../ui/icons';
import { cancelOrder, orderName, useCancelling } from '../orders/order-actions';
import { canCancel, statusWord } from '../orders/order-rows';
import { type ChartLine, spreadTags } from './chart-lines';

/** Moves the tags to where their prices are now. */
export interface ChartTagsHandle {
  place(): void;
}

interface ChartTagsProps {
  readonly lines: readonly ChartLine[];
  readonly coordinateOf: (price: number) => number | null;
  readonly axisWidth: () => number;
  readonly handle: Ref<ChartTagsHandle>;
}

/** Height of a tag with the gap below it. */
const tagHeight = 20;

/** What the lines of the chart are, and a button that cancels the order. */
export function ChartTags({ lines, coordinateOf, axisWidth, handle }: ChartTagsProps) {
  const root = useRef<HTMLDivElement>(null);
  const tags = useRef(new Map<string, HTMLLIElement>());
  const cancelling = useCancelling((state) => state.ids);

  const place = () => {
    const right = `${axisWidth() + 4}px`;
    if (root.current !== null && root.current.style.right !== right) root.current.style.right = right;
    const visible = lines
      .map((line) => ({ line, y: coordinateOf(line.price) }))
      .sort((a, b) => (a.y ?? 0) - (b.y ?? 0));
    const shown = visible.filter((one): one is { line: ChartLine; y: number } => one.y !== null);
    const spread = spreadTags(
      shown.map(({ y }) => y),
      tagHeight,
    );
    for (const { line, y } of visible) if (y === null) hide(tags.current.get(line.id));
    for (const [index, { line }] of shown.entries()) show(tags.current.get(line.id), spread[index] ?? 0);
  };
  useImperativeHandle(handle, () => ({ place }));
  useLayoutEffect(place);

  return (
    <div ref={root} className="chart-tags">
      <ul aria-label="Lines on the chart">
        {lines.map((line) => (
          <li
            key={line.id}
            ref={(element) => {
              if (element === null) tags.current.delete(line.id);
              else tags.current.set(line.id, element);
            }}
            className={`chart-tag chart-tag-${line.kind === 'position' ? 'position' : line.side.toLowerCase()}`}
            data-order-id={line.kind === 'order' ? line.id : undefined}
            title={line.kind === 'order' ? statusWord(line.order) : 'Position at its average price'}
          >
            <span className="chart-tag-text">{line.title}</span>
            {line.kind === 'position' ? (
              line.profit === null ? null : (
                <span className={`chart-tag-profit ${line.profit.tone}${line.stale ? ' stale' : ''}`}>
                  {line.profit.text}
                </span>
              )
            ) : canCancel(line.order) ? (
              <IconButton
                label={`Cancel ${orderName(line.order)}`}
                className="chart-tag-cancel"
                aria-disabled={cancelling.has(line.id)}
                onClick={() => void cancelOrder(line.order)}
              >
                <CloseIcon />
              </IconButton>
            ) : (
              <span className="chart-tag-state">{line.order.own ? statusWord(line.order) : 'elsewhere'}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function show(element: HTMLElement | undefined, y: number): void {
  if (element === undefined) return;
  const transform = `translateY(${Math.round(y - tagHeight / 2)}px)`;
  if (element.style.transform !== transform) element.style.transform = transform;
  if (element.style.visibility !== '') element.style.visibility = '';
}

function hide(element: HTMLElement | undefined): void {
  if (element !== undefined && element.style.visibility !== 'hidden') element.style.visibility = 'hidden';
}
