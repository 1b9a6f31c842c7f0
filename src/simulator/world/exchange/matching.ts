import { Decimal } from 'decimal.js';
import type { MarketEvent, SimQuote } from '../world';
import { type LiveOrder, workableOf } from './live-order';

/** What the market gives to an order at one moment. */
export interface Match {
  readonly quantity: Decimal;
  readonly price: number;
  /** 1 added, 2 removed liquidity. */
  readonly liquidity: 1 | 2;
  /** True when the quantity came from the displayed size. */
  readonly fromDisplay: boolean;
}

/** True when a stop is touched: by the last trade, or by the near quote where there are no trades. */
export function touchesStop(order: LiveOrder, quote: SimQuote): boolean {
  const stop = order.terms.auxPrice;
  if (stop === null) return false;
  if (order.terms.side === 'BUY') {
    const price = quote.last ?? quote.ask;
    return price !== null && price >= stop;
  }
  const price = quote.last ?? quote.bid;
  return price !== null && price <= stop;
}

/**
 * What an order that may trade gets from the market now; null when nothing.
 *
 * @param displayed what is left of the size shown on the other side.
 * @param trade the trade that has just happened, if one has.
 */
export function matchOrder(
  order: LiveOrder,
  quote: SimQuote,
  displayed: number,
  trade: Extract<MarketEvent, { kind: 'trade' }> | null,
): Match | null {
  const buys = order.terms.side === 'BUY';
  const opposite = buys ? quote.ask : quote.bid;
  const workable = workableOf(order);
  if (!workable.greaterThan(0)) return null;
  const limit =
    order.terms.orderType === 'LMT' || order.terms.orderType === 'STP LMT' ? order.terms.limitPrice : null;
  if (opposite !== null && (limit === null || (buys ? opposite <= limit : opposite >= limit))) {
    const quantity = Decimal.min(workable, displayed);
    if (!quantity.greaterThan(0)) return null;
    const price = limit !== null && order.resting ? limit : opposite;
    return { quantity, price, liquidity: order.resting && limit !== null ? 1 : 2, fromDisplay: true };
  }
  if (limit === null || trade === null || !order.resting) return null;
  const reached = buys ? trade.price <= limit : trade.price >= limit;
  if (!reached) return null;
  // Others stand in the queue at the same price: half of a trade there is theirs.
  const through = trade.price !== limit;
  const share = Math.max(order.instrument.minSize, through ? trade.size : Math.ceil(trade.size / 2));
  const step = order.instrument.sizeIncrement;
  const quantity = Decimal.min(workable, new Decimal(share).div(step).floor().times(step));
  return quantity.greaterThan(0) ? { quantity, price: limit, liquidity: 1, fromDisplay: false } : null;
}
