import type { HistoryTick, TickKind, TickQuery, TradeTick } from '../world/prices/tick-history';
import type { SimInstrument } from '../world/world';
import * as messages from '../wire/messages/historical-ticks-messages';
import { tradeConditions } from '../wire/messages/tick-by-tick-messages';
import type { TickRequest } from '../wire/requests/tick-requests';
import { parseMoment } from '../wire/zone-time';
import { type Client, refuseRequest, sendError } from './client';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { noPermissions } from './market-data-permission';

/** The most ticks that one request may ask for. */
export const MOST_TICKS = 1_000;
/** Fewer shares of a US stock than this are an odd lot. */
const ROUND_LOT = 100;

const kinds: Readonly<Record<string, TickKind>> = {
  TRADES: 'TRADES',
  BID_ASK: 'BID_ASK',
  MIDPOINT: 'MIDPOINT',
};

export function answerHistoricalTicks(
  client: Client,
  context: GatewayContext,
  request: Extract<TickRequest, { kind: 'reqHistoricalTicks' }>,
): void {
  const { reqId, numberOfTicks } = request;
  const refuse = (cause: string): void => refuseRequest(client, reqId, cause);
  const instrument = findInstrument(client, reqId, context.world.catalogue, request.contract);
  if (instrument === undefined) return;
  const kind = Object.hasOwn(kinds, request.whatToShow) ? kinds[request.whatToShow] : undefined;
  if (kind === undefined) {
    return refuse(
      `What to show '${request.whatToShow}' is not valid. Legal ones are: TRADES, BID_ASK, MIDPOINT`,
    );
  }
  if (numberOfTicks < 1 || numberOfTicks > MOST_TICKS) {
    return refuse(`Number of ticks ${numberOfTicks} is not valid. It must be between 1 and ${MOST_TICKS}`);
  }
  if (request.startDateTime === '' && request.endDateTime === '') {
    return refuse('Historical ticks query must have either a start or an end date/time');
  }
  const startMs = momentOf(request.startDateTime, instrument);
  const endMs = momentOf(request.endDateTime, instrument);
  if (startMs === undefined || endMs === undefined) {
    return refuse(
      `Historical ticks query date/time string [${startMs === undefined ? request.startDateTime : request.endDateTime}] is invalid.  Format is 'YYYYMMDD{SPACE}hh:mm:ss[{SPACE}TMZ]'.`,
    );
  }
  if (context.permissions.check(instrument).kind !== 'live') {
    sendError(client, reqId, 10187, `Failed to request historical ticks:${noPermissions(instrument)}`);
    return;
  }
  const { regularHoursOnly, ignoreSize } = request;
  const query = { instrument, startMs, endMs, count: numberOfTicks, kind, regularHoursOnly, ignoreSize };
  const ticks = context.world.ticks.ticks(query);
  client.send(historicalTicksMessage(reqId, query, ticks, client.serverVersion));
}

/** The one message that carries past ticks; nothing follows it. */
export function historicalTicksMessage(
  reqId: number,
  query: TickQuery,
  ticks: readonly HistoryTick[],
  serverVersion: number,
): string {
  switch (query.kind) {
    case 'TRADES': {
      const trades = ticks.filter((tick) => tick.kind === 'trade');
      const conditions = (tick: TradeTick): string => conditionsOf(query.instrument, tick);
      return messages.historicalTradesMessage(reqId, trades, true, conditions, serverVersion);
    }
    case 'BID_ASK': {
      const sides = ticks.filter((tick) => tick.kind === 'bidAsk');
      return messages.historicalBidAsksMessage(reqId, sides, true, serverVersion);
    }
    case 'MIDPOINT': {
      const middles = ticks.filter((tick) => tick.kind === 'midpoint');
      return messages.historicalMidpointsMessage(reqId, middles, true);
    }
  }
}

/** Stocks alone have conditions of trades in the simulated market. */
export function conditionsOf(instrument: SimInstrument, tick: TradeTick): string {
  return instrument.secType === 'STK' ? tradeConditions(tick, ROUND_LOT) : '';
}

/** null for an empty text, undefined for one that names no moment. */
function momentOf(text: string, instrument: SimInstrument): number | null | undefined {
  return text === '' ? null : parseMoment(text, instrument.timeZoneId);
}
