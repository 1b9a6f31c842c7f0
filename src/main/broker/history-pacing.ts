import { barSizeMs } from '../../shared/domain/bar';
import type { BarSize } from '../../shared/domain/bar';

/** What IB's rules for small bars look at. */
export interface PacedRequest {
  readonly barSize: BarSize;
  /** Contract, exchange and kind of tick. */
  readonly source: string;
  /** The whole request. */
  readonly identity: string;
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
 * contract, exchange and tick type within 2 s, at most 60 within 10 minutes. Source: TWS API, historical data limitations. Times are of a
 * clock that never jumps.
 */
export class HistoryPacing {
  #sent: { readonly atMs: number; readonly request: PacedRequest }[] = [];
  #pausedUntilMs = 0;

  /** How long the request has to wait, ms; 0 when it may go now. */
  waitMs(request: PacedRequest, nowMs: number): number {
    this.#sent = this.#sent.filter(({ atMs }) => nowMs - atMs <= longMs + marginMs);
    let goMs = this.#pausedUntilMs;
    if (barSizeMs[request.barSize] > smallBarMs) return Math.max(0, goMs - nowMs);
    const latest = (matches: (other: PacedRequest) => boolean, count: number, spanMs: number) => {
      const times = this.#sent.filter((other) => matches(other.request)).map(({ atMs }) => atMs);
      const blocking = times.at(-count);
      if (blocking !== undefined) goMs = Math.max(goMs, blocking + spanMs + marginMs);
    };
    latest((other) => other.identity === request.identity, 1, identicalMs);
    latest((other) => other.source === request.source, perSource, sourceMs);
    latest(() => true, perLong, longMs);
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
