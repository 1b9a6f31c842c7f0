/** Days, local times and offsets of time zones. An "epoch day" is a calendar date: whole days since 1970-01-01. */

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
const monthOffsets = new Map<string, number | null>();
const dayOffsets = new Map<string, number>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

function measuredOffsetMs(zone: string, atMs: number): number {
  const parts = new Map<string, number>();
  for (const part of formatterOf(zone).formatToParts(atMs)) parts.set(part.type, Number(part.value));
  const part = (name: string): number => parts.get(name) ?? 0;
  const localMs = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return localMs - Math.floor(atMs / 1000) * 1000;
}

/**
 * Offset of local time from UTC at about noon of a date, in milliseconds (negative in America). Zones of the
 * United States change early on Sunday mornings, when no market is open, so one offset a date is enough.
 */
export function offsetOfDay(zone: string, epochDay: number): number {
  const date = new Date(epochDay * DAY_MS);
  const monthStart = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1, 17);
  const monthKey = `${zone}:${String(monthStart)}`;
  let month = monthOffsets.get(monthKey);
  if (month === undefined) {
    const first = measuredOffsetMs(zone, monthStart);
    const next = measuredOffsetMs(zone, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1, 17));
    month = first === next ? first : null;
    monthOffsets.set(monthKey, month);
  }
  if (month !== null) return month;
  const dayKey = `${zone}:${String(epochDay)}`;
  let offset = dayOffsets.get(dayKey);
  if (offset === undefined) {
    offset = measuredOffsetMs(zone, epochDay * DAY_MS + 17 * 3_600_000);
    dayOffsets.set(dayKey, offset);
  }
  return offset;
}

/** The moment `minutes` after local midnight of a date; negative minutes reach into the evening before. */
export function momentOf(zone: string, epochDay: number, minutes: number): number {
  return epochDay * DAY_MS + minutes * MINUTE_MS - offsetOfDay(zone, epochDay);
}

/** The local date of a moment. */
export function epochDayAt(zone: string, atMs: number): number {
  const guess = Math.floor(atMs / DAY_MS);
  return Math.floor((atMs + offsetOfDay(zone, guess)) / DAY_MS);
}

/** 0 Sunday to 6 Saturday. */
export function weekdayOf(epochDay: number): number {
  return (((epochDay + 4) % 7) + 7) % 7;
}

export function epochDayOf(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

/** `20261005`. */
export function dateText(epochDay: number): string {
  return new Date(epochDay * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

/** The epoch day of `20261005`. */
export function parseDateText(text: string): number {
  return epochDayOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)));
}

/** Local wall time as `2026-10-05 09:30:00`. */
export function localTimeText(zone: string, atMs: number): string {
  const local = new Date(atMs + offsetOfDay(zone, epochDayAt(zone, atMs)));
  return local.toISOString().slice(0, 19).replace('T', ' ');
}
