import { barSizeMs } from '../../shared/domain/bar';
import type { BarSize } from '../../shared/domain/bar';

/** What IB's rules for small bars look at. */
export interface PacedRequest {
  readonly barSize: BarSize;
  /** Contract, exchange and kind of tick. */
  readonly source: string;
  /** The whole request. */
  readonly identity: string;
  /** How often it counts: 2 for BID_ASK, 1 for anything else. */
  readonly cost: 1 | 2;
}

/** How often a request counts against the rules, by what it asks for. */
export function pacingCost(whatToShow: string): 1 | 2 {
  return whatToShow === 'BID_ASK' ? 2 : 1;
}

const identicalMs = 15_000;
const sourceMs = 2_000;
const perSource = 5;
const longMs = 600_000;
const perLong = 60;
/** Bars up to this length fall under the rules. */
const smallBarMs = 30_000;
/** Kept on top of each rule, because the gateway counts by its own clock. */
const marginMs = 100;

/**
 * IB's pacing rules for bars of 30 seconds or less: no identical request within 15 s, fewer than six for the same
 * contract, exchange and tick type within 2 s, at most 60 within 10 minutes; BID_ASK counts twice. Source: TWS API,
 * historical data limitations. Times are of a clock that never jumps.
 */
export class HistoryPacing {
  #sent: { readonly atMs: number; readonly request: PacedRequest }[] = [];
  #pausedUntilMs = 0;

  /** How long the request has to wait, ms; 0 when it may go now. */
  waitMs(request: PacedRequest, nowMs: number): number {
    this.#sent = this.#sent.filter(({ atMs }) => nowMs - atMs <= longMs + marginMs);
    let goMs = this.#pausedUntilMs;
    if (barSizeMs[request.barSize] > smallBarMs) return Math.max(0, goMs - nowMs);
    // The rule lets `most` messages into the span: the request waits until enough older ones have left it.
    const atMost = (matches: (other: PacedRequest) => boolean, most: number, spanMs: number) => {
      const times = this.#sent
        .filter((other) => matches(other.request))
        .flatMap(({ atMs, request: other }) => Array.from({ length: other.cost }, () => atMs));
      const blocking = times.at(-(most - request.cost + 1));
      if (blocking !== undefined) goMs = Math.max(goMs, blocking + spanMs + marginMs);
    };
    const identical = this.#sent.findLast((other) => other.request.identity === request.identity);
    if (identical !== undefined) goMs = Math.max(goMs, identical.atMs + identicalMs + marginMs);
    atMost((other) => other.source === request.source, perSource, sourceMs);
    atMost(() => true, perLong, longMs);
    return Math.max(0, goMs - nowMs);
  }

  /** A request went out. */
  sent(request: PacedRequest, nowMs: number): void {
    if (barSizeMs[request.barSize] <= smallBarMs) this.#sent.push({ atMs: nowMs, request });
  }

  /** IB complained: nothing goes for a while. */
  pause(untilMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
  }
}
