import type { Position } from '../../../shared/domain/account';
import type { Fill, Order } from '../../../shared/domain/order';
import { fillOf, orderOf } from '../../../shared/domain/order-fixtures';
import { positionOf } from '../../../shared/domain/position-fixtures';
import { dec } from '../ticket/instrument.fixture';

/** A working limit order of our own, for tests. */
export function order(overrides: Partial<Order> = {}): Order {
  return orderOf({
    permId: 11,
    quantity: dec('50'),
    limitPrice: dec('184.9'),
    remaining: dec('50'),
    createdMs: 1_000,
    updatedMs: 1_000,
    ...overrides,
  });
}

/** A fill whose commission is not reported yet, for tests. */
export function fill(overrides: Partial<Fill> = {}): Fill {
  return fillOf({
    execId: '0000e0d5.1.01',
    permId: 11,
    quantity: dec('50'),
    price: dec('184.9'),
    atMs: 1_000,
    commission: null,
    commissionCurrency: null,
    ...overrides,
  });
}

/** A long position, for tests. */
export function position(overrides: Partial<Position> = {}): Position {
  return positionOf('100', {
    averagePrice: dec('185'),
    marketPrice: dec('187.23'),
    marketValue: dec('18723'),
    unrealizedPnl: dec('223'),
    realizedPnl: dec('0'),
    dailyPnl: dec('-12.5'),
    receivedMs: 1_000,
    ...overrides,
  });
}
