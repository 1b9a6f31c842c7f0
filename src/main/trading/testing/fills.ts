import type { Position } from '../../../shared/domain/account';
import { conIdOf, decimalOf } from '../../../shared/domain/instrument-fixtures';
import type { Fill } from '../../../shared/domain/order';

/** Buy 100 AAPL at 187.19, commission reported. */
export function fillOf(execId: string, changes: Partial<Fill> = {}): Fill {
  return {
    execId,
    orderKey: null,
    permId: 77,
    accountId: 'DU1234567',
    conId: conIdOf(265598),
    symbol: 'AAPL',
    secType: 'STK',
    localSymbol: 'AAPL',
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

/** A position in AAPL as IB tells it. */
export function positionOf(quantity: string, changes: Partial<Position> = {}): Position {
  return {
    accountId: 'DU1234567',
    conId: conIdOf(265598),
    symbol: 'AAPL',
    secType: 'STK',
    localSymbol: 'AAPL',
    currency: 'USD',
    multiplier: decimalOf('1'),
    quantity: decimalOf(quantity),
    averagePrice: null,
    marketPrice: null,
    marketValue: null,
    unrealizedPnl: null,
    realizedPnl: null,
    dailyPnl: null,
    unexplained: null,
    receivedMs: 0,
    stale: false,
    ...changes,
  };
}
