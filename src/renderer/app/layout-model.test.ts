import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  centreMinimum,
  defaultLayout,
  fitted,
  layoutBounds,
  type LayoutEdge,
  layoutSchema,
  resized,
  sizeAfterKey,
} from './layout-model';

const edges: readonly LayoutEdge[] = ['watchlistWidth', 'ticketWidth', 'bottomHeight'];
const sizes = fc.record({
  watchlistWidth: fc.integer(layoutBounds.watchlistWidth),
  ticketWidth: fc.integer(layoutBounds.ticketWidth),
  bottomHeight: fc.integer(layoutBounds.bottomHeight),
});
const plain = (key: string) => ({ key, shiftKey: false });

describe('the layout', () => {
  it('fits as it is into the usual window', () => {
    expect(fitted(defaultLayout, { width: 1436, height: 838 })).toEqual(defaultLayout);
  });

  it('keeps the middle usable in every window from 1024 by 700, whatever was chosen', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1020, max: 4000 }),
        fc.integer({ min: 638, max: 2400 }),
        (chosen, width, height) => {
          const shown = fitted(chosen, { width, height });
          expect(width - shown.watchlistWidth - shown.ticketWidth).toBeGreaterThanOrEqual(
            centreMinimum.width,
          );
          expect(height - shown.bottomHeight).toBeGreaterThanOrEqual(centreMinimum.height);
        },
      ),
    );
  });

  it('takes nothing away that there is room for', () => {
    fc.assert(
      fc.property(sizes, (chosen) => {
        const width = chosen.watchlistWidth + chosen.ticketWidth + centreMinimum.width;
        const height = chosen.bottomHeight + centreMinimum.height;
        expect(fitted(chosen, { width, height })).toEqual(chosen);
      }),
    );
  });

  it('stays valid however far an edge is dragged', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.constantFrom(...edges),
        fc.double({ min: -5e3, max: 5e3, noNaN: true }),
        (chosen, edge, to) => {
          expect(layoutSchema.safeParse(resized(chosen, edge, to)).success).toBe(true);
        },
      ),
    );
  });

  it('is refused when it was tampered with', () => {
    expect(layoutSchema.safeParse({ ...defaultLayout, ticketWidth: 5 }).success).toBe(false);
    expect(layoutSchema.safeParse({ ...defaultLayout, more: 1 }).success).toBe(false);
  });
});

describe('a key on a splitter', () => {
  it('grows and shrinks its panel in the direction of the arrow', () => {
    expect(sizeAfterKey('watchlistWidth', 280, plain('ArrowRight'), 'ArrowRight')).toBe(288);
    expect(sizeAfterKey('watchlistWidth', 280, plain('ArrowLeft'), 'ArrowRight')).toBe(272);
    expect(sizeAfterKey('ticketWidth', 320, plain('ArrowLeft'), 'ArrowLeft')).toBe(328);
    expect(sizeAfterKey('bottomHeight', 240, plain('ArrowUp'), 'ArrowUp')).toBe(248);
  });

  it('takes larger steps with Shift', () => {
    expect(sizeAfterKey('bottomHeight', 240, { key: 'ArrowDown', shiftKey: true }, 'ArrowUp')).toBe(192);
  });

  it('goes to the ends and back to the usual size', () => {
    expect(sizeAfterKey('bottomHeight', 240, plain('Home'), 'ArrowUp')).toBe(layoutBounds.bottomHeight.min);
    expect(sizeAfterKey('bottomHeight', 240, plain('End'), 'ArrowUp')).toBe(layoutBounds.bottomHeight.max);
    expect(sizeAfterKey('bottomHeight', 400, plain('Enter'), 'ArrowUp')).toBe(defaultLayout.bottomHeight);
  });

  it('leaves other keys to the page', () => {
    expect(sizeAfterKey('watchlistWidth', 280, plain('ArrowUp'), 'ArrowRight')).toBeNull();
    expect(sizeAfterKey('watchlistWidth', 280, plain('Tab'), 'ArrowRight')).toBeNull();
  });
});
