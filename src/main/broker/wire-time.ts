/** Names of zones that Windows or TWS use and the time zone database does not. Source: Unicode CLDR, windowsZones. */
const zoneAliases: Readonly<Record<string, string>> = {
  'China Standard Time': 'Asia/Shanghai',
  'Hong Kong Time': 'Asia/Hong_Kong',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Japan Standard Time': 'Asia/Tokyo',
  'India Standard Time': 'Asia/Kolkata',
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'GMT Standard Time': 'Europe/London',
  'Greenwich Mean Time': 'Europe/London',
  'British Summer Time': 'Europe/London',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Central European Standard Time': 'Europe/Warsaw',
  'Central European Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'Eastern Standard Time': 'America/New_York',
  'Eastern Daylight Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Mountain Standard Time': 'America/Denver',
  'Pacific Standard Time': 'America/Los_Angeles',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  CST: 'America/Chicago',
  PST: 'America/Los_Angeles',
  MET: 'Europe/Berlin',
  JST: 'Asia/Tokyo',
};

const formatters = new Map<string, Intl.DateTimeFormat | null>();

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  let formatter: Intl.DateTimeFormat | null = null;
  try {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zoneAliases[zone] ?? zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    // A zone that this runtime does not know; the caller gets null and decides.
  }
  // The names come from the gateway: a handful in practice, and bounded in any case.
  if (formatters.size > 200) formatters.clear();
  formatters.set(zone, formatter);
  return formatter;
}

/** What a wall clock in the zone shows at `atMs`, read as if it were UTC. */
function wallMs(formatter: Intl.DateTimeFormat, atMs: number): number {
  const parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatter.formatToParts(atMs)) {
    if (type in parts) Reflect.set(parts, type, Number(value));
  }
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/**
 * UTC ms of a wall-clock time in a zone, or null when the zone is not known. A time that the clocks skip is read an
 * hour later; one that occurs twice means the first.
 *
 * @param wall the wall-clock time as if it were UTC, ms.
 */
export function zonedToUtcMs(wall: number, zone: string): number | null {
  const formatter = formatterOf(zone);
  if (formatter === null) return null;
  // Offsets a day before and after: one of the two holds, and they differ only around a change of clocks.
  const dayMs = 86_400_000;
  const before = wallMs(formatter, wall - dayMs) - (wall - dayMs);
  const after = wallMs(formatter, wall + dayMs) - (wall + dayMs);
  const early = wall - before;
  if (wallMs(formatter, early) === wall) return early;
  const late = wall - after;
  return wallMs(formatter, late) === wall ? late : early;
}

/** Midnight UTC of a date such as `20261005`, or null. */
export function dateToUtcMs(text: string): number | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day && month >= 1 && month <= 12 ? ms : null;
}

/**
 * UTC ms of a time such as `20261003 23:50:14 US/Eastern`, `20261003-23:50:14` (UTC) or `20261003  23:50:14` (the zone
 * of the machine), or null when it cannot be read. An unknown zone is read as the zone of the machine.
 */
export function timestampToUtcMs(text: string): number | null {
  const match = /^(\d{8})(-| +)(\d{2}):(\d{2}):(\d{2})(?: (.+))?$/.exec(text.trim());
  if (match === null) return null;
  const date = dateToUtcMs(match[1] ?? '');
  const [hour, minute, second] = [Number(match[3]), Number(match[4]), Number(match[5])];
  if (date === null || hour > 23 || minute > 59 || second > 60) return null;
  const wall = date + ((hour * 60 + minute) * 60 + second) * 1_000;
  if (match[2] === '-' && match[6] === undefined) return wall;
  const zone = match[6]?.trim() ?? machineZone();
  return zonedToUtcMs(wall, zone) ?? zonedToUtcMs(wall, machineZone()) ?? wall;
}

function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `20261003-23:50:14`: UTC in the form that TWS takes. Source: TWS API, reqHistoricalData endDateTime. */
export function utcTimestamp(atMs: number): string {
  const iso = new Date(atMs).toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '')}-${iso.slice(11, 19)}`;
}

/** UTC ms of a text of epoch seconds, or null. */
export function epochSecondsToMs(text: string): number | null {
  return /^\d{8,12}$/.test(text) && text.length > 8 ? Number(text) * 1_000 : null;
}
