import { type DecimalText, exact } from '../../shared/domain/decimal';

/** How a value that is not known is shown. */
export const MISSING = '—';

/** A real minus, as wide as a plus and a digit in tabular figures. */
const minus = '−';

type Value = number | DecimalText | null;

/** A price with the decimals of its instrument, grouped: `1,187.20`. */
export function formatPrice(value: Value, decimals: number): string {
  const digits = fixed(value, decimals);
  return digits === null ? MISSING : withMinus(digits);
}

/** A change: its sign is always shown, zero has none. */
export function formatSigned(value: Value, decimals: number): string {
  const digits = fixed(value, decimals);
  if (digits === null) return MISSING;
  if (digits.startsWith('-')) return withMinus(digits);
  return /[1-9]/.test(digits) ? `+${digits}` : digits;
}

/** A change in per cent, from a number in per cent: `+0.42%`. */
export function formatPercent(value: number | null, decimals = 2): string {
  const digits = formatSigned(value, decimals);
  return digits === MISSING ? MISSING : `${digits}%`;
}

/** A quantity with the decimals that it has: `1,000`, `0.25`. */
export function formatQuantity(value: Value): string {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return MISSING;
  return withMinus(grouped(exact(value).toDecimalPlaces(10).toFixed()));
}

/** A large count in at most five figures: `1.24M`, `987K`, `412`. */
export function formatCompact(value: number | null): string {
  if (value === null || !Number.isFinite(value) || value < 0) return MISSING;
  if (value < 10_000) return grouped(String(Math.round(value)));
  const [divisor, unit] = value < 999_500 ? [1e3, 'K'] : value < 999_500_000 ? [1e6, 'M'] : [1e9, 'B'];
  const scaled = value / divisor;
  return `${scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0)}${unit}`;
}

/** An amount of money, grouped: `1,020,171.48`. The currency goes into the header. */
export function formatMoney(value: Value, decimals = 2): string {
  return formatPrice(value, decimals);
}

/** The time of day at a place: `10:31:07`. A place that is not known shows UTC and says so. */
export function formatTime(ms: number | null, timeZoneId: string): string {
  return inZone(ms, timeZoneId, (parts) => `${parts.hour}:${parts.minute}:${parts.second}`);
}

/** Date and time of day at a place: `2026-03-02 10:31:07`. */
export function formatDateTime(ms: number | null, timeZoneId: string): string {
  return inZone(
    ms,
    timeZoneId,
    (parts) => `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`,
  );
}

/** How long ago something was: `now`, `12 s`, `3 min`, `2 h`. */
export function formatAge(ageMs: number | null): string {
  if (ageMs === null || !Number.isFinite(ageMs)) return MISSING;
  const seconds = Math.max(0, Math.floor(ageMs / 1_000));
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3_600)} h`;
}

function fixed(value: Value, decimals: number): string | null {
  if (value === null) return null;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    if (Math.abs(value) < 1e21) return unsignedZero(grouped(value.toFixed(decimals)));
  }
  return unsignedZero(grouped(exact(value).toFixed(decimals)));
}

function grouped(digits: string): string {
  const point = digits.indexOf('.');
  const whole = point === -1 ? digits : digits.slice(0, point);
  if (whole.length <= 3) return digits;
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + (point === -1 ? '' : digits.slice(point));
}

function unsignedZero(digits: string): string {
  return digits.startsWith('-') && !/[1-9]/.test(digits) ? digits.slice(1) : digits;
}

function withMinus(digits: string): string {
  return digits.startsWith('-') ? minus + digits.slice(1) : digits;
}

const zonedParts = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
type ZonedPart = (typeof zonedParts)[number];
type ZonedParts = Readonly<Record<ZonedPart, string>>;

function isZonedPart(type: string): type is ZonedPart {
  return zonedParts.some((part) => part === type);
}

/** Formats by zone; null for a zone that the platform does not know. Zones are few. */
const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(timeZoneId: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZoneId);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null;
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: timeZoneId,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    // The gateway's name of a zone is not always one of the platform's; UTC is shown and named instead.
    format = null;
  }
  formats.set(timeZoneId, format);
  return format;
}

function inZone(ms: number | null, timeZoneId: string, write: (parts: ZonedParts) => string): string {
  if (ms === null || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return MISSING;
  const format = formatOf(timeZoneId);
  if (format === null) return `${inZone(ms, 'UTC', write)} UTC`;
  const parts = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
  for (const { type, value } of format.formatToParts(ms)) if (isZonedPart(type)) parts[type] = value;
  return write(parts);
}
