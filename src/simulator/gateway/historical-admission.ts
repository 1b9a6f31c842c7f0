import type { HistoryRequestMessage } from '../wire/requests/history-requests';
import type { MarketDataRequest } from '../wire/requests/market-data-requests';
import type { WallClock } from '../world/world';
import { type Client, sendError } from './client';
import type { GatewayLimits } from './gateway-limits';
import { type HistoricalPacing, isPacedBarSize } from './historical-pacing';

const PACING = 'Historical data request pacing violation';

type HistoricalData = Extract<HistoryRequestMessage, { kind: 'reqHistoricalData' }>;
type RealTimeBars = Extract<MarketDataRequest, { kind: 'reqRealTimeBars' }>;

/** What the clients of a login share for their historical requests. */
export interface HistoricalRules {
  readonly limits: GatewayLimits;
  readonly historicalPacing: HistoricalPacing;
  readonly wall: WallClock;
}

/** Lets the historical requests of one client pass, or tells it which rule they break. */
export class HistoricalAdmission {
  readonly #client: Client;
  readonly #rules: HistoricalRules;

  constructor(client: Client, rules: HistoricalRules) {
    this.#client = client;
    this.#rules = rules;
  }

  /** `open` is how many requests of this client wait or are kept up to date. */
  admitsBars(request: HistoricalData, open: number): boolean {
    const { limits } = this.#rules;
    if (open >= limits.historicalOpen) {
      const cause = `Only ${limits.historicalOpen} simultaneous API historical data requests allowed.`;
      sendError(this.#client, request.reqId, 322, `Error processing request.-'bS' : cause - ${cause}`);
      return false;
    }
    const { endDateTime, barSize, duration, regularHoursOnly, formatDate, keepUpToDate } = request;
    const details = [endDateTime, barSize, duration, regularHoursOnly, formatDate, keepUpToDate].join('|');
    if (isPacedBarSize(barSize) && !this.#paces(request, details)) {
      const text = `Historical Market Data Service error message:${PACING}`;
      sendError(this.#client, request.reqId, 162, text);
      return false;
    }
    return true;
  }

  admitsRealTimeBars(request: RealTimeBars): boolean {
    if (this.#paces(request, `real-time|${request.reqId}|${request.regularHoursOnly}`)) return true;
    sendError(this.#client, request.reqId, 420, `Invalid Real-time Query:${PACING}`);
    return false;
  }

  #paces(request: HistoricalData | RealTimeBars, details: string): boolean {
    const { limits, historicalPacing, wall } = this.#rules;
    if (!limits.historicalPacing) return true;
    const { contract, whatToShow } = request;
    return historicalPacing.admit({ contract, whatToShow, details }, wall.nowMs());
  }
}
