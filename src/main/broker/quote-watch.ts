/** What a watchdog knows of one line. Times are of a clock that never jumps, ms. */
export class QuoteWatch {
  #seenTicks = 0;
  /** Since when no tick has come. */
  #quietSinceMs: number;
  /** The usual time between two ticks, or null while too little was seen. */
  #meanGapMs: number | null = null;
  /** When it was asked for last because it was quiet. */
  #revivedMs = Number.NEGATIVE_INFINITY;
  #revivals = 0;

  constructor(nowMs: number) {
    this.#quietSinceMs = nowMs;
  }

  /** Its request was sent: quiet begins now. */
  requested(nowMs: number): void {
    this.#quietSinceMs = nowMs;
  }

  /** Takes notice of how many ticks have come so far. Returns true when some are new. */
  look(ticks: number, nowMs: number): boolean {
    const fresh = ticks - this.#seenTicks;
    if (fresh === 0) return false;
    this.#seenTicks = ticks;
    // What comes at once after a request is the state of the market, not its pace.
    if (nowMs - this.#revivedMs > answerMs) {
      this.#revivals = 0;
      const gapMs = (nowMs - this.#quietSinceMs) / fresh;
      this.#meanGapMs = this.#meanGapMs === null ? gapMs : this.#meanGapMs * 0.8 + gapMs * 0.2;
    }
    this.#quietSinceMs = nowMs;
    return true;
  }

  /** Whether it has been quiet for so long that it is probably dead, and may be asked for again. */
  isDead(nowMs: number): boolean {
    const patienceMs =
      this.#meanGapMs === null
        ? unknownPatienceMs
        : Math.max(leastPatienceMs, this.#meanGapMs * gapsOfPatience);
    if (patienceMs > mostPatienceMs || nowMs - this.#quietSinceMs < patienceMs) return false;
    return nowMs - this.#revivedMs >= this.#pauseMs();
  }

  /** It is asked for again. */
  revived(nowMs: number): void {
    this.#revivedMs = nowMs;
    this.#revivals += 1;
  }

  #pauseMs(): number {
    if (this.#revivals === 0) return 0;
    return Math.min(firstPauseMs * 2 ** Math.min(this.#revivals - 1, 10), mostPauseMs);
  }
}

/** A line that ticks all the time is waited for at least so long. */
const leastPatienceMs = 15_000;
/** A line is quiet for too long after so many of its usual gaps. */
const gapsOfPatience = 30;
/** A line whose pace is not known yet. */
const unknownPatienceMs = 60_000;
/** Lines that would have to be waited for longer are too quiet to be judged. */
const mostPatienceMs = 600_000;
/** Ticks within this time of a request are its answer. */
const answerMs = 10_000;
/** Pauses between asking again for a line that stays quiet: doubling from the first to the last. */
const firstPauseMs = 60_000;
const mostPauseMs = 900_000;
