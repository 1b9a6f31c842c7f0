import type { OrderTerms, Refusal, SimInstrument } from '../world';
import { orderTypeOf } from './order-types/order-types';

const TIMES_IN_FORCE: readonly string[] = ['DAY', 'GTC', 'IOC', 'FOK', 'GTD', 'OPG'];

/** What is wrong with the time in force of an order; null when nothing. */
export function refuseTimes(instrument: SimInstrument, terms: OrderTerms, nowMs: number): Refusal | null {
  const { tif, orderType, goodTillMs } = terms;
  if (!TIMES_IN_FORCE.includes(tif) || (tif === 'OPG' && !instrument.orderTypes.includes('OPG'))) {
    return { code: 10052, text: `Invalid time in force:${tif}` };
  }
  if (orderTypeOf(orderType).atClose && tif !== 'DAY') {
    return { code: 113, text: 'The Tif option should be set to DAY for MOC and LOC orders.' };
  }
  if (tif === 'OPG' && orderType !== 'MKT' && orderType !== 'LMT') {
    return { code: 111, text: `The TIF (Tif type) and the order type are incompatible.` };
  }
  if (tif === 'GTD' && (goodTillMs === null || goodTillMs <= nowMs)) {
    return { code: 334, text: 'Invalid Good Till Date order.' };
  }
  return null;
}
