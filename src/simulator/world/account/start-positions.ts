import type { Catalogue, SimInstrument, StartPosition } from '../world';

export type StartPositionsResult =
  | { readonly ok: true; readonly positions: readonly StartPosition[] }
  | { readonly ok: false; readonly problem: string };

/** Reads `AAPL=100,ESZ6=-1`: symbols or local symbols with signed whole quantities, at most 100 of them. */
export function parseStartPositions(text: string): StartPositionsResult {
  const positions: StartPosition[] = [];
  for (const part of text.split(',')) {
    const match = /^\s*([^=]{1,40})=(-?\d{1,9})\s*$/.exec(part);
    const [, symbol, quantity] = match ?? [];
    if (symbol === undefined || Number(quantity) === 0 || positions.length >= 100) {
      return {
        ok: false,
        problem: `A position is a symbol and a quantity, for example AAPL=100, not "${part.trim()}".`,
      };
    }
    positions.push({ symbol: symbol.trim(), quantity: Number(quantity) });
  }
  return { ok: true, positions };
}

/** The listed instrument that a start position means: by local symbol, then by symbol; undefined when there is none. */
export function startInstrument(catalogue: Catalogue, symbol: string): SimInstrument | undefined {
  const tradable = catalogue.withoutOptions.filter((one) => one.tradable && one.secType !== 'CASH');
  return tradable.find((one) => one.localSymbol === symbol) ?? tradable.find((one) => one.symbol === symbol);
}
