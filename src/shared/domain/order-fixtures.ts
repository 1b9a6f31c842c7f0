import { conIdOf, decimalOf } from './instrument-fixtures';
import type { Fill, Order } from './order';

/** The names of a stock for tests, as orders, fills and positions carry them. */
export const aaplName = {
  conId: conIdOf(265598),
  symbol: 'AAPL',
  secType: 'STK',
  localSymbol: 'AAPL',
} as const;

/** An order of ours for tests that works: buy 100 AAPL at 187.20, day; with whatever a test wants different. */
export function orderOf(changes: Partial<Order> = {}): Order {
  return {
    ...aaplName,
    id: '00000000-0000-4000-8000-000000000001',
    orderKey: null,
    orderId: 1,
    permId: 1,
    clientId: 1,
    own: true,
    accountId: 'DU1234567',
    side: 'BUY',
    quantity: decimalOf('100'),
    orderType: 'LMT',
    limitPrice: decimalOf('187.2'),
    stopPrice: null,
    tif: 'DAY',
    outsideRth: false,
    parentId: null,
    role: 'single',
    copyOf: null,
    state: 'working',
    filled: decimalOf('0'),
    remaining: decimalOf('100'),
    averageFillPrice: null,
    whyHeld: '',
    message: null,
    createdMs: 0,
    updatedMs: 0,
    ...changes,
  };
}

/** An execution for tests: 100 AAPL bought at 187.19, commission reported; with whatever a test wants different. */
export function fillOf(changes: Partial<Fill> = {}): Fill {
  return {
    ...aaplName,
    execId: 'a.1.01',
    orderKey: null,
    permId: 77,
    accountId: 'DU1234567',
    side: 'BUY',
    quantity: decimalOf('100'),
    price: decimalOf('187.19'),
    exchange: 'NASDAQ',
    atMs: Date.UTC(2026, 9, 5, 14, 30),
    commission: decimalOf('1'),
    commissionCurrency: 'USD',
    realizedPnl: null,
    ...changes,
  };
}
