import type { BarSizeText, SimBar, SimInstrument, World } from '../world/world';
import { type HistogramRow, histogramMessage } from '../wire/messages/histogram-messages';
import type { TickRequest } from '../wire/requests/tick-requests';
import { type Client, refuseRequest, sendError } from './client';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { noPermissions } from './market-data-permission';

/** Units of a period, in days and as the duration of a bar request. */
const units: Readonly<Record<string, { readonly letter: string; readonly days: number }>> = {
  s: { letter: 'S', days: 1 / 86_400 },
  second: { letter: 'S', days: 1 / 86_400 },
  d: { letter: 'D', days: 1 },
  day: { letter: 'D', days: 1 },
  w: { letter: 'W', days: 7 },
  week: { letter: 'W', days: 7 },
  m: { letter: 'M', days: 30 },
  month: { letter: 'M', days: 30 },
  y: { letter: 'Y', days: 365 },
  year: { letter: 'Y', days: 365 },
};

/** Answers `3 days`, `1 week` or `2 W`: what was traded at which price. */
export function answerHistogram(
  client: Client,
  context: GatewayContext,
  request: Extract<TickRequest, { kind: 'reqHistogramData' }>,
): void {
  const { reqId } = request;
  const instrument = findInstrument(client, reqId, context.world.catalogue, request.contract);
  if (instrument === undefined) return;
  const period = parsePeriod(request.period);
  if (period === undefined) {
    refuseRequest(
      client,
      reqId,
      `Time period '${request.period}' is invalid. Format is a number and a unit, as in '3 days'`,
    );
    return;
  }
  const fail = (cause: string): void =>
    sendError(client, reqId, 10188, `Failed to request histogram data:${cause}`);
  if (context.permissions.check(instrument).kind === 'refused') return fail(noPermissions(instrument));
  const bars = barsOf(context.world, instrument, period, request.regularHoursOnly);
  const rows = histogramRows(bars, instrument.minTick);
  if (rows.length === 0) return fail(`No data for ${instrument.symbol}@${instrument.exchange} Trades`);
  client.send(histogramMessage(reqId, rows));
}

interface Period {
  readonly duration: string;
  readonly days: number;
}

export function parsePeriod(text: string): Period | undefined {
  const [, count = '0', unit = ''] = /^ *(\d{1,4}) ?([a-z]+?)s? *$/.exec(text.toLowerCase()) ?? [];
  const known = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (known === undefined || Number(count) < 1) return undefined;
  return { duration: `${Number(count)} ${known.letter}`, days: Number(count) * known.days };
}

/** Fine bars for a short period, coarser ones for a longer one. */
function barsOf(
  world: World,
  instrument: SimInstrument,
  period: Period,
  regularHoursOnly: boolean,
): readonly SimBar[] {
  const barSize: BarSizeText = period.days <= 14 ? '1 min' : period.days <= 100 ? '15 mins' : '1 hour';
  return world.history.bars({
    instrument,
    endMs: world.clock.nowMs() + 1,
    duration: period.duration,
    barSize,
    whatToShow: 'TRADES',
    regularHoursOnly,
  });
}

/**
 * The volume of each bar spread evenly over the prices between its low and its high. The sizes are whole and add
 * up to the volume of the bars.
 */
export function histogramRows(bars: readonly SimBar[], increment: number): readonly HistogramRow[] {
  const ticksPerUnit = Math.round(1 / increment);
  const sizes = new Map<number, number>();
  for (const bar of bars) {
    if (bar.volume <= 0) continue;
    const low = Math.round(bar.low * ticksPerUnit);
    const count = Math.round(bar.high * ticksPerUnit) - low + 1;
    for (let index = 0; index < count; index++) {
      const share = Math.round((bar.volume * (index + 1)) / count) - Math.round((bar.volume * index) / count);
      if (share > 0) sizes.set(low + index, (sizes.get(low + index) ?? 0) + share);
    }
  }
  return [...sizes].sort(([a], [b]) => a - b).map(([ticks, size]) => ({ price: ticks / ticksPerUnit, size }));
}
