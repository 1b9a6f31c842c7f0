import { Decimal } from 'decimal.js';
import type { Catalogue, OrderTerms, Refusal, SimInstrument, SimQuote } from '../../world';
import { toTick } from '../price-steps';
import { referencePrice, type References } from '../references';
import { invalid, NO_SUCH_CONTRACT, refuseCap } from '../refusals';
import { anyPrice, type OrderType } from './order-type';
import { middleOf } from './pegged-orders';

/** PEG BENCH: a limit that moves with the price of another contract. `followBenchmark` reckons it. */
export const peggedToBenchmark: OrderType = {
  ...anyPrice,
  pegged: true,
  price: (terms) => terms.limitPrice ?? undefined,
  refuse: ({ benchmark }, instrument) => {
    if (benchmark === null) return invalid('A pegged to benchmark order needs a reference contract');
    if (!(benchmark.everyChange > 0)) return invalid('The reference change amount must be above 0');
    if (!Number.isFinite(benchmark.priceChange)) return invalid('The pegged change amount is not valid');
    return refuseCap(benchmark.startPrice, 'starting', instrument);
  },
  expectedPrice: ({ benchmark }) => benchmark?.startPrice ?? null,
};

/** TWS's refusal of a reference that is not listed or is priced in another currency; null when it may be followed. */
export function refuseBenchmark(
  instrument: SimInstrument,
  { benchmark, orderType }: OrderTerms,
  catalogue: Catalogue,
): Refusal | null {
  if (orderType !== 'PEG BENCH' || benchmark === null) return null;
  const reference = catalogue.byConId(benchmark.conId);
  if (reference === undefined) return NO_SUCH_CONTRACT;
  return reference.currency === instrument.currency
    ? null
    : invalid('The reference contract must have the currency of the order');
}

/**
 * The terms of an order with the limit to which its reference has moved it; null while they stay. What the client has
 * left out is taken from the markets that the order meets first: where the reference stands, and the middle of its own.
 */
export function followBenchmark(
  terms: OrderTerms,
  instrument: SimInstrument,
  quote: SimQuote,
  references: References,
): OrderTerms | null {
  const { benchmark, orderType, limitPrice, side } = terms;
  if (orderType !== 'PEG BENCH' || benchmark === null) return null;
  const reference = referencePrice(references.quote(benchmark.conId));
  const startPrice = benchmark.startPrice ?? middleOf(quote)?.toNumber() ?? null;
  if (reference === null || startPrice === null) return null;
  const startReference = benchmark.startReference ?? reference;
  const changes = new Decimal(reference).minus(startReference).div(benchmark.everyChange).truncated();
  const wanted = changes.times(benchmark.priceChange).plus(startPrice);
  const limit = toTick(wanted, instrument, side === 'BUY' ? 'down' : 'up').toNumber();
  if (limit === limitPrice) return null;
  return { ...terms, limitPrice: limit, benchmark: { ...benchmark, startPrice, startReference } };
}
