import { type LiveOrder, parentAllows } from './live-order';
import { isWithin, type Match } from './matching';
import type { OrderMarket } from './order-market';
import { workableOf } from './quantity-rules';

/** What an order gets in the auction that takes place now; null when nothing. All that it may trade trades at once. */
export function auctionMatch(
  order: LiveOrder,
  auction: 'open' | 'close',
  market: OrderMarket,
  atMs: number,
): Match | null {
  if (!parentAllows(order) || order.status === 'PendingCancel') return null;
  const price = auction === 'open' ? openingPrice(order, market) : closingPrice(order, market, atMs);
  const { side, limitPrice } = order.terms;
  if (price === null || !isWithin(side === 'BUY', price, limitPrice)) return null;
  const quantity = workableOf(order, atMs);
  return quantity.greaterThan(0) ? { quantity, price, liquidity: 2 } : null;
}

function openingPrice(order: LiveOrder, market: OrderMarket): number | null {
  const quote = market.quote(order);
  return quote.open ?? quote.last;
}

/** The last trade of the session: a moment later the market may be in its late hours. */
function closingPrice(order: LiveOrder, market: OrderMarket, atMs: number): number | null {
  return market.quoteAt(order, atMs - 1).last;
}
