import type { HistoryRequest, SimBar } from '../world/world';
import * as messages from '../wire/messages/history-messages';
import type { HistoryRequestMessage } from '../wire/requests/history-requests';
import { dateText, GATEWAY_ZONE, parseMoment, utcText, zonedText } from '../wire/zone-time';
import { type Client, refuseRequest, sendError } from './client';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import {
  barLengthSeconds,
  legalBarSizes,
  parseBarSize,
  parseDuration,
  parseWhatToShow,
} from './history-query';
import { repeatEvery } from './repeating-timer';

const DAY_SECONDS = 86_400;
/** The most bars one request may span; TWS says "Time length exceed max." beyond its own limits. */
const MAX_BARS = 200_000;

type HistoricalData = Extract<HistoryRequestMessage, { kind: 'reqHistoricalData' }>;
type HeadTimestamp = Extract<HistoryRequestMessage, { kind: 'reqHeadTimestamp' }>;

interface CheckedRequest {
  readonly query: HistoryRequest;
  readonly durationSeconds: number;
}

/** Historical bars of one client, and the forming bars it follows. */
export class HistoryDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #followed = new Map<number, () => void>();

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  answerBars(request: HistoricalData): void {
    const checked = this.#check(request);
    if (checked === undefined) return;
    const { query, durationSeconds } = checked;
    const { reqId } = request;
    const bars = this.#context.world.history.bars(query);
    if (bars.length === 0 && !request.keepUpToDate) {
      const { symbol, exchange } = query.instrument;
      const kind = query.whatToShow.charAt(0) + query.whatToShow.slice(1).toLowerCase();
      sendError(
        this.#client,
        reqId,
        162,
        `Historical Market Data Service error message:HMDS query returned no data: ${symbol}@${exchange} ${kind}`,
      );
      return;
    }
    const zone = query.instrument.timeZoneId;
    const start = zonedText(query.endMs - durationSeconds * 1000, zone);
    const rows = bars.map((bar) => ({ time: barTime(bar, query, request.formatDate), bar }));
    const withVolume = messages.hasVolume(query.whatToShow);
    this.#client.send(
      messages.historicalDataMessage(reqId, start, zonedText(query.endMs, zone), rows, withVolume),
    );
    if (request.keepUpToDate) this.#follow(request, query, bars.at(-1));
  }

  cancelBars(reqId: number): void {
    const stop = this.#followed.get(reqId);
    if (stop === undefined) {
      sendError(this.#client, reqId, 366, `No historical data query found for ticker id:${reqId}`);
      return;
    }
    stop();
    this.#followed.delete(reqId);
  }

  answerHeadTimestamp(request: HeadTimestamp): void {
    const { world } = this.#context;
    const instrument = findInstrument(this.#client, request.reqId, world.catalogue, request.contract);
    if (instrument === undefined) return;
    const whatToShow = parseWhatToShow(request.whatToShow);
    if (whatToShow === undefined) {
      refuseRequest(this.#client, request.reqId, `What to show '${request.whatToShow}' is not valid`);
      return;
    }
    const headMs = world.history.headTimestampMs(instrument, whatToShow, request.regularHoursOnly);
    const text = request.formatDate === 2 ? String(Math.floor(headMs / 1000)) : utcText(headMs);
    this.#client.send(messages.headTimestampMessage(request.reqId, text));
  }

  close(): void {
    for (const stop of this.#followed.values()) stop();
    this.#followed.clear();
  }

  /** The request in the world's terms; undefined when the client has been told what is wrong with it. */
  #check(request: HistoricalData): CheckedRequest | undefined {
    const { reqId } = request;
    const refuse = (cause: string): undefined => {
      refuseRequest(this.#client, reqId, cause);
      return undefined;
    };
    if (this.#followed.has(reqId)) {
      sendError(this.#client, reqId, 322, "Error processing request.-'bS' : cause - Duplicate ticker id");
      return undefined;
    }
    const { world } = this.#context;
    const instrument = findInstrument(this.#client, reqId, world.catalogue, request.contract);
    if (instrument === undefined) return undefined;
    const barSize = parseBarSize(request.barSize);
    if (barSize === undefined) {
      return refuse(`Historical data bar size setting is invalid. Legal ones are: ${legalBarSizes()}`);
    }
    const duration = parseDuration(request.duration);
    if (duration === undefined) {
      return refuse(
        'Historical data query duration is invalid. Format is a number, a blank and one of S, D, W, M, Y.',
      );
    }
    const whatToShow = parseWhatToShow(request.whatToShow);
    if (whatToShow === undefined) return refuse(`What to show '${request.whatToShow}' is not valid`);
    if (request.formatDate !== 1 && request.formatDate !== 2) return refuse('Date format must be 1 or 2');
    if (request.keepUpToDate && request.endDateTime !== '') {
      return refuse('End time is not allowed when the data are to be kept up to date');
    }
    // The end is exclusive: a millisecond more takes in what happens now.
    const latestMs = world.clock.nowMs() + 1;
    const endMs =
      request.endDateTime === '' ? latestMs : parseMoment(request.endDateTime, instrument.timeZoneId);
    if (endMs === undefined) {
      return refuse(
        `Historical data query end date/time string [${request.endDateTime}] is invalid.  Format is 'YYYYMMDD{SPACE}hh:mm:ss[{SPACE}TMZ]'.`,
      );
    }
    if (duration.seconds / barLengthSeconds(barSize) > MAX_BARS) {
      const text = 'Historical Market Data Service error message:Time length exceed max.';
      sendError(this.#client, reqId, 162, text);
      return undefined;
    }
    const { regularHoursOnly } = request;
    const end = Math.min(endMs, latestMs);
    return {
      query: { instrument, endMs: end, duration: duration.text, barSize, whatToShow, regularHoursOnly },
      durationSeconds: duration.seconds,
    };
  }

  #follow(request: HistoricalData, query: HistoryRequest, lastSent: SimBar | undefined): void {
    const { world, pace } = this.#context;
    let last = lastSent;
    const send = (bar: SimBar): void => {
      if (last !== undefined && sameBar(bar, last)) return;
      last = bar;
      const row = { time: barTime(bar, query, request.formatDate), bar };
      this.#client.send(
        messages.historicalDataUpdateMessage(request.reqId, row, messages.hasVolume(query.whatToShow)),
      );
    };
    const update = (): void => {
      const forming = world.history.formingBar({ ...query, endMs: world.clock.nowMs() });
      if (forming === undefined) return;
      const finished =
        last !== undefined && last.startMs < forming.startMs ? finishedBar(world, query, forming) : undefined;
      if (finished !== undefined) send(finished);
      send(forming);
    };
    this.#followed.set(request.reqId, repeatEvery(world.clock, pace.frequentMs, update));
  }
}

/** The bar before the one that is forming, complete; undefined for bars of a day and longer and across sessions. */
function finishedBar(
  world: GatewayContext['world'],
  query: HistoryRequest,
  forming: SimBar,
): SimBar | undefined {
  const seconds = barLengthSeconds(query.barSize);
  if (seconds >= DAY_SECONDS) return undefined;
  return world.history.bars({ ...query, endMs: forming.startMs, duration: `${seconds} S` }).at(-1);
}

function sameBar(a: SimBar, b: SimBar): boolean {
  return (
    a.startMs === b.startMs &&
    a.close === b.close &&
    a.volume === b.volume &&
    a.count === b.count &&
    a.high === b.high &&
    a.low === b.low &&
    a.open === b.open
  );
}

/** Days have a date in both formats; shorter bars the time of their start. */
function barTime(bar: SimBar, query: HistoryRequest, formatDate: number): string {
  const zone = query.instrument.timeZoneId === '' ? GATEWAY_ZONE : query.instrument.timeZoneId;
  if (barLengthSeconds(query.barSize) >= DAY_SECONDS) return dateText(bar.startMs, zone);
  return formatDate === 2 ? String(Math.floor(bar.startMs / 1000)) : zonedText(bar.startMs, zone);
}
