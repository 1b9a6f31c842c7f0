import { firstTradeMs } from '../world/catalogue/first-trades';
import type { ContractQuery, HistoryRequest, SimBar, SimInstrument } from '../world/world';
import * as messages from '../wire/messages/history-messages';
import type { HistoryRequestMessage } from '../wire/requests/history-requests';
import { dateText, GATEWAY_ZONE, momentText, utcText } from '../wire/zone-time';
import { type Client, refuseRequest, sendError } from './client';
import { frontFuture } from './contract-search';
import { findInstrument, NO_DEFINITION } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { checkHistory, hasHistory, type HistoricalData, HMDS, noHistoryText } from './history-check';
import { barLengthSeconds, parseWhatToShow } from './history-query';
import { COMPETING_SESSION, noPermissions } from './market-data-permission';
import { repeatEvery } from './repeating-timer';
import { answerSchedule } from './schedule';

const DAY_SECONDS = 86_400;
const HALF_DAY_MS = (DAY_SECONDS / 2) * 1000;
type HeadTimestamp = Extract<HistoryRequestMessage, { kind: 'reqHeadTimestamp' }>;

const CONTINUOUS = 'CONTFUT';
const NO_END = 'Setting end date/time for continuous future security type is not allowed.';

/** Why there are no data while the login is used elsewhere. */
const COMPETING_CAUSE = 'Trading TWS session is connected from a different IP address';

/** Historical bars of one client, and the forming bars it follows. */
export class HistoryDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #followed = new Map<number, () => void>();

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  /** How many requests are kept up to date. */
  get openRequests(): number {
    return this.#followed.size;
  }

  answerBars(request: HistoricalData): void {
    const { reqId } = request;
    const client = this.#client;
    const { world, permissions } = this.#context;
    if (this.#followed.has(reqId)) {
      sendError(client, reqId, 322, "Error processing request.-'bS' : cause - Duplicate ticker id");
      return;
    }
    const instrument = this.#find(reqId, request.contract);
    if (instrument === undefined) return;
    if (request.whatToShow === 'SCHEDULE') {
      answerSchedule(client, world, instrument, request);
      return;
    }
    if (request.contract.secType === CONTINUOUS && request.endDateTime !== '') {
      sendError(client, reqId, 10339, NO_END);
      return;
    }
    const checked = checkHistory(request, instrument, world.clock.nowMs());
    if (!checked.ok) {
      sendError(client, reqId, checked.code, checked.text);
      return;
    }
    const access = permissions.check(instrument);
    if (access.kind === 'refused') {
      const cause = access.code === COMPETING_SESSION.code ? COMPETING_CAUSE : noPermissions(instrument);
      sendError(client, reqId, 162, `${HMDS}${cause}`);
      return;
    }
    this.#sendBars(request, checked.query, checked.durationSeconds);
  }

  #sendBars(request: HistoricalData, query: HistoryRequest, durationSeconds: number): void {
    const { reqId, keepUpToDate } = request;
    const bars = this.#context.world.history.bars(query);
    if (bars.length === 0 && (!keepUpToDate || !hasHistory(query.instrument, query.whatToShow))) {
      sendError(this.#client, reqId, 162, noHistoryText(query));
      return;
    }
    const zone = query.instrument.timeZoneId === '' ? GATEWAY_ZONE : query.instrument.timeZoneId;
    const { serverVersion } = this.#client;
    const start = momentText(query.endMs - durationSeconds * 1000, zone, serverVersion);
    const end = momentText(query.endMs, zone, serverVersion);
    const rows = bars.map((bar) => ({ time: this.#barTime(bar, query, request.formatDate), bar }));
    const withVolume = messages.hasVolume(query.whatToShow);
    this.#client.send(messages.historicalDataMessage(reqId, start, end, rows, withVolume, serverVersion));
    if (keepUpToDate) this.#follow(request, query, bars.at(-1));
  }

  cancelBars(reqId: number): void {
    const stop = this.#followed.get(reqId);
    if (stop === undefined) {
      sendError(this.#client, reqId, 366, `No historical data query found for ticker id:${reqId}`);
      return;
    }
    stop();
    this.#followed.delete(reqId);
    sendError(this.#client, reqId, 162, `${HMDS}API historical data query cancelled: ${reqId}`);
  }

  answerHeadTimestamp(request: HeadTimestamp): void {
    const { world } = this.#context;
    const instrument = this.#find(request.reqId, request.contract);
    if (instrument === undefined) return;
    const whatToShow = parseWhatToShow(request.whatToShow);
    if (whatToShow === undefined) {
      refuseRequest(this.#client, request.reqId, `What to show '${request.whatToShow}' is not valid`);
      return;
    }
    const barsBeginMs = world.history.headTimestampMs(instrument, whatToShow, request.regularHoursOnly);
    const headMs = firstTradeMs(instrument.conId) ?? barsBeginMs;
    const text =
      request.formatDate === 2
        ? String(Math.floor(headMs / 1000))
        : utcText(headMs, this.#client.serverVersion);
    this.#client.send(messages.headTimestampMessage(request.reqId, text));
  }

  /** A continuous future, which has a history and nothing else, stands for the contract that expires next. */
  #find(reqId: number, contract: ContractQuery): SimInstrument | undefined {
    const { catalogue } = this.#context.world;
    if (contract.secType !== CONTINUOUS) return findInstrument(this.#client, reqId, catalogue, contract);
    const front = frontFuture(catalogue, contract);
    if (front === undefined) sendError(this.#client, reqId, 200, NO_DEFINITION);
    return front;
  }

  close(): void {
    for (const stop of this.#followed.values()) stop();
    this.#followed.clear();
  }

  #follow(request: HistoricalData, query: HistoryRequest, lastSent: SimBar | undefined): void {
    const { world, pace } = this.#context;
    let last = lastSent;
    const send = (bar: SimBar): void => {
      if (last !== undefined && sameBar(bar, last)) return;
      last = bar;
      const row = { time: this.#barTime(bar, query, request.formatDate), bar };
      const withVolume = messages.hasVolume(query.whatToShow);
      this.#client.send(
        messages.historicalDataUpdateMessage(request.reqId, row, withVolume, this.#client.serverVersion),
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

  /** Days have a date in both formats; shorter bars the time of their start. */
  #barTime(bar: SimBar, query: HistoryRequest, formatDate: number): string {
    const zone = query.instrument.timeZoneId === '' ? GATEWAY_ZONE : query.instrument.timeZoneId;
    if (barLengthSeconds(query.barSize) >= DAY_SECONDS) {
      // TWS dates a bar of several days by the last of them. A day begins at midnight of its market, which is the
      // evening before in a zone to the west, such as that of an index in Chicago of stocks in New York: noon is safe.
      return dateText((bar.lastDayMs ?? bar.startMs) + HALF_DAY_MS, zone);
    }
    if (formatDate === 2) return String(Math.floor(bar.startMs / 1000));
    return momentText(bar.startMs, zone, this.#client.serverVersion);
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
