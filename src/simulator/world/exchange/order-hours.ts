import { epochDayAt, localTimeText, parseDateText } from '../calendar/zone-time';
import { ianaZone } from '../catalogue/sim-catalogue';
import type { Catalogue, Interval, SimInstrument } from '../world';
import type { LiveOrder } from './live-order';

/** True when an order trades in regular hours alone. Futures and currencies trade around the clock. */
export function regularHoursOnly(order: LiveOrder): boolean {
  const { secType } = order.instrument;
  if (secType === 'FUT' || secType === 'CASH') return false;
  return !order.terms.outsideRth || order.terms.orderType === 'MKT';
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
