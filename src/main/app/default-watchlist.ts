/** What a new user sees first: real conIds, which the simulator lists too. Source: IB's contract database. */
export const defaultWatchlist: readonly number[] = [
  265598, // AAPL
  272093, // MSFT
  4815747, // NVDA
  756733, // SPY
  320227571, // QQQ
  76792991, // TSLA
  12087792, // EUR.USD
];
