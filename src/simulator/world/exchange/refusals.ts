import { Decimal } from 'decimal.js';
import type { Refusal, SimInstrument } from '../world';
import { isOnTick } from './price-steps';

/** TWS's answer to a request whose content is not valid. */
export function invalid(cause: string): Refusal {
  return { code: 321, text: `Error validating request.-'bN' : cause - ${cause}` };
}

/** The refusal of an instrument that cannot be traded or no longer exists. */
export const NO_SUCH_CONTRACT: Refusal = {
  code: 200,
  text: 'No security definition has been found for the request',
};

/** A price that has to be there: above 0 (a combination may cost nothing or pay) and on the tick. */
export function refusePrice(price: number | null, name: string, instrument: SimInstrument): Refusal | null {
  const signed = isCombination(instrument);
  if (price === null || !Number.isFinite(price) || (price <= 0 && !signed)) {
    return invalid(`The ${name} price must be above 0`);
  }
  return isOnTick(price, instrument)
    ? null
    : { code: 110, text: 'The price does not conform to the minimum price variation for this contract.' };
}

/** A price that may be left out. */
export function refuseCap(price: number | null, name: string, instrument: SimInstrument): Refusal | null {
  return price === null ? null : refusePrice(price, name, instrument);
}

/** A distance that has to be there; it need not be on the tick. */
export function refuseAmount(amount: number | null, name: string): Refusal | null {
  return amount !== null && Number.isFinite(amount) && new Decimal(amount).greaterThan(0)
    ? null
    : invalid(`The ${name} must be above 0`);
}

function isCombination(instrument: SimInstrument): boolean {
  const { secType }: { readonly secType: string } = instrument;
  return secType === 'BAG';
}
