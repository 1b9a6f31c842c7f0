/**
 * Counts messages in a sliding window, exactly: after `waitMs` said 0, no window of `windowMs`, wherever it starts,
 * holds more than the limit. A token bucket would allow its burst twice within one second.
 */
export class RateWindow {
  readonly #windowMs: number;
  #times: number[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Records `cost` messages at `nowMs`, a time that never decreases. */
  add(nowMs: number, cost: number): void {
    for (let index = 0; index < cost; index += 1) this.#times.push(nowMs);
  }

  /** How long until `cost` more messages fit under `limit`; 0 when they fit now. `cost` must not exceed `limit`. */
  waitMs(nowMs: number, limit: number, cost: number): number {
    const firstInside = this.#times.findIndex((time) => nowMs - time <= this.#windowMs);
    if (firstInside === -1) this.#times = [];
    else if (firstInside > 0) this.#times.splice(0, firstInside);
    const surplus = this.#times.length + cost - limit;
    if (surplus <= 0) return 0;
    const leaves = this.#times[surplus - 1] ?? nowMs;
    // One more millisecond, because a message exactly `windowMs` old still counts.
    return leaves + this.#windowMs - nowMs + 1;
  }
}
