import type { ConnectionCause } from '../../shared/domain/connection';
import { isRestartTime } from './restart-window';

/** How long a gateway may be away for its restart, ms; after that its absence is told as what it is. */
const longestRestartMs = 20 * 60_000;
/** A connection that ends so soon after an announcement ends because of it, ms. */
const announcedForMs = 120_000;

/** Ends that a restart explains; a malformed stream or a client id in use are what they are. */
const explained: ReadonlySet<ConnectionCause> = new Set(['dropped', 'refused', 'no-answer', 'not-allowed']);

/**
 * Tells the restart of the gateway, which is expected, from a connection that was lost: a session that was well ended
 * at the time of the nightly restart, or after the gateway had spoken of it.
 */
export class RestartWatch {
  readonly #time: RestartTime;
  #announcedMs = Number.NEGATIVE_INFINITY;
  /** Until when a gateway that is not there is taken to be restarting. */
  #awayUntilMs = Number.NEGATIVE_INFINITY;

  constructor(time: RestartTime) {
    this.#time = time;
  }

  /** The gateway said that it will go, or that it has lost its servers, which precedes a restart. */
  announced(): void {
    this.#announcedMs = this.#time.monotonicMs();
  }

  /** The cause to tell for an end. @param wasStarted whether it ended a session that had started. */
  causeOf(cause: ConnectionCause, wasStarted: boolean): ConnectionCause {
    if (!explained.has(cause)) return cause;
    const nowMs = this.#time.monotonicMs();
    if (wasStarted) {
      const isExpected =
        isRestartTime(this.#time.gatewayNowMs()) || nowMs - this.#announcedMs <= announcedForMs;
      this.#awayUntilMs = isExpected ? nowMs + longestRestartMs : Number.NEGATIVE_INFINITY;
    }
    return nowMs <= this.#awayUntilMs ? 'restart' : cause;
  }
}

export interface RestartTime {
  /** The gateway's clock, UTC ms: restarts follow the clock of New York. */
  gatewayNowMs(): number;
  /** A clock that never jumps, ms. */
  monotonicMs(): number;
}
