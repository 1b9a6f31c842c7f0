import type { Catalogue, OrderTerms, Refusal, SimInstrument } from '../world';
import { orderTypeOf } from './order-types/order-types';

const MINUTE_MS = 60_000;
/** How long before the open an exchange takes no more orders for it. */
const OPENING_CUT_OFF_MS = 2 * MINUTE_MS;
/** How long before the close Nasdaq, and the other exchanges, take no more orders for it. */
const NASDAQ_CLOSING_CUT_OFF_MS = 5 * MINUTE_MS;
const CLOSING_CUT_OFF_MS = 10 * MINUTE_MS;

/** TWS's refusal of an order that comes too late for its auction; null when it is in time. */
export function refuseLate(
  catalogue: Catalogue,
  instrument: SimInstrument,
  terms: OrderTerms,
  nowMs: number,
): Refusal | null {
  const late: Refusal = { code: 201, text: 'Order rejected - reason:Exchange is closed.' };
  if (terms.tif === 'OPG') {
    const next = catalogue.nextSession(instrument, nowMs, true);
    return next.startMs - nowMs < OPENING_CUT_OFF_MS ? late : null;
  }
  if (!orderTypeOf(terms.orderType).atClose) return null;
  const session = catalogue.sessionAt(instrument, nowMs, true);
  const cutOffMs = instrument.primaryExchange === 'NASDAQ' ? NASDAQ_CLOSING_CUT_OFF_MS : CLOSING_CUT_OFF_MS;
  return session !== undefined && session.endMs - nowMs < cutOffMs ? late : null;
}
