import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { classNames } from '../ui';
import { defaultLayout, type LayoutEdge, layoutBounds, sizeAfterKey } from './layout-model';
import { useLayout } from './layout-store';

interface SplitterProps {
  readonly edge: LayoutEdge;
  readonly label: string;
  /** The size that is in force, which in a small window is less than the one chosen. */
  readonly current: number;
  /** The direction in which the panel grows. */
  readonly grows: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp';
}

/** The line between two panels: dragged, moved with arrows, Home and End, set back with Enter or a double click. */
export function Splitter({ edge, label, current, grows }: SplitterProps) {
  const resize = useLayout((state) => state.resize);
  const drag = useRef<{ readonly start: number; readonly size: number } | null>(null);
  const vertical = grows !== 'ArrowUp';
  const position = (event: PointerEvent) => (vertical ? event.clientX : event.clientY);

  const follow = (event: PointerEvent) => {
    if (drag.current === null) return;
    const moved = position(event) - drag.current.start;
    resize(edge, drag.current.size + (grows === 'ArrowRight' ? moved : -moved));
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    const next = sizeAfterKey(edge, current, event, grows);
    if (next === null) return;
    event.preventDefault();
    resize(edge, next);
  };
  return (
    // A separator with a value is a control by the ARIA pattern "window splitter".
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={vertical ? 'vertical' : 'horizontal'}
      aria-valuenow={current}
      aria-valuemin={layoutBounds[edge].min}
      aria-valuemax={layoutBounds[edge].max}
      className={classNames(
        'splitter',
        vertical ? 'splitter-vertical' : 'splitter-horizontal',
        `splitter-${edge}`,
      )}
      onKeyDown={handleKeyDown}
      onDoubleClick={() => resize(edge, defaultLayout[edge])}
      // Its place is above rows that can be dragged: the press must not begin to drag one of them.
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { start: position(event), size: current };
      }}
      onPointerMove={follow}
      onPointerUp={(event) => {
        follow(event);
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
    />
  );
}
