import { epochDayAt, localTimeText, parseDateText } from '../calendar/zone-time';
import { ianaZone } from '../catalogue/zone-names';
import type { Catalogue, Interval, SimInstrument } from '../world';
import { auctionOf, type LiveOrder } from './live-order';
import { orderTypeOf } from './order-types/order-types';

const AROUND_THE_CLOCK: ReadonlySet<string> = new Set(['FUT', 'FOP', 'CASH', 'CRYPTO']);

/** True for what has no hours that are less regular than others. */
export function tradesAroundTheClock({ secType }: SimInstrument): boolean {
  return AROUND_THE_CLOCK.has(secType);
}

/** True when an order trades in regular hours alone. */
export function regularHoursOnly(order: LiveOrder): boolean {
  if (auctionOf(order) !== null) return true;
  if (tradesAroundTheClock(order.instrument)) return false;
  return !order.terms.outsideRth || orderTypeOf(order.terms.orderType).regularHoursOnly;
}

/** The session in which an order may trade now, if there is one. */
export function orderSession(catalogue: Catalogue, order: LiveOrder, atMs: number): Interval | undefined {
  return catalogue.sessionAt(order.instrument, atMs, regularHoursOnly(order));
}

/** True when an instrument will not trade again at or after a moment. */
export function hasExpired(catalogue: Catalogue, instrument: SimInstrument, atMs: number): boolean {
  if (instrument.lastTradeDate === '' || catalogue.sessionAt(instrument, atMs, false) !== undefined)
    return false;
  const next = catalogue.nextSession(instrument, atMs, false);
  const nextDate = epochDayAt(ianaZone(instrument.timeZoneId), next.endMs - 1);
  return nextDate > parseDateText(instrument.lastTradeDate);
}

/** TWS's text about an order that waits for the market to open. */
export function waitingText(order: LiveOrder, opensAtMs: number): string {
  const { instrument, terms } = order;
  const opens = localTimeText(ianaZone(instrument.timeZoneId), opensAtMs);
  return (
    `Order Message:\n${terms.side} ${String(terms.quantity)} ${nameOf(instrument)}\n` +
    `Warning: Your order will not be placed at the exchange until ${opens} ${instrument.timeZoneId}.`
  );
}

function nameOf(instrument: SimInstrument): string {
  if (instrument.secType === 'STK') {
    return `${instrument.symbol} ${instrument.primaryExchange}.${instrument.tradingClass}`;
  }
  return `${instrument.localSymbol} ${instrument.exchange}`;
}
