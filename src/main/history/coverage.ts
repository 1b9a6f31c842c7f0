/** A span of time [startMs, endMs): UTC ms, the end is not part of it. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** The spans of time whose bars are known: ascending, disjoint, never touching, none empty. */
export type Coverage = readonly Interval[];

/** The same points of time as sorted, disjoint intervals; empty, reversed and non-finite intervals are dropped. */
export function normalise(intervals: readonly Interval[]): Coverage {
  const sorted = intervals.filter(isProper).toSorted((left, right) => left.startMs - right.startMs);
  const merged: Interval[] = [];
  for (const { startMs, endMs } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) {
      merged[merged.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, endMs) };
    } else {
      merged.push({ startMs, endMs });
    }
  }
  return merged;
}

/** The coverage after the bars of one more interval became known. */
export function addInterval(coverage: Coverage, interval: Interval): Coverage {
  return normalise([...coverage, interval]);
}

/** The parts of `wanted` that the coverage lacks, ascending; these are what is to be asked of the gateway. */
export function gapsWithin(coverage: Coverage, wanted: Interval): Coverage {
  if (!isProper(wanted)) return [];
  const gaps: Interval[] = [];
  let fromMs = wanted.startMs;
  for (const { startMs, endMs } of normalise(coverage)) {
    if (endMs <= fromMs) continue;
    if (startMs >= wanted.endMs) break;
    if (startMs > fromMs) gaps.push({ startMs: fromMs, endMs: startMs });
    fromMs = endMs;
  }
  if (fromMs < wanted.endMs) gaps.push({ startMs: fromMs, endMs: wanted.endMs });
  return gaps;
}

/** The coverage without everything before `startMs`, for a cache whose oldest bars were dropped. */
export function dropBefore(coverage: Coverage, startMs: number): Coverage {
  return normalise(
    coverage.map((known) => ({ startMs: Math.max(known.startMs, startMs), endMs: known.endMs })),
  );
}

function isProper({ startMs, endMs }: Interval): boolean {
  return Number.isFinite(startMs) && Number.isFinite(endMs) && startMs < endMs;
}
