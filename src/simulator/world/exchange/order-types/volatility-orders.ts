import { Decimal } from 'decimal.js';
import { isOption } from '../../options/is-option';
import type { OrderTerms, SimInstrument } from '../../world';
import { toTick } from '../price-steps';
import type { References } from '../references';
import { invalid } from '../refusals';
import { anyPrice, type OrderType } from './order-type';

/** VOL: a limit order for an option whose limit is named as a volatility. `followVolatility` reckons the price. */
export const volatilityOrder: OrderType = {
  ...anyPrice,
  pegged: true,
  price: (terms) => terms.limitPrice ?? undefined,
  refuse: ({ volatility }) => {
    if (volatility === null || !(volatility.annual > 0)) {
      return invalid('The volatility of a volatility order must be above 0');
    }
    return null;
  },
};

/**
 * The terms of a volatility order with the limit that its volatility means at the price of the underlying; null while
 * they stay. One that is not updated keeps the limit with which it has come to the market.
 */
export function followVolatility(
  terms: OrderTerms,
  instrument: SimInstrument,
  references: References,
): OrderTerms | null {
  const { volatility, orderType, limitPrice, side } = terms;
  if (orderType !== 'VOL' || volatility === null || !isOption(instrument)) return null;
  if (limitPrice !== null && !volatility.continuous) return null;
  const spot = underlyingPrice(terms, instrument, references);
  const worth = spot === null ? null : references.optionPrice(instrument.conId, volatility.annual, spot);
  if (worth === null || !(worth > 0)) return null;
  const limit = toTick(new Decimal(worth), instrument, side === 'BUY' ? 'down' : 'up').toNumber();
  return limit === limitPrice ? null : { ...terms, limitPrice: limit };
}

/**
 * The middle of the underlying's market, or its side that is worse for who trades at once: the bid for who buys a call
 * or sells a put, the ask for the others. An index has no market of its own and stands at its last value.
 */
function underlyingPrice(
  { side, volatility }: OrderTerms,
  { underConId, right }: SimInstrument,
  references: References,
): number | null {
  const { bid, ask, last } = references.quote(underConId);
  if (bid === null || ask === null) return last;
  if (volatility?.reference !== 'side') return new Decimal(bid).plus(ask).div(2).toNumber();
  return (side === 'BUY') === (right === 'C') ? bid : ask;
}
