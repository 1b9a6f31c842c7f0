/**
 * When old instruments began to trade, in milliseconds since the epoch: the opening of their first regular session.
 * Head timestamps state it, as those of Interactive Brokers do; the simulated bars begin in 2004.
 */
const FIRST_TRADES: ReadonlyMap<number, number> = new Map([
  [265598, Date.UTC(1980, 11, 12, 14, 30)], // AAPL
  [272093, Date.UTC(1986, 2, 13, 14, 30)], // MSFT
  [756733, Date.UTC(1993, 0, 29, 14, 30)], // SPY
]);

/** The first trade of an instrument that is older than its simulated bars; undefined for others. */
export function firstTradeMs(conId: number): number | undefined {
  return FIRST_TRADES.get(conId);
}
