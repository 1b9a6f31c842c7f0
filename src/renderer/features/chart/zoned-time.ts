/** Calendar and clock of a moment at a place. */
export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Tells the time of a place fast enough to ask for every bar of a chart. */
export interface ZoneClock {
  /** The zone's name, or `UTC` when the platform does not know the one that was asked for. */
  readonly timeZoneId: string;
  /** Local time minus UTC at a moment, ms. */
  offsetMs(timeMs: number): number;
  wallClock(timeMs: number): WallClock;
}

const dayMs = 86_400_000;
/** Days whose offsets are remembered: forty years. */
const capacity = 15_000;

const clocks = new Map<string, ZoneClock>();

/** The clock of a zone; made once for each zone. */
export function zoneClock(timeZoneId: string): ZoneClock {
  const known = clocks.get(timeZoneId);
  if (known !== undefined) return known;
  const clock = createZoneClock(timeZoneId);
  clocks.set(timeZoneId, clock);
  return clock;
}

/**
 * Makes a clock. It asks the platform for the offset twice a day of UTC and goes through the day in detail only where
 * the two differ, so that 10,000 bars cost a few hundred questions.
 */
export function createZoneClock(timeZoneId: string): ZoneClock {
  let format: Intl.DateTimeFormat | null;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timeZoneId,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // The gateway's names of zones are not always the platform's.
    format = null;
  }
  const days = new Map<number, number | null>();

  const ask = (timeMs: number): number => {
    if (format === null) return 0;
    const whole = Math.floor(timeMs / 1000) * 1000;
    const parts = format.formatToParts(whole);
    const part = (type: Intl.DateTimeFormatPartTypes) =>
      Number(parts.find((candidate) => candidate.type === type)?.value);
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return local - whole;
  };

  const offsetMs = (timeMs: number): number => {
    if (format === null || !Number.isFinite(timeMs)) return 0;
    const day = Math.floor(timeMs / dayMs);
    let offset = days.get(day);
    if (offset === undefined) {
      const first = ask(day * dayMs);
      offset = first === ask((day + 1) * dayMs - 1) ? first : null;
      if (days.size >= capacity) days.clear();
      days.set(day, offset);
    }
    return offset ?? ask(timeMs);
  };

  return {
    timeZoneId: format === null ? 'UTC' : timeZoneId,
    offsetMs,
    wallClock(timeMs) {
      const local = new Date(timeMs + offsetMs(timeMs));
      return {
        year: local.getUTCFullYear(),
        month: local.getUTCMonth() + 1,
        day: local.getUTCDate(),
        hour: local.getUTCHours(),
        minute: local.getUTCMinutes(),
        second: local.getUTCSeconds(),
      };
    },
  };
}
