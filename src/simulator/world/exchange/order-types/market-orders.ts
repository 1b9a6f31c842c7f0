import { Decimal } from 'decimal.js';
import type { OrderTerms, SimQuote } from '../../world';
import { type PricedInSteps, priceStep } from '../price-steps';
import { anyPrice, type OrderType, type WorkingPrice } from './order-type';

/** Ticks beyond the best price that an order with protection may go. */
const PROTECTION_TICKS = 12;

/** MKT: whatever the market asks. */
export const marketOrder: OrderType = { ...anyPrice, regularHoursOnly: true };

/** MTL: like MKT, but what is left after the first fill becomes a limit order at its price. */
export const marketToLimit: OrderType = { ...anyPrice, regularHoursOnly: true };

/** The edge of protection: fixed when the order first meets the market. */
export function protectedPrice(
  terms: OrderTerms,
  quote: SimQuote,
  previous: number | null,
  instrument: PricedInSteps,
): WorkingPrice {
  if (previous !== null) return previous;
  const opposite = terms.side === 'BUY' ? quote.ask : quote.bid;
  if (opposite === null) return undefined;
  const step = priceStep(instrument, opposite);
  const distance = new Decimal(step).times(PROTECTION_TICKS);
  const edge = terms.side === 'BUY' ? distance.plus(opposite) : new Decimal(opposite).minus(distance);
  return Decimal.max(step, edge).toNumber();
}

/** MKT PRT: a market order that becomes a limit order at the edge of its protection. */
export const marketWithProtection: OrderType = { ...anyPrice, price: protectedPrice };
