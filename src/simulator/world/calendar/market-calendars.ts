import type { CalendarKind } from '../prices/price-view';
import { type CalendarRules, TradingCalendar } from './trading-calendar';

export const STOCK_RULES: CalendarRules = {
  zone: 'America/New_York',
  holidays: 'stocks',
  segments: [
    {
      startMinute: 240,
      endMinute: 570,
      regular: false,
      fromNode: 1,
      toNode: 2,
      volumeShare: 0.02,
      eventShare: 0.15,
    },
    {
      startMinute: 570,
      endMinute: 960,
      regular: true,
      fromNode: 2,
      toNode: 3,
      volumeShare: 0.94,
      eventShare: 1,
    },
    {
      startMinute: 960,
      endMinute: 1200,
      regular: false,
      fromNode: 3,
      toNode: 4,
      volumeShare: 0.04,
      eventShare: 0.12,
    },
  ],
};

export const FUTURE_RULES: CalendarRules = {
  zone: 'America/Chicago',
  holidays: 'futures',
  segments: [
    {
      startMinute: -420,
      endMinute: 510,
      regular: false,
      fromNode: 0,
      toNode: 2,
      volumeShare: 0.16,
      eventShare: 0.3,
    },
    {
      startMinute: 510,
      endMinute: 900,
      regular: true,
      fromNode: 2,
      toNode: 3,
      volumeShare: 0.8,
      eventShare: 1,
    },
    {
      startMinute: 900,
      endMinute: 960,
      regular: true,
      fromNode: 3,
      toNode: 4,
      volumeShare: 0.04,
      eventShare: 0.35,
    },
  ],
};

export const CURRENCY_RULES: CalendarRules = {
  zone: 'America/New_York',
  holidays: 'currencies',
  segments: [
    {
      startMinute: -405,
      endMinute: 1020,
      regular: true,
      fromNode: 0,
      toNode: 4,
      volumeShare: 1,
      eventShare: 1,
    },
  ],
};

/** Xetra in Frankfurt: one session from nine to half past five. */
export const XETRA_RULES: CalendarRules = {
  zone: 'Europe/Berlin',
  holidays: 'xetra',
  segments: [
    {
      startMinute: 540,
      endMinute: 1050,
      regular: true,
      fromNode: 2,
      toNode: 4,
      volumeShare: 1,
      eventShare: 1,
    },
  ],
};

/** The London Stock Exchange: one session from eight to half past four. */
export const LONDON_RULES: CalendarRules = {
  zone: 'Europe/London',
  holidays: 'london',
  segments: [
    {
      startMinute: 480,
      endMinute: 990,
      regular: true,
      fromNode: 2,
      toNode: 4,
      volumeShare: 1,
      eventShare: 1,
    },
  ],
};

/** One calendar for each kind of market. */
export function worldCalendars(): Readonly<Record<CalendarKind, TradingCalendar>> {
  return {
    stocks: new TradingCalendar(STOCK_RULES),
    futures: new TradingCalendar(FUTURE_RULES),
    currencies: new TradingCalendar(CURRENCY_RULES),
    xetra: new TradingCalendar(XETRA_RULES),
    london: new TradingCalendar(LONDON_RULES),
  };
}
