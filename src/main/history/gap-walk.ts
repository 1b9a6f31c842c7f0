import { type BarColumns, barSizeMs, isDailyOrLonger } from '../../shared/domain/bar';
import type { TimeSpan } from '../../shared/domain/instrument';
import type { BrokerError } from '../broker/port';
import { barCount, barsWithin, mergeBars, noBars } from './bar-merge';
import { barStart, completeBefore } from './bar-time';
import { type PlannedRequest, planRequests, spanOfBars } from './request-plan';
import type { SeriesSource } from './series-source';

/** Requests that are open at the same time for one load. */
const requestsAtOnce = 4;
/** Requests of one step at most; a walk over a longer stretch takes several. */
const requestsPerStep = 12;
/** Steps without a bar after which a walk gives up for now; what it learnt is stored, so the next one goes on. */
const maximumEmptySteps = 6;
/** After a stretch without a bar this many times as much is asked for. */
const growth = 4;
/** Steps of one load, so that it ends whatever the gateway answers. */
const maximumSteps = 40;
/** The gateway keeps bars of 30 seconds and less for about six months. Source: TWS API, historical data limitations. */
const shortBarsAgeMs = 183 * 86_400_000;
/** Nothing is older; TWS takes no earlier dates. */
const beginningMs = 86_400_000;

/** What a walk found: every bar within [startMs, the end of the walk). */
export interface Walk {
  readonly startMs: number;
  readonly bars: BarColumns;
  /** Start times of the bars that were in the cache. */
  readonly cached: readonly Float64Array[];
  /** True when nothing earlier exists. */
  readonly reachedStart: boolean;
  /** Why it ended early, or null. */
  readonly failure: BrokerError | null;
}

/**
 * Walks back in time from `endMs` (exclusive) until `limit` bars are known: through the cache where it is covered, and
 * through requests to the gateway where it is not. Answers are stored with what they cover, except bars that still form.
 * @param nowMs the gateway's time.
 * @param upToNow whether the newest bars are wanted: then those count too that the gateway tells beyond `endMs`, because
 *   its clock may have gone on.
 */
export async function walkBack(
  source: SeriesSource,
  endMs: number,
  limit: number,
  nowMs: number,
  upToNow: boolean,
): Promise<Walk> {
  const { barSize } = source.series;
  const coverage = await source.readCoverage();
  const finishedMs = completeBefore(barSize, nowMs);
  const oldestMs = barSizeMs[barSize] <= 30_000 ? nowMs - shortBarsAgeMs : beginningMs;
  const cached: Float64Array[] = [];
  let bars = noBars;
  let cursorMs = endMs;
  let firstMs: number | null | undefined;
  let emptySteps = 0;

  const walk = (reachedStart: boolean, failure: BrokerError | null): Walk => ({
    startMs: cursorMs,
    bars,
    cached,
    reachedStart,
    failure,
  });

  for (let step = 0; step < maximumSteps && barCount(bars) < limit; step += 1) {
    const missing = limit - barCount(bars);
    const known = coverage.find((span) => span.startMs < cursorMs && cursorMs <= span.endMs);
    if (known !== undefined) {
      const found = barsWithin(await source.read(cursorMs, missing), known.startMs, cursorMs);
      cached.push(found.timeMs);
      bars = mergeBars(found, bars);
      cursorMs = barCount(found) < missing ? known.startMs : (found.timeMs[0] ?? known.startMs);
      continue;
    }

    const floorMs = coverage.findLast((span) => span.endMs <= cursorMs)?.endMs ?? null;
    if (floorMs === null && (step > 0 || endMs <= finishedMs) && firstMs === undefined) {
      firstMs = await source.firstMoment();
    }
    const startOfTimeMs = Math.max(oldestMs, barStart(barSize, firstMs ?? oldestMs));
    if (cursorMs <= startOfTimeMs) return walk(true, null);
    const spanMs = spanOfBars(missing, barSize, source.tradingDayMs) * growth ** emptySteps;
    const reachMs = Math.max(startOfTimeMs, cursorMs - spanMs);
    const gap = { startMs: Math.max(reachMs, floorMs ?? reachMs), endMs: cursorMs };

    const filled = await fill(source, gap, missing, { finishedMs, nowMs, upToNow });
    bars = mergeBars(filled.bars, bars);
    cursorMs = Math.min(cursorMs, filled.startMs);
    if (filled.failure !== null) return walk(false, filled.failure);
    if (barCount(filled.bars) > 0) {
      emptySteps = 0;
      continue;
    }
    if (floorMs !== null && cursorMs <= floorMs) continue;

    // No bars where some were expected: a closed market, or the time before the first bar.
    emptySteps += 1;
    if (isDailyOrLonger(barSize)) {
      if (emptySteps > 1) return walk(true, null);
      continue;
    }
    if (emptySteps > maximumEmptySteps) return walk(false, null);
    const traded = await source.lastTradedBefore(cursorMs);
    if (!traded.ok) return walk(false, traded.error);
    if (traded.value === null) return walk(true, null);
    const resumeMs = Math.max(traded.value, floorMs ?? traded.value);
    if (resumeMs < cursorMs) source.store(noBars, { startMs: resumeMs, endMs: cursorMs });
    cursorMs = Math.min(cursorMs, resumeMs);
  }
  return walk(false, null);
}

