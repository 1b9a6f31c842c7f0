import type { OrderTerms, Refusal, SimInstrument } from '../../world';
import { invalid } from '../refusals';
import { legPricesAsked } from './combo-order';

/** What TWS says against the leg prices of a combination order; null when there is nothing to say. */
export function refuseLegPrices(instrument: SimInstrument, asked: OrderTerms): Refusal | null {
  if (instrument.legs === undefined) return null;
  const priced = asked.comboLegs.filter((leg) => leg.price !== null).length;
  if (priced === 0) return null;
  if (legPricesAsked(asked) === null) {
    const leg = asked.comboLegs.findIndex(({ price }) => price === null);
    return invalid(`The combo details for leg '${String(leg)}' are invalid.`);
  }
  if (asked.orderType !== 'LMT') {
    const text = 'Only LMT or REL+LMT order allows using per-leg prices.';
    return invalid(`The combo details for leg '0' are invalid. - ${text}`);
  }
  const { limitPrice } = asked;
  return limitPrice === null || limitPrice === 0
    ? null
    : invalid("Can't specify combo price when using per-leg prices.");
}
