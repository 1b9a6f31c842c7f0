/** What the market knows of one American stock or fund; the price is that of 2 January 2026. */
export type StockRow = readonly [
  conId: number,
  symbol: string,
  longName: string,
  primaryExchange: string,
  tradingClass: string,
  stockType: 'COMMON' | 'ETF',
  isin: string,
  industry: string,
  category: string,
  subcategory: string,
  price: number,
  beta: number,
  ownVolatility: number,
  averageVolume: number,
  activity: number,
];
