import { DAY_MS, dateText, epochDayAt, offsetOfDay, parseDateText } from '../../calendar/zone-time';

/** The zone of a time that names none: that of the simulated gateway. */
const DEFAULT_ZONE = 'US/Eastern';
const TIME = /^(?:(\d{8})( |-))?(\d{1,2}):(\d{2}):(\d{2})(?: (\S+))?$/;

/**
 * Reads the time of an algo parameter: `15:59:00`, `15:59:00 US/Eastern`, `20261126 15:59:00 US/Eastern`, or the UTC
 * form `20261126-20:59:00`. Without a date it is today's. Undefined when the text is none of these, or when there is
 * no such date or zone.
 */
export function parseAlgoTime(text: string, nowMs: number): number | undefined {
  const match = TIME.exec(text.trim());
  if (match === null) return undefined;
  const [, date, separator, hour, minute, second, zoneText] = match;
  if (separator === '-' && zoneText !== undefined && zoneText !== 'UTC') return undefined;
  const zone = separator === '-' ? 'UTC' : (zoneText ?? DEFAULT_ZONE);
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59 || !isZone(zone)) return undefined;
  const epochDay = date === undefined ? epochDayAt(zone, nowMs) : parseDateText(date);
  if (date !== undefined && dateText(epochDay) !== date) return undefined;
  return epochDay * DAY_MS + ((h * 60 + m) * 60 + s) * 1000 - offsetOfDay(zone, epochDay);
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
