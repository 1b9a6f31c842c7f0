import { Decimal } from 'decimal.js';
import type { MarketEvent, SimQuote } from '../world';
import type { LiveOrder } from './live-order';
import { orderTypeOf } from './order-types/order-types';
import { leastOf } from './quantity-rules';

/** What the market gives to an order at one moment. */
export interface Match {
  readonly quantity: Decimal;
  readonly price: number;
  /** 1 added, 2 removed liquidity. */
  readonly liquidity: 1 | 2;
}

/** A match, and whether its quantity came from the displayed size. */
export interface Offer extends Match {
  readonly fromDisplay: boolean;
}

/** What an order meets in the market. */
export interface Chance {
  readonly quote: SimQuote;
  /** What is left of the size shown on the other side. */
  readonly displayed: number;
  /** The trade that has just happened, if one has. */
  readonly trade: Extract<MarketEvent, { kind: 'trade' }> | null;
}

/**
 * What an order that may trade gets from the market now; null when nothing.
 *
 * @param limit the worst price, null for any.
 * @param workableNow the most that may trade now; asked only when the price fits.
 */
export function matchOrder(
  order: LiveOrder,
  limit: number | null,
  workableNow: () => Decimal,
  { quote, displayed, trade }: Chance,
): Offer | null {
  const { side } = order.terms;
  const buys = side === 'BUY';
  const opposite = buys ? quote.ask : quote.bid;
  if (opposite !== null && isWithin(buys, opposite, reachOf(order, limit))) {
    const quantity = Decimal.min(workableNow(), wholeSteps(order, new Decimal(displayed)));
    if (!isEnough(order, quantity)) return null;
    const { pegged } = orderTypeOf(order.terms.orderType);
    // The legs of a combination trade at the touch of their own markets, however long it has waited.
    const waits = order.resting && !pegged && order.instrument.legs === undefined;
    const waited = limit !== null && waits && isWithin(buys, opposite, limit);
    return {
      quantity,
      price: waited ? limit : opposite,
      liquidity: waited ? 1 : 2,
      fromDisplay: true,
    };
  }
  if (limit === null || trade === null || !order.resting) return null;
  if (!isWithin(buys, trade.price, limit)) return null;
  // Others stand in the queue at the same price: half of a trade there is theirs.
  const through = trade.price !== limit;
  const share = Math.max(order.instrument.minSize, through ? trade.size : Math.ceil(trade.size / 2));
  const quantity = Decimal.min(workableNow(), wholeSteps(order, new Decimal(share)));
  return isEnough(order, quantity) ? { quantity, price: limit, liquidity: 1, fromDisplay: false } : null;
}

function isEnough(order: LiveOrder, quantity: Decimal): boolean {
  return quantity.greaterThan(0) && quantity.greaterThanOrEqualTo(leastOf(order));
}

/** True when a price is no worse than a limit; null is no limit. */
export function isWithin(buys: boolean, price: number, limit: number | null): boolean {
  return limit === null || (buys ? price <= limit : price >= limit);
}

/** How far an order goes to take what is offered: beyond its limit by the discretionary amount. */
function reachOf(order: LiveOrder, limit: number | null): number | null {
  const { discretionaryAmount, side } = order.terms;
  if (limit === null || !(discretionaryAmount > 0)) return limit;
  const at = new Decimal(limit);
  return (side === 'BUY' ? at.plus(discretionaryAmount) : at.minus(discretionaryAmount)).toNumber();
}

function wholeSteps(order: LiveOrder, quantity: Decimal): Decimal {
  const step = order.instrument.sizeIncrement;
  return quantity.div(step).floor().times(step);
}
