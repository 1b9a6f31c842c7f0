import { smartComponents, STOCK_BBO_EXCHANGE } from '../world/catalogue/smart-components';

/** Exchanges that TWS lists under two names. */
const otherNames: Readonly<Record<string, string>> = { EDGX: 'DRCTEDGE' };

const stockLetters: ReadonlyMap<string, string> = new Map(
  (smartComponents(STOCK_BBO_EXCHANGE) ?? []).map(({ exchange, letter }) => [exchange, letter]),
);

/**
 * The exchange of a quote as its tick names it: by its letter where `tickReqParams` has given a code for
 * `reqSmartComponents`, in full elsewhere.
 */
export function tickExchange(exchange: string, bboExchange: string): string {
  if (bboExchange !== STOCK_BBO_EXCHANGE) return exchange;
  return stockLetters.get(otherNames[exchange] ?? exchange) ?? exchange;
}
