import type { HistoryRequest, SimInstrument, WhatToShow } from '../world/world';
import type { HistoryRequestMessage } from '../wire/requests/history-requests';
import { parseMoment } from '../wire/zone-time';
import {
  barLengthSeconds,
  legalBarSizes,
  parseBarSize,
  parseDuration,
  parseWhatToShow,
} from './history-query';

export type HistoricalData = Extract<HistoryRequestMessage, { kind: 'reqHistoricalData' }>;

/** A request in the world's terms, or what is wrong with it. */
export type HistoryVerdict =
  | { readonly ok: true; readonly query: HistoryRequest; readonly durationSeconds: number }
  | { readonly ok: false; readonly code: number; readonly text: string };

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;
const SMALL_BAR_SECONDS = 30;
/** The shortest bar that is kept up to date. */
const SHORTEST_LIVE_BAR_SECONDS = 5;

/** What is kept up to date. */
const liveKinds: readonly WhatToShow[] = ['TRADES', 'MIDPOINT', 'BID', 'ASK'];

/** How many bars one request may span; TWS refuses longer ones of small bars. */
function mostBars(barSeconds: number): number {
  if (barSeconds === 1) return 2_000;
  return barSeconds <= SMALL_BAR_SECONDS ? 20_000 : 200_000;
}

export const HMDS = 'Historical Market Data Service error message:';

function invalid(cause: string): HistoryVerdict {
  return { ok: false, code: 321, text: `Error validating request.-'bS' : cause - ${cause}` };
}

/** Checks a request as TWS does, in its order. `nowMs` is the latest moment there are data of. */
export function checkHistory(
  request: HistoricalData,
  instrument: SimInstrument,
  nowMs: number,
): HistoryVerdict {
  const barSize = parseBarSize(request.barSize);
  if (barSize === undefined) {
    return invalid(`Historical data bar size setting is invalid. Legal ones are: ${legalBarSizes()}`);
  }
  const duration = parseDuration(request.duration);
  if (duration === undefined) {
    return invalid(
      'Historical data query duration is invalid. Format is a number, a blank and one of S, D, W, M, Y.',
    );
  }
  const wrongUnit = durationProblem(duration.text, duration.seconds);
  if (wrongUnit !== undefined) return invalid(wrongUnit);
  const expected = expectedTrades(request.whatToShow, instrument);
  if (expected !== undefined) {
    const text = `Expected what to show is ${expected}, please use that instead of ${request.whatToShow}.`;
    return { ok: false, code: 10299, text };
  }
  const whatToShow = parseWhatToShow(request.whatToShow === 'AGGTRADES' ? 'TRADES' : request.whatToShow);
  if (whatToShow === undefined) return invalid(`What to show '${request.whatToShow}' is not valid`);
  if (request.formatDate !== 1 && request.formatDate !== 2) return invalid('Date format must be 1 or 2');
  const barSeconds = barLengthSeconds(barSize);
  if (request.keepUpToDate) {
    const problem = liveProblem(request, whatToShow, barSeconds);
    if (problem !== undefined) return invalid(problem);
  }
  if (whatToShow === 'ADJUSTED_LAST' && request.endDateTime !== '') {
    return invalid('End Date not supported with adjusted last');
  }
  // The end is exclusive: a millisecond more takes in what happens now.
  const latestMs = nowMs + 1;
  const endMs =
    request.endDateTime === '' ? latestMs : parseMoment(request.endDateTime, instrument.timeZoneId);
  if (endMs === undefined) {
    return invalid(
      `Historical data query end date/time string [${request.endDateTime}] is invalid.  Format is 'YYYYMMDD{SPACE}hh:mm:ss[{SPACE}TMZ]'.`,
    );
  }
  if (duration.seconds / barSeconds > mostBars(barSeconds)) {
    return { ok: false, code: 162, text: `${HMDS}Time length exceed max.` };
  }
  const { regularHoursOnly } = request;
  const end = Math.min(endMs, latestMs);
  return {
    ok: true,
    query: { instrument, endMs: end, duration: duration.text, barSize, whatToShow, regularHoursOnly },
    durationSeconds: duration.seconds,
  };
}

/** Long durations have to be given in the larger unit. */
function durationProblem(text: string, seconds: number): string | undefined {
  if (text.endsWith('S') && seconds > DAY_SECONDS) {
    return 'Historical data requests for durations longer than 86400 seconds must be made in days.';
  }
  if (!text.endsWith('Y') && seconds > YEAR_SECONDS) {
    return 'Historical data requests for durations longer than 365 days must be made in years.';
  }
  return undefined;
}

/** Security types whose trades come from several venues together. */
const aggregatedTypes: readonly string[] = ['CRYPTO'];

/** Cryptocurrencies have aggregated trades, everything else plain ones. */
function expectedTrades(whatToShow: string, instrument: SimInstrument): string | undefined {
  const isCrypto = aggregatedTypes.includes(instrument.secType);
  if (whatToShow === 'AGGTRADES' && !isCrypto) return 'TRADES';
  return whatToShow === 'TRADES' && isCrypto ? 'AGGTRADES' : undefined;
}

function liveProblem(
  request: HistoricalData,
  whatToShow: WhatToShow,
  barSeconds: number,
): string | undefined {
  if (request.endDateTime !== '') return 'End time is not allowed when the data are to be kept up to date';
  if (barSeconds < SHORTEST_LIVE_BAR_SECONDS) {
    return `Bars of ${request.barSize} can not be kept up to date. The shortest are 5 secs`;
  }
  return liveKinds.includes(whatToShow)
    ? undefined
    : `What to show '${whatToShow}' can not be kept up to date`;
}

/** Names of data in the messages of the historical data service. */
const kindNames: Readonly<Record<WhatToShow, string>> = {
  TRADES: 'Last',
  MIDPOINT: 'Midpoint',
  BID: 'Bid',
  ASK: 'Ask',
  BID_ASK: 'BidAsk',
  ADJUSTED_LAST: 'AdjLast',
  HISTORICAL_VOLATILITY: 'HistVol',
  OPTION_IMPLIED_VOLATILITY: 'OptImplVol',
  FEE_RATE: 'FeeRate',
};

/** Whether an instrument has data of a kind at all. */
export function hasHistory({ secType }: SimInstrument, whatToShow: WhatToShow): boolean {
  switch (whatToShow) {
    case 'TRADES':
    case 'ADJUSTED_LAST':
      return secType !== 'CASH';
    case 'MIDPOINT':
    case 'BID':
    case 'ASK':
    case 'BID_ASK':
      return secType !== 'IND';
    case 'HISTORICAL_VOLATILITY':
    case 'OPTION_IMPLIED_VOLATILITY':
      return secType === 'STK' || secType === 'IND';
    case 'FEE_RATE':
      return secType === 'STK';
  }
}

/** The text of error 162 when there is nothing: no such data ever, or none in the span asked for. */
export function noHistoryText({ instrument, whatToShow, barSize }: HistoryRequest): string {
  const { symbol, secType, exchange } = instrument;
  if (!hasHistory(instrument, whatToShow)) {
    const size = barSize.replace(/ ([a-z]).*$/, '$1');
    return `${HMDS}No historical market data for ${symbol}/${secType}@${exchange} ${kindNames[whatToShow]} ${size}`;
  }
  const kind = whatToShow.charAt(0) + whatToShow.slice(1).toLowerCase();
  return `${HMDS}HMDS query returned no data: ${symbol}@${exchange} ${kind}`;
}
