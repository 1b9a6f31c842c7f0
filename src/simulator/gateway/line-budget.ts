/** Subscriptions of one kind that a login may have, shared by all its clients. */
export class LineBudget {
  readonly #limit: number;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes one line; false when none is left. */
  take(): boolean {
    if (this.#used >= this.#limit) return false;
    this.#used += 1;
    return true;
  }

  giveBack(): void {
    this.#used = Math.max(0, this.#used - 1);
  }
}
