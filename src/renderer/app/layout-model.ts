import * as z from 'zod';

/** Sizes of the panels that the trader can change, in pixels. */
export interface LayoutSizes {
  readonly watchlistWidth: number;
  readonly ticketWidth: number;
  readonly bottomHeight: number;
}

export type LayoutEdge = keyof LayoutSizes;

/** The area that the panels share: the window without title bar, status bar and frame. */
export interface LayoutArea {
  readonly width: number;
  readonly height: number;
}

/** What stays of the middle, whatever the others take: a chart below this shows nothing of use. */
export const centreMinimum = { width: 360, height: 220 } as const;

/** Bounds of each size. */
export const layoutBounds: Readonly<Record<LayoutEdge, { readonly min: number; readonly max: number }>> = {
  watchlistWidth: { min: 220, max: 640 },
  ticketWidth: { min: 280, max: 480 },
  bottomHeight: { min: 120, max: 640 },
};

export const defaultLayout: LayoutSizes = { watchlistWidth: 280, ticketWidth: 320, bottomHeight: 240 };

const size = (edge: LayoutEdge) => z.number().int().min(layoutBounds[edge].min).max(layoutBounds[edge].max);

/** Sizes as they are remembered. */
export const layoutSchema: z.ZodType<LayoutSizes> = z.strictObject({
  watchlistWidth: size('watchlistWidth'),
  ticketWidth: size('ticketWidth'),
  bottomHeight: size('bottomHeight'),
});

/** The sizes with one edge moved to `value`, within the bounds of that edge. */
export function resized(sizes: LayoutSizes, edge: LayoutEdge, value: number): LayoutSizes {
  const { min, max } = layoutBounds[edge];
  return { ...sizes, [edge]: Math.round(Math.min(max, Math.max(min, value))) };
}

/**
 * The sizes as they fit into an area: the middle keeps its minimum, and what lacks is taken from the watchlist, then
 * from the ticket, each down to its own minimum. What the trader chose is not changed: a larger window gives it back.
 */
export function fitted(sizes: LayoutSizes, area: LayoutArea): LayoutSizes {
  const lack = sizes.watchlistWidth + sizes.ticketWidth + centreMinimum.width - area.width;
  const watchlistWidth = shrunk('watchlistWidth', sizes.watchlistWidth, lack);
  const stillLacks = lack - (sizes.watchlistWidth - watchlistWidth);
  return {
    watchlistWidth,
    ticketWidth: shrunk('ticketWidth', sizes.ticketWidth, stillLacks),
    bottomHeight: shrunk(
      'bottomHeight',
      sizes.bottomHeight,
      sizes.bottomHeight + centreMinimum.height - area.height,
    ),
  };
}

function shrunk(edge: LayoutEdge, value: number, lack: number): number {
  return lack <= 0 ? value : Math.max(layoutBounds[edge].min, value - lack);
}

/** How far an arrow key moves a splitter, in pixels. */
const arrowStep = 8;
const shiftStep = 48;

/**
 * The size of an edge after a key on its splitter, or null when the key means nothing there.
 * `grows` is the arrow that makes the panel larger.
 */
export function sizeAfterKey(
  edge: LayoutEdge,
  current: number,
  press: { readonly key: string; readonly shiftKey: boolean },
  grows: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): number | null {
  const opposite = {
    ArrowLeft: 'ArrowRight',
    ArrowRight: 'ArrowLeft',
    ArrowUp: 'ArrowDown',
    ArrowDown: 'ArrowUp',
  };
  const step = press.shiftKey ? shiftStep : arrowStep;
  switch (press.key) {
    case grows:
      return current + step;
    case opposite[grows]:
      return current - step;
    case 'Home':
      return layoutBounds[edge].min;
    case 'End':
      return layoutBounds[edge].max;
    case 'Enter':
      return defaultLayout[edge];
    default:
      return null;
  }
}