interface Filled {
  readonly bars: BarColumns;
  /** Everything from here to the end of the gap is known. */
  readonly startMs: number;
  readonly failure: BrokerError | null;
}

async function fill(
  source: SeriesSource,
  gap: TimeSpan,
  wanted: number,
  { finishedMs, nowMs, upToNow }: { finishedMs: number; nowMs: number; upToNow: boolean },
): Promise<Filled> {
  const plan = planRequests([gap], source.series.barSize, { nowMs, tradingDayMs: source.tradingDayMs });
  let bars = noBars;
  let startMs = gap.endMs;
  let failure: BrokerError | null = null;
  for (
    let from = 0;
    from < plan.length && from < requestsPerStep && barCount(bars) < wanted;
    from += requestsAtOnce
  ) {
    const batch = plan.slice(from, from + requestsAtOnce);
    const answers = await Promise.all(batch.map(({ endMs, duration }) => source.ask(endMs, duration)));
    for (const [index, request] of batch.entries()) {
      const answer = answers[index];
      if (answer === undefined) break;
      if (!answer.ok) {
        failure ??= answer.error;
        continue;
      }
      const part = partOf(request, answer.value, upToNow);
      keep(source, part, finishedMs);
      // What lies before a failed request is of use to a later walk only.
      if (failure !== null) continue;
      bars = mergeBars(part.bars, bars);
      startMs = Math.min(startMs, part.span.startMs);
    }
    if (failure !== null) break;
  }
  return { bars, startMs, failure };
}

interface Part {
  readonly bars: BarColumns;
  readonly span: TimeSpan;
}

/**
 * What an answer tells. Bars after the span are left out, except up to now: they may be cut by the end. The first bar may
 * be cut by its begin, so it counts only from the span on; bars after it are whole, and nothing is missing among them.
 */
function partOf({ span, endMs }: PlannedRequest, answer: BarColumns, upToNow: boolean): Part {
  const firstWholeMs = answer.timeMs[1] ?? span.startMs;
  const startMs = Math.min(span.startMs, firstWholeMs);
  const barsEndMs = upToNow && endMs === null ? Number.POSITIVE_INFINITY : span.endMs;
  return { bars: barsWithin(answer, startMs, barsEndMs), span: { startMs, endMs: span.endMs } };
}

/** Stores a part as far as its bars are finished. */
function keep(source: SeriesSource, { bars, span }: Part, finishedMs: number): void {
  const endMs = Math.min(span.endMs, finishedMs);
  if (span.startMs >= endMs) return;
  source.store(barsWithin(bars, span.startMs, endMs), { startMs: span.startMs, endMs });
}
