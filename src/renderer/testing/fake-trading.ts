import type { AccountSummary, Position } from '../../shared/domain/account';
import type { Fill, Order } from '../../shared/domain/order';
import { aaplName, fillOf, orderOf } from '../../shared/domain/order-fixtures';
import type { Notice } from '../../shared/ipc/streams';
import { conIdOf, decimal, listings } from './fake-market';

const accountId = 'DU1234567';
const stock = { secType: 'STK', accountId } as const;

function fakeOrder(index: number, nowMs: number, more: Partial<Order>): Order {
  return orderOf({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    orderId: 100 + index,
    permId: 900_000 + index,
    conId: listings[0]?.conId ?? aaplName.conId,
    limitPrice: decimal('184.9'),
    createdMs: nowMs - 60_000 * index,
    updatedMs: nowMs - 30_000 * index,
    ...more,
  });
}

/** Orders in several states. */
export function fakeOrders(nowMs: number): readonly Order[] {
  return [
    fakeOrder(1, nowMs, {}),
    fakeOrder(2, nowMs, {
      conId: conIdOf(272093),
      symbol: 'MSFT',
      localSymbol: 'MSFT',
      side: 'SELL',
      quantity: decimal('50'),
      limitPrice: decimal('415'),
      state: 'partially-filled',
      filled: decimal('20'),
      remaining: decimal('30'),
      averageFillPrice: decimal('415.02'),
      tif: 'GTC',
    }),
    fakeOrder(3, nowMs, {
      conId: conIdOf(4815747),
      symbol: 'NVDA',
      localSymbol: 'NVDA',
      orderType: 'STP LMT',
      quantity: decimal('10'),
      stopPrice: decimal('880'),
      limitPrice: decimal('880.5'),
      state: 'rejected',
      message: {
        severity: 'rejection',
        code: 201,
        text: 'Order rejected - reason: insufficient funds',
        atMs: nowMs,
      },
    }),
    fakeOrder(4, nowMs, {
      state: 'filled',
      quantity: decimal('100'),
      filled: decimal('100'),
      remaining: decimal('0'),
      averageFillPrice: decimal('185.004'),
      limitPrice: decimal('185.1'),
    }),
  ];
}

/** The fills of these orders. */
export function fakeFills(nowMs: number): readonly Fill[] {
  return [60, 40].map((quantity, index) =>
    fillOf({
      execId: `0000e0d5.0001.0${index}.01`,
      permId: 900_004,
      quantity: decimal(String(quantity)),
      price: decimal(index === 0 ? '185' : '185.01'),
      exchange: index === 0 ? 'ISLAND' : 'ARCA',
      atMs: nowMs - 200_000 + index * 900,
      commission: index === 0 ? decimal('0.6') : null,
      commissionCurrency: index === 0 ? 'USD' : null,
    }),
  );
}

/** A long and a short position. */
export function fakePositions(nowMs: number): readonly Position[] {
  const base = {
    ...stock,
    currency: 'USD',
    multiplier: decimal('1'),
    unexplained: null,
    receivedMs: nowMs,
    stale: false,
  };
  return [
    {
      ...base,
      conId: conIdOf(265598),
      symbol: 'AAPL',
      localSymbol: 'AAPL',
      quantity: decimal('100'),
      averagePrice: decimal('185.014'),
      marketPrice: decimal('187.23'),
      marketValue: decimal('18723'),
      unrealizedPnl: decimal('221.6'),
      realizedPnl: decimal('0'),
      dailyPnl: decimal('143.2'),
    },
    {
      ...base,
      conId: conIdOf(272093),
      symbol: 'MSFT',
      localSymbol: 'MSFT',
      quantity: decimal('-20'),
      averagePrice: decimal('409.1'),
      marketPrice: decimal('411.9'),
      marketValue: decimal('-8238'),
      unrealizedPnl: decimal('-56'),
      realizedPnl: null,
      dailyPnl: decimal('-31.4'),
    },
  ];
}

/** An account with about a million. */
export function fakeAccount(nowMs: number): AccountSummary {
  return {
    accountId,
    currency: 'USD',
    netLiquidation: decimal('1020171.48'),
    totalCash: decimal('1009686.48'),
    buyingPower: decimal('4069407'),
    availableFunds: decimal('1017351.75'),
    excessLiquidity: decimal('1017351.75'),
    initMargin: decimal('2819.73'),
    maintMargin: decimal('2563.4'),
    grossPositionValue: decimal('26961'),
    dailyPnl: decimal('1204.1'),
    unrealizedPnl: decimal('165.6'),
    realizedPnl: null,
    receivedMs: nowMs,
    stale: false,
  };
}

/** Lines of the messages panel. */
export function fakeNotices(nowMs: number): readonly Notice[] {
  return [
    {
      sequence: 1,
      atMs: nowMs - 300_000,
      severity: 'information',
      source: 'gateway',
      code: 2104,
      text: 'Market data farm connection is OK:usfarm',
    },
    {
      sequence: 2,
      atMs: nowMs - 100_000,
      severity: 'warning',
      source: 'order',
      code: 399,
      text: 'Your order will not be placed at the exchange until 2026-11-23 09:30:00 US/Eastern',
    },
  ];
}
