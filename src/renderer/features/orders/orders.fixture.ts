import type { Position } from '../../../shared/domain/account';
import type { Fill, Order } from '../../../shared/domain/order';
import { conIdOf, dec } from '../ticket/instrument.fixture';

/** A working limit order of our own, for tests. */
export function order(overrides: Partial<Order> = {}): Order {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    orderKey: null,
    orderId: 1,
    permId: 11,
    clientId: 1,
    own: true,
    accountId: 'DU1234567',
    conId: conIdOf(265598),
    symbol: 'AAPL',
    secType: 'STK',
    localSymbol: 'AAPL',
    side: 'BUY',
    quantity: dec('50'),
    orderType: 'LMT',
    limitPrice: dec('184.9'),
    stopPrice: null,
    tif: 'DAY',
    outsideRth: false,
    parentId: null,
    role: 'single',
    copyOf: null,
    state: 'working',
    filled: dec('0'),
    remaining: dec('50'),
    averageFillPrice: null,
    whyHeld: '',
    message: null,
    createdMs: 1_000,
    updatedMs: 1_000,
    ...overrides,
  };
}

/** A fill, for tests. */
export function fill(overrides: Partial<Fill> = {}): Fill {
  return {
    execId: '0000e0d5.1.01',
    orderKey: null,
    permId: 11,
    accountId: 'DU1234567',
    conId: conIdOf(265598),
    symbol: 'AAPL',
    secType: 'STK',
    localSymbol: 'AAPL',
    side: 'BUY',
    quantity: dec('50'),
    price: dec('184.9'),
    exchange: 'NASDAQ',
    atMs: 1_000,
    commission: null,
    commissionCurrency: null,
    realizedPnl: null,
    ...overrides,
  };
}

/** A long position, for tests. */
export function position(overrides: Partial<Position> = {}): Position {
  return {
    accountId: 'DU1234567',
    conId: conIdOf(265598),
    symbol: 'AAPL',
    secType: 'STK',
    localSymbol: 'AAPL',
    currency: 'USD',
    multiplier: dec('1'),
    quantity: dec('100'),
    averagePrice: dec('185'),
    marketPrice: dec('187.23'),
    marketValue: dec('18723'),
    unrealizedPnl: dec('223'),
    realizedPnl: dec('0'),
    dailyPnl: dec('-12.5'),
    receivedMs: 1_000,
    stale: false,
    unexplained: null,
    ...overrides,
  };
}
