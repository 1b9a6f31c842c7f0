/** An exchange behind SMART quotes: its place in a bit mask, its name at TWS and the letter that quotes carry. */
export interface SmartComponent {
  readonly bit: number;
  readonly exchange: string;
  readonly letter: string;
}

/** Names the exchanges of US stocks in `tickReqParams`. */
export const STOCK_BBO_EXCHANGE = '9c0001';

/** The letters are those of the consolidated tape. */
const US_STOCKS: readonly SmartComponent[] = (
  [
    ['AMEX', 'A'],
    ['BEX', 'B'],
    ['NYSENAT', 'C'],
    ['PEARL', 'H'],
    ['ISE', 'I'],
    ['EDGEA', 'J'],
    ['DRCTEDGE', 'K'],
    ['LTSE', 'L'],
    ['CHX', 'M'],
    ['NYSE', 'N'],
    ['ARCA', 'P'],
    ['NASDAQ', 'Q'],
    ['MEMX', 'U'],
    ['IEX', 'V'],
    ['CBOE', 'W'],
    ['PSX', 'X'],
    ['BYX', 'Y'],
    ['BATS', 'Z'],
  ] as const
).map(([exchange, letter], bit) => ({ bit, exchange, letter }));

/** The exchanges that a code of `tickReqParams` stands for; undefined when there is no such code. */
export function smartComponents(bboExchange: string): readonly SmartComponent[] | undefined {
  return bboExchange === STOCK_BBO_EXCHANGE ? US_STOCKS : undefined;
}
