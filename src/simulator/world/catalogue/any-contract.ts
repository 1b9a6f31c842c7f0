import type { ContractQuery } from '../world';

/** A question about contracts that all of them answer: nothing is filled in. */
export const ANY_CONTRACT: ContractQuery = {
  conId: 0,
  symbol: '',
  secType: '',
  lastTradeDateOrContractMonth: '',
  strike: 0,
  right: '',
  multiplier: '',
  exchange: '',
  primaryExchange: '',
  currency: '',
  localSymbol: '',
  tradingClass: '',
};
