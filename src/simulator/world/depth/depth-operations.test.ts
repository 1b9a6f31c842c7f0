import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DepthRow } from './depth-book';
import { type DepthOperation, depthOperations } from './depth-operations';

const rows = fc
  .uniqueArray(
    fc.record({
      price: fc.integer({ min: 90, max: 100 }),
      size: fc.integer({ min: 1, max: 4 }),
      marketMaker: fc.constantFrom('ARCA', 'NYSE', 'IEX'),
    }),
    { selector: ({ price, marketMaker }) => `${price} ${marketMaker}`, maxLength: 12 },
  )
  .map((list) => list.sort((a, b) => b.price - a.price || b.size - a.size));

/** A client that moves the rows below, as the API's documentation has it. */
function replayOnList(book: readonly DepthRow[], operations: readonly DepthOperation[]): readonly DepthRow[] {
  const list = [...book];
  for (const { kind, position, row } of operations) {
    if (kind === 'insert') list.splice(position, 0, row);
    else if (kind === 'update') list[position] = row;
    else list.splice(position, 1);
  }
  return list;
}

/** A client that keeps rows under their positions and moves nothing, as ib_async does. */
function replayOnMap(book: readonly DepthRow[], operations: readonly DepthOperation[]): readonly DepthRow[] {
  const map = new Map(book.entries());
  for (const { kind, position, row } of operations) {
    if (kind === 'delete') map.delete(position);
    else map.set(position, row);
  }
  return [...map.values()];
}

describe('the operations between two books', () => {
  it.each(['rows', 'shifts'] as const)('in %s lead from the one to the other', (style) => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        expect(replayOnList(before, depthOperations(before, after, style))).toEqual(after);
      }),
    );
  });

  it('in rows mean the same to a client that moves nothing', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        expect(replayOnMap(before, depthOperations(before, after, 'rows'))).toEqual(after);
      }),
    );
  });

  it('in shifts tell a new best price with one insert', () => {
    const below = { price: 99, size: 3, marketMaker: '' };
    const best = { price: 100, size: 1, marketMaker: '' };
    expect(depthOperations([below], [best, below], 'shifts')).toEqual([
      { kind: 'insert', position: 0, row: best },
    ]);
  });

  it('are none for the same book', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('rows' as const, 'shifts' as const), (book, style) => {
        expect(depthOperations(book, [...book], style)).toEqual([]);
      }),
    );
  });
});
