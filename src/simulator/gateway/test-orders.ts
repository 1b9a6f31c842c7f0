import { type Contract, type Order, OrderAction, OrderType, SecType, TimeInForce } from '@stoqey/ib';

/** The conId of {@link aaplStock}. */
export const AAPL = 265598;

/** AAPL as a client names it that knows no conId. */
export const aaplStock: Contract = {
  symbol: 'AAPL',
  secType: SecType.STK,
  exchange: 'SMART',
  currency: 'USD',
};

/** Buys so many at market, day, with whatever a test wants different. */
export function marketOrder(totalQuantity: number, different: Partial<Order> = {}): Order {
  return {
    action: OrderAction.BUY,
    totalQuantity,
    orderType: OrderType.MKT,
    tif: TimeInForce.DAY,
    transmit: true,
    ...different,
  };
}
