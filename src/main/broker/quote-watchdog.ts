import type { Clock } from '../platform/clock';
import type { QuoteLine } from './quote-line';

export interface QuoteWatchdogDeps {
  readonly clock: Clock;
  lines(): Iterable<QuoteLine>;
  /** Whether prices of this line should move now; null when that is not known. */
  isOpen(line: QuoteLine): boolean | null;
  /** Whether another line's ticks show that the farm of this line works. */
  sameFarm(line: QuoteLine, other: QuoteLine): boolean;
  /** The line is probably dead: it is asked for again. */
  revive(line: QuoteLine): void;
}

/** Time between two looks at the lines. */
const lookEveryMs = 5_000;
/** Lines that are asked for again at one look; the rest have their turn at the next. */
const revivalsPerLook = 10;

/**
 * Finds feeds that are dead although nobody says so, as after a farm or the connection came back: lines of an open
 * market that have been quiet for much longer than is usual for them. One timer looks at all of them; a tick costs no
 * more than a counter.
 */
export class QuoteWatchdog {
  readonly #deps: QuoteWatchdogDeps;
  #stopTimer: (() => void) | null = null;

  constructor(deps: QuoteWatchdogDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.stop();
    this.#stopTimer = this.#deps.clock.after(lookEveryMs, () => this.#look());
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #look(): void {
    this.#stopTimer = this.#deps.clock.after(lookEveryMs, () => this.#look());
    const nowMs = this.#deps.clock.monotonicMs();
    const ticking: QuoteLine[] = [];
    const quiet: QuoteLine[] = [];
    for (const line of this.#deps.lines()) {
      if (!line.requested) continue;
      if (line.watch.look(line.ticks, nowMs)) ticking.push(line);
      else if (line.watch.isDead(nowMs)) quiet.push(line);
    }
    let revivals = 0;
    for (const line of quiet) {
      if (revivals === revivalsPerLook) return;
      if (!this.#shouldTick(line, ticking)) continue;
      revivals += 1;
      line.watch.revived(nowMs);
      this.#deps.revive(line);
    }
  }

  #shouldTick(line: QuoteLine, ticking: readonly QuoteLine[]): boolean {
    const isOpen = this.#deps.isOpen(line);
    return isOpen ?? ticking.some((other) => this.#deps.sameFarm(line, other));
  }
}
