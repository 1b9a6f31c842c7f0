/** One row of an order book. */
export interface DepthRow {
  readonly price: number;
  readonly size: number;
  /** Exchange or dealer that shows the row; empty in a book of price levels. */
  readonly marketMaker: string;
}

/** Both sides of a book, best price first. */
export interface DepthBook {
  readonly bids: readonly DepthRow[];
  readonly asks: readonly DepthRow[];
}

/**
 * How a book is made up: one row per price (`levels`), one row per exchange and price over all exchanges
 * (`exchanges`, the SMART book), or one row per dealer and price on one exchange (`dealers`).
 */
export type DepthKind = 'levels' | 'exchanges' | 'dealers';

export interface Depth {
  /** The book of an instrument as of now, at most `rows` on a side; empty when the instrument has no quotes. */
  book(conId: number, kind: DepthKind, rows: number): DepthBook;
}

export type DepthSide = 'bid' | 'ask';

export const EMPTY_BOOK: DepthBook = { bids: [], asks: [] };
