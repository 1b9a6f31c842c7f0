/** A stretch of prices and the step in which they come: from `lowEdge` on, up to the next one's. */
export interface PriceIncrement {
  readonly lowEdge: number;
  readonly increment: number;
}

function flat(increment: number): readonly PriceIncrement[] {
  return [{ lowEdge: 0, increment }];
}

/** The class trades in cents below three dollars and in steps of five from there on. */
const PENNY_CLASS: readonly PriceIncrement[] = [
  { lowEdge: 0, increment: 0.01 },
  { lowEdge: 3, increment: 0.05 },
];

/** Market rules by their ids, as contract details name them. */
export const MARKET_RULES: ReadonlyMap<number, readonly PriceIncrement[]> = new Map([
  // Cents: indices, and options on funds.
  [26, flat(0.01)],
  // Options on shares, on either group of exchanges.
  [32, PENNY_CLASS],
  [109, PENNY_CLASS],
  // Options on the index.
  [
    110,
    [
      { lowEdge: 0, increment: 0.05 },
      { lowEdge: 3, increment: 0.1 },
    ],
  ],
  // Options on index futures.
  [
    3541,
    [
      { lowEdge: 0, increment: 0.05 },
      { lowEdge: 10, increment: 0.25 },
    ],
  ],
  // Index futures.
  [67, flat(0.25)],
  // Futures on currencies and on the Nasdaq, which are not listed here; clients ask for these rules all the same.
  [635, flat(0.0001)],
  [2806, flat(0.25)],
  // Currency pairs, in half pips; those quoted in yen.
  [239, flat(0.00005)],
  [240, flat(0.005)],
  // Shares in Frankfurt, Helsinki and London.
  [1003, flat(0.05)],
  [1004, flat(0.02)],
  [1006, flat(0.001)],
  [1015, flat(0.0002)],
  // US stocks: below a dollar in hundredths of a cent.
  [
    4563,
    [
      { lowEdge: 0, increment: 0.0001 },
      { lowEdge: 1, increment: 0.01 },
    ],
  ],
]);

/**
 * The step in which prices come at a price; a negative one, as combinations have, counts like its amount. Undefined for
 * a rule that is not known.
 */
export function incrementFor(marketRuleId: number, price: number): number | undefined {
  const size = Math.abs(price);
  return MARKET_RULES.get(marketRuleId)?.findLast(({ lowEdge }) => lowEdge <= size)?.increment;
}
