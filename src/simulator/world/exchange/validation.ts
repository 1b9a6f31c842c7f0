import { Decimal } from 'decimal.js';
import type { OrderTerms, Refusal, SimInstrument } from '../world';

/** What the simulated exchange trades. */
export type SupportedOrderType = 'MKT' | 'LMT' | 'STP' | 'STP LMT';

const TYPES: readonly string[] = ['MKT', 'LMT', 'STP', 'STP LMT'];
const TIMES_IN_FORCE: readonly string[] = ['DAY', 'GTC', 'IOC'];
/** Greatest quantity of one order. */
const MOST_QUANTITY = 1_000_000_000;

export function hasLimit(orderType: string): boolean {
  return orderType === 'LMT' || orderType === 'STP LMT';
}

export function hasStop(orderType: string): boolean {
  return orderType === 'STP' || orderType === 'STP LMT';
}

function invalid(cause: string): Refusal {
  return { code: 321, text: `Error validating request.-'bN' : cause - ${cause}` };
}

function onTick(price: number, instrument: SimInstrument): boolean {
  return new Decimal(price).mod(instrument.minTick).isZero();
}

function refusePrice(price: number | null, name: string, instrument: SimInstrument): Refusal | null {
  if (price === null || !Number.isFinite(price) || price <= 0) {
    return invalid(`The ${name} price must be above 0`);
  }
  return onTick(price, instrument)
    ? null
    : { code: 110, text: 'The price does not conform to the minimum price variation for this contract.' };
}

/** The refusal of an instrument that cannot be traded or no longer exists. */
export const NO_SUCH_CONTRACT: Refusal = {
  code: 200,
  text: 'No security definition has been found for the request',
};

/** Refusals of a gateway before an order reaches the exchange; null when the order is fine. */
export function refuseTerms(instrument: SimInstrument, terms: OrderTerms, accountId: string): Refusal | null {
  if (!instrument.tradable) {
    return NO_SUCH_CONTRACT;
  }
  if (terms.account !== '' && terms.account !== accountId) return invalid('Invalid account code');
  if (!TYPES.includes(terms.orderType)) {
    return { code: 387, text: 'Unsupported order type for this exchange and security type.' };
  }
  if (!TIMES_IN_FORCE.includes(terms.tif)) {
    return { code: 10052, text: `Invalid time in force:${terms.tif}` };
  }
  const { quantity } = terms;
  if (!Number.isFinite(quantity) || quantity <= 0) return invalid('Order size must be above 0');
  if (quantity > MOST_QUANTITY) return invalid('Order size is too large');
  if (quantity < instrument.minSize || !new Decimal(quantity).mod(instrument.sizeIncrement).isZero()) {
    const sizes = `${String(instrument.minSize)} in steps of ${String(instrument.sizeIncrement)}`;
    return invalid(`Order size does not conform to the market rule: at least ${sizes}`);
  }
  if (hasLimit(terms.orderType)) {
    const refusal = refusePrice(terms.limitPrice, 'limit', instrument);
    if (refusal !== null) return refusal;
  }
  return hasStop(terms.orderType) ? refusePrice(terms.auxPrice, 'stop', instrument) : null;
}
