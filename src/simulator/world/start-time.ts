import { STOCK_RULES } from './calendar/market-calendars';
import type { TradingCalendar } from './calendar/trading-calendar';
import { epochDayAt, momentOf } from './calendar/zone-time';

/** 10:30 in New York, in minutes from midnight: an hour after the open. */
const START_MINUTE = 630;

/** 10:30 New York time on the most recent US trading day at or before the date of `wallMs`. */
export function defaultStartMs(calendar: TradingCalendar, wallMs: number): number {
  const { zone } = STOCK_RULES;
  const index = calendar.indexAtOrBefore(epochDayAt(zone, wallMs));
  return momentOf(zone, calendar.dateAt(index), START_MINUTE);
}
