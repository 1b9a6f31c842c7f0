import { type PointerEvent, useRef, useState } from 'react';
import type { ConId } from '../../../shared/domain/instrument';

/** A press becomes a drag after this many pixels. */
const threshold = 5;

interface Press {
  readonly conId: ConId;
  readonly startY: number;
}

/** A row that is being dragged, and the index where it would land. */
export interface RowDrag {
  readonly conId: ConId;
  readonly index: number;
}

/** The index of the row at a height within the rows, kept within the list. */
export function rowIndexAt(offsetY: number, rowHeight: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(offsetY / rowHeight)));
}

/** Reorders rows by dragging with the pointer; the handlers belong to the element that holds the rows. */
export function useRowDrag(
  conIds: readonly ConId[],
  rowHeight: number,
  onMove: (conId: ConId, index: number) => void,
) {
  const press = useRef<Press | null>(null);
  const [drag, setDrag] = useState<RowDrag | null>(null);

  const end = () => {
    press.current = null;
    setDrag(null);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-con-id]') : null;
      const conId = conIds.find((candidate) => String(candidate) === row?.dataset['conId']);
      if (event.button === 0 && conId !== undefined) press.current = { conId, startY: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (press.current === null) return;
      if (drag === null && Math.abs(event.clientY - press.current.startY) < threshold) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const { top } = event.currentTarget.getBoundingClientRect();
      const index = rowIndexAt(event.clientY - top, rowHeight, conIds.length);
      if (drag?.index !== index) setDrag({ conId: press.current.conId, index });
    },
    onPointerUp: () => {
      if (drag !== null) onMove(drag.conId, drag.index);
      end();
    },
    onPointerCancel: end,
  };
  return { drag, handlers };
}
