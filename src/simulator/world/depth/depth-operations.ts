import type { DepthRow } from './depth-book';

/** A change of one side of a book at a position, counted from 0 at the best price. */
export type DepthOperation =
  | { readonly kind: 'insert' | 'update'; readonly position: number; readonly row: DepthRow }
  | { readonly kind: 'delete'; readonly position: number; readonly row: DepthRow };

/**
 * How changes are told. `rows` rewrites the rows that changed, adds at the end and deletes at the end, which is
 * what a Gateway mostly does: a client that shifts rows on an insert and one that overwrites them end with the same
 * book. `shifts` inserts and deletes in the middle, as the API's documentation allows; the rows below move.
 */
export type DepthStyle = 'rows' | 'shifts';

/** The operations, in their order, that turn one side of a book into another. */
export function depthOperations(
  before: readonly DepthRow[],
  after: readonly DepthRow[],
  style: DepthStyle,
): readonly DepthOperation[] {
  return style === 'rows' ? rewritten(before, after) : shifted(before, after);
}

function rewritten(before: readonly DepthRow[], after: readonly DepthRow[]): readonly DepthOperation[] {
  const operations: DepthOperation[] = [];
  for (let position = before.length - 1; position >= after.length; position--) {
    operations.push({ kind: 'delete', position, row: before[position] ?? NO_ROW });
  }
  for (const [position, row] of after.entries()) {
    const known = before[position];
    if (known === undefined) operations.push({ kind: 'insert', position, row });
    else if (!sameRow(known, row)) operations.push({ kind: 'update', position, row });
  }
  return operations;
}

/** Rows keep their identity by price and market maker: those that are gone are deleted, those that came inserted. */
function shifted(before: readonly DepthRow[], after: readonly DepthRow[]): readonly DepthOperation[] {
  const operations: DepthOperation[] = [];
  const wanted = new Set(after.map(identity));
  const rows = [...before];
  for (let position = rows.length - 1; position >= 0; position--) {
    const row = rows[position] ?? NO_ROW;
    if (wanted.has(identity(row))) continue;
    operations.push({ kind: 'delete', position, row });
    rows.splice(position, 1);
  }
  for (const [position, row] of after.entries()) {
    const there = rows[position];
    if (there !== undefined && identity(there) === identity(row)) {
      if (there.size !== row.size) operations.push({ kind: 'update', position, row });
      continue;
    }
    // A row that only changed its place among rows of its price leaves the old place first.
    const old = rows.findIndex((candidate) => identity(candidate) === identity(row));
    if (old >= 0) {
      operations.push({ kind: 'delete', position: old, row: rows[old] ?? NO_ROW });
      rows.splice(old, 1);
    }
    operations.push({ kind: 'insert', position, row });
    rows.splice(position, 0, row);
  }
  return operations;
}

const NO_ROW: DepthRow = { price: 0, size: 0, marketMaker: '' };

function identity(row: DepthRow): string {
  return `${row.price} ${row.marketMaker}`;
}

function sameRow(a: DepthRow, b: DepthRow): boolean {
  return a.price === b.price && a.size === b.size && a.marketMaker === b.marketMaker;
}
