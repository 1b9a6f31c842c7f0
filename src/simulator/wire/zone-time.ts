import { fieldSince } from './handshake';

/** Time zone in which the simulated gateway states times that belong to no instrument. */
export const GATEWAY_ZONE = 'US/Eastern';

const HOUR_MS = 3_600_000;
const MAX_CACHED_HOURS = 20_000;

interface ZoneOffsets {
  readonly format: Intl.DateTimeFormat;
  /** Offset from UTC in milliseconds by hour since the epoch; zones change at full hours of UTC. */
  readonly byHour: Map<number, number>;
}

const zones = new Map<string, ZoneOffsets | null>();

/** Offset of a zone from UTC at a moment, in milliseconds; undefined when there is no such zone. */
export function zoneOffsetMs(zone: string, atMs: number): number | undefined {
  const offsets = zoneOffsets(zone);
  if (offsets === null) return undefined;
  const hour = Math.floor(atMs / HOUR_MS);
  const cached = offsets.byHour.get(hour);
  if (cached !== undefined) return cached;
  const offset = localMs(offsets.format, hour * HOUR_MS) - hour * HOUR_MS;
  if (offsets.byHour.size >= MAX_CACHED_HOURS) offsets.byHour.clear();
  offsets.byHour.set(hour, offset);
  return offset;
}

/** `20261003` in the zone; UTC when the zone is unknown. */
export function dateText(atMs: number, zone: string): string {
  const local = new Date(atMs + (zoneOffsetMs(zone, atMs) ?? 0));
  return `${local.getUTCFullYear()}${two(local.getUTCMonth() + 1)}${two(local.getUTCDate())}`;
}

/** `23:50:14` in the zone. */
export function timeText(atMs: number, zone: string): string {
  const local = new Date(atMs + (zoneOffsetMs(zone, atMs) ?? 0));
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
}

/** `20261003 23:50:14 US/Eastern`. */
export function zonedText(atMs: number, zone: string): string {
  return `${dateText(atMs, zone)} ${timeText(atMs, zone)} ${zone}`;
}

/**
 * The moment of a bar or an execution: `20261003 23:50:14 Europe/Berlin` in the zone of the instrument from server
 * version 174 on, `20261003  17:50:14` in that of the gateway before, with two blanks and no zone.
 */
export function momentText(atMs: number, zone: string, serverVersion: number): string {
  if (serverVersion >= fieldSince.instrumentTimezone) return zonedText(atMs, zone);
  return `${dateText(atMs, GATEWAY_ZONE)}  ${timeText(atMs, GATEWAY_ZONE)}`;
}

/** `20261003-23:50:14` in UTC, with two blanks in place of the hyphen before server version 174. */
export function utcText(atMs: number, serverVersion: number): string {
  const separator = serverVersion >= fieldSince.instrumentTimezone ? '-' : '  ';
  return `${dateText(atMs, 'UTC')}${separator}${timeText(atMs, 'UTC')}`;
}

/**
 * Reads `20261003 23:50:14 US/Eastern`, `20261003 23:50:14` (in `defaultZone`), `20261003 23:50` and the UTC form
 * `20261003-23:50:14`; two blanks, as older layouts write them, are one. Undefined when the text is none of these or names no real moment or zone.
 */
export function parseMoment(text: string, defaultZone: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:( {1,2}|-)(\d{2}):(\d{2})(?::(\d{2}))?(?: (\S+))?)?$/.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, year, month, day, separator, hour = '0', minute = '0', second = '0', zone] = match;
  if (separator === '-' && zone !== undefined && zone !== 'UTC') return undefined;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  const local = Date.UTC(y, mo - 1, d, h, mi, s);
  const back = new Date(local);
  const real = back.getUTCMonth() === mo - 1 && back.getUTCDate() === d && h < 24 && mi < 60 && s < 60;
  if (!real) return undefined;
  return toUtc(local, separator === '-' ? 'UTC' : (zone ?? defaultZone));
}

function toUtc(localTimeMs: number, zone: string): number | undefined {
  const first = zoneOffsetMs(zone, localTimeMs);
  if (first === undefined) return undefined;
  const second = zoneOffsetMs(zone, localTimeMs - first) ?? first;
  return localTimeMs - second;
}

function zoneOffsets(zone: string): ZoneOffsets | null {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const format = zoneFormat(zone);
  const offsets = format === undefined ? null : { format, byHour: new Map<number, number>() };
  if (zones.size < 500) zones.set(zone, offsets);
  return offsets;
}

function zoneFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function localMs(format: Intl.DateTimeFormat, atMs: number): number {
  const parts = new Map(format.formatToParts(atMs).map((part) => [part.type, Number(part.value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
