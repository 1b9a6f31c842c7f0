import { Decimal } from 'decimal.js';
import type { ExchangeLevers } from '../exchange-levers';
import type { Market } from '../world';
import { marketOf } from './combos/combo-market';
import { isDone, type LiveOrder, remainingOf } from './live-order';
import type { Match } from './matching';
import type { OrderRegister } from './order-register';

/** How the exchange fills and rejects. */
export interface LeverEffects {
  fill(order: LiveOrder, match: Match): void;
  reject(order: LiveOrder, code: number, reason: string): void;
}

/** The levers of an exchange; they do through it what the market and the rules would. */
export function orderLevers(register: OrderRegister, market: Market, effects: LeverEffects): ExchangeLevers {
  const live = (permId: number): LiveOrder | undefined =>
    register.open().find((order) => order.permId === permId && !isDone(order));
  return {
    fill: (permId, quantity, price) => {
      const order = live(permId);
      if (order === undefined || !order.transmitted) return false;
      const remaining = remainingOf(order);
      const filled = quantity === null ? remaining : Decimal.min(remaining, quantity);
      const at = price ?? order.terms.limitPrice ?? marketPrice(market, order);
      if (at === null || filled.isZero()) return false;
      effects.fill(order, { quantity: filled, price: at, liquidity: 2 });
      return true;
    },
    reject: (permId, code, reason) => {
      const order = live(permId);
      if (order === undefined) return false;
      effects.reject(order, code, reason);
      return true;
    },
    rollBackOrderIds: (nextOrderId) => {
      register.rollBack(nextOrderId);
    },
  };
}

function marketPrice(market: Market, order: LiveOrder): number | null {
  const quote = marketOf(market, order.instrument).quote();
  return (order.terms.side === 'BUY' ? quote.ask : quote.bid) ?? quote.last ?? quote.close;
}
