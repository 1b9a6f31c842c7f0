import type { Interval, SimInstrument, World } from '../world/world';
import { historicalScheduleMessage, type ScheduleSession } from '../wire/messages/history-messages';
import { dateText, GATEWAY_ZONE, parseMoment, timeText } from '../wire/zone-time';
import { type Client, refuseRequest, sendError } from './client';
import { type HistoricalData, HMDS } from './history-check';
import { parseBarSize, parseDuration } from './history-query';

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;
/** The most sessions of one answer. */
const MOST_SESSIONS = 5_000;

/** Answers a request of historical data with `SCHEDULE`: the sessions of the span, oldest first. */
export function answerSchedule(
  client: Client,
  world: World,
  instrument: SimInstrument,
  request: HistoricalData,
): void {
  const { reqId } = request;
  const duration = parseDuration(request.duration);
  if (parseBarSize(request.barSize) !== '1 day') {
    return refuseRequest(client, reqId, 'Historical schedule requests take the bar size 1 day alone');
  }
  if (duration === undefined)
    return refuseRequest(client, reqId, 'Historical data query duration is invalid.');
  if (request.keepUpToDate)
    return refuseRequest(client, reqId, 'A historical schedule can not be kept up to date');
  const zone = instrument.timeZoneId === '' ? GATEWAY_ZONE : instrument.timeZoneId;
  const endMs = request.endDateTime === '' ? world.clock.nowMs() : parseMoment(request.endDateTime, zone);
  if (endMs === undefined) {
    return refuseRequest(
      client,
      reqId,
      `Historical data query end date/time string [${request.endDateTime}] is invalid.`,
    );
  }
  const inDays = /^(\d+) D$/.exec(duration.text);
  const wanted = inDays === null ? MOST_SESSIONS : Number(inDays[1]);
  const earliestMs = inDays === null ? endMs - duration.seconds * 1000 : Number.NEGATIVE_INFINITY;
  const sessions = sessionsBefore(
    world,
    instrument,
    zone,
    { endMs, earliestMs, wanted },
    request.regularHoursOnly,
  );
  const [first] = sessions;
  const last = sessions.at(-1);
  if (first === undefined || last === undefined) {
    sendError(
      client,
      reqId,
      162,
      `${HMDS}HMDS query returned no data: ${instrument.symbol}@${instrument.exchange} Schedule`,
    );
    return;
  }
  client.send(historicalScheduleMessage(reqId, first.start, last.end, zone, sessions));
}

/** The newest sessions that begin before an end, oldest first. */
function sessionsBefore(
  world: World,
  instrument: SimInstrument,
  zone: string,
  span: { readonly endMs: number; readonly earliestMs: number; readonly wanted: number },
  regularHoursOnly: boolean,
): readonly ScheduleSession[] {
  const head = world.history.headTimestampMs(instrument, 'TRADES', regularHoursOnly);
  const earliestMs = Math.max(span.earliestMs, head);
  const found: ScheduleSession[] = [];
  // Noon of a trading day lies within its session, wherever the session begins and ends.
  let date = dateText(span.endMs + HALF_DAY_MS, zone);
  for (;;) {
    const noonMs = (parseMoment(`${date} 00:00:00`, zone) ?? 0) + HALF_DAY_MS;
    if (noonMs < earliestMs - DAY_MS || found.length >= Math.min(span.wanted, MOST_SESSIONS)) break;
    const session = world.catalogue.sessionAt(instrument, noonMs, regularHoursOnly);
    if (session !== undefined && session.startMs < span.endMs && session.endMs > earliestMs) {
      found.push(sessionRow(session, date, zone));
    }
    date = dateText(noonMs - DAY_MS, zone);
  }
  return found.toReversed();
}

function sessionRow({ startMs, endMs }: Interval, refDate: string, zone: string): ScheduleSession {
  return { start: momentText(startMs, zone), end: momentText(endMs, zone), refDate };
}

/** `20261005-09:30:00`, local time of the exchange. */
function momentText(atMs: number, zone: string): string {
  return `${dateText(atMs, zone)}-${timeText(atMs, zone)}`;
}
