import { fundRows } from './fund-rows';
import { otherRows } from './other-stock-rows';
import type { StockRow } from './stock-row';
import { technologyRows } from './technology-stock-rows';

/** The American stocks and funds that are listed. */
export const stockRows: readonly StockRow[] = [...technologyRows, ...otherRows, ...fundRows];
