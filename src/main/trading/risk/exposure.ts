import type { Decimal } from 'decimal.js';
import { exact } from '../../../shared/domain/decimal';
import { moneyPerPoint } from '../../../shared/domain/instrument';
import type { OrderDraft } from '../../../shared/domain/order';
import { pricesOf } from '../../../shared/domain/order-validation';
import type { RiskFacts } from './risk-facts';

type Sides = Pick<RiskFacts, 'position' | 'openBuys' | 'openSells'>;

/**
 * True when an order can only make a position smaller, whatever of the open orders fills first: it is on the other side
 * of the position and not greater than what the open orders of its side leave of it. Unknown positions are not reduced.
 * Pure.
 */
export function reducesPosition(draft: OrderDraft, facts: Sides): boolean {
  if (facts.position === null || draft.bracket !== null) return false;
  const held = exact(facts.position);
  if (held.isZero() || held.isPositive() !== (draft.side === 'SELL')) return false;
  const already = exact(draft.side === 'SELL' ? facts.openSells : facts.openBuys);
  return already.plus(exact(draft.quantity)).lessThanOrEqualTo(held.abs());
}

/** The size of the position once this order and every open order on its side have filled; null while unknown. Pure. */
export function positionAfter(draft: OrderDraft, facts: Sides): Decimal | null {
  if (facts.position === null) return null;
  const buys = draft.side === 'BUY';
  const open = exact(buys ? facts.openBuys : facts.openSells).plus(exact(draft.quantity));
  return exact(facts.position).plus(buys ? open : open.negated());
}

/**
 * The highest price at which an order can be expected to trade. The limit of a purchase holds it; anything else trades at
 * the market when that is better than its own price. Null when nothing is known. Pure.
 */
export function valuationPrice(draft: OrderDraft, facts: Pick<RiskFacts, 'quote'>): Decimal | null {
  const { limitPrice } = pricesOf(draft.pricing);
  if (draft.side === 'BUY' && limitPrice !== null) return exact(limitPrice).abs();
  return highestPrice(draft, facts);
}

/**
 * The price at which a position is valued after an order: a limit far below the market must not make what is held look
 * small. Null when nothing is known. Pure.
 */
export function highestPrice(draft: OrderDraft, facts: Pick<RiskFacts, 'quote'>): Decimal | null {
  const { limitPrice, stopPrice } = pricesOf(draft.pricing);
  const { bid, ask, last, close } = facts.quote;
  const market = (draft.side === 'BUY' ? ask : bid) ?? last ?? close;
  const prices = [limitPrice, stopPrice, market]
    .filter((price) => price !== null)
    .map((price) => exact(price).abs());
  return prices.reduce<Decimal | null>(
    (most, price) => (most === null || price.greaterThan(most) ? price : most),
    null,
  );
}

/** The value of so many units at a price in the account's currency; null while price or rate are unknown. Pure. */
export function baseValue(
  quantity: Decimal,
  price: Decimal | null,
  facts: Pick<RiskFacts, 'instrument' | 'rateToBase'>,
): Decimal | null {
  if (price === null || facts.rateToBase === null) return null;
  return quantity.abs().times(price).times(moneyPerPoint(facts.instrument)).times(exact(facts.rateToBase));
}
