import type { ContractQuery } from '../world/world';

const IDENTICAL_MS = 15_000;
const BURST_MS = 2_000;
const MOST_IN_BURST = 5;
const PERIOD_MS = 600_000;
const MOST_IN_PERIOD = 60;
const SMALL_BARS: ReadonlySet<string> = new Set(['1 secs', '5 secs', '10 secs', '15 secs', '30 secs']);

/** What the pacing rules look at in a request. */
export interface PacedRequest {
  readonly contract: ContractQuery;
  readonly whatToShow: string;
  /** Everything else that makes two requests identical. */
  readonly details: string;
}

interface PastRequest {
  readonly atMs: number;
  readonly identity: string;
  readonly market: string;
  readonly weight: number;
}

/** True for the bars that the pacing rules are about. */
export function isPacedBarSize(barSize: string): boolean {
  return SMALL_BARS.has(barSize.trim().toLowerCase());
}

/**
 * The pacing rules of a login for bars of 30 seconds or less: no identical request within 15 seconds, at most five
 * for one contract, exchange and tick type within 2 seconds, and at most 60 within 10 minutes, where BID_ASK counts
 * twice. All times are wall times. A request that breaks a rule is not counted.
 */
export class HistoricalPacing {
  #past: PastRequest[] = [];

  /** False when the request breaks a rule at this moment. */
  admit(request: PacedRequest, nowMs: number): boolean {
    this.#past = this.#past.filter(({ atMs }) => nowMs - atMs < PERIOD_MS);
    const market = marketOf(request);
    const identity = `${market}|${request.details}`;
    const weight = request.whatToShow === 'BID_ASK' ? 2 : 1;
    const within = (ms: number): readonly PastRequest[] => this.#past.filter(({ atMs }) => nowMs - atMs < ms);
    const isIdentical = within(IDENTICAL_MS).some((past) => past.identity === identity);
    const inBurst = within(BURST_MS).filter((past) => past.market === market).length;
    const inPeriod = this.#past.reduce((sum, past) => sum + past.weight, 0);
    if (isIdentical || inBurst >= MOST_IN_BURST || inPeriod + weight > MOST_IN_PERIOD) return false;
    this.#past.push({ atMs: nowMs, identity, market, weight });
    return true;
  }
}

function marketOf({ contract, whatToShow }: PacedRequest): string {
  return JSON.stringify([contract, whatToShow]);
}
