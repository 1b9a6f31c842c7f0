import type { Position } from './account';
import { decimalOf } from './instrument-fixtures';
import { aaplName } from './order-fixtures';

/** A position in AAPL for tests as IB tells it before anything is known of its worth, with whatever a test wants different. */
export function positionOf(quantity: string, changes: Partial<Position> = {}): Position {
  return {
    ...aaplName,
    accountId: 'DU1234567',
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
