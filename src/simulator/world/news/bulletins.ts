/** 1 is a message to all, 2 says that an exchange is not available for trading, 3 that it is available again. */
export type BulletinType = 1 | 2 | 3;

/** A message of Interactive Brokers to all its clients. */
export interface Bulletin {
  /** Grows with each bulletin. */
  readonly number: number;
  readonly type: BulletinType;
  readonly text: string;
  /** The exchange that it is about or comes from. */
  readonly exchange: string;
}

const MOST_KEPT = 100;

/** The bulletins of the day. */
export class Bulletins {
  readonly #kept: Bulletin[] = [];
  readonly #listeners = new Set<(bulletin: Bulletin) => void>();
  #number = 0;

  /** Publishes a bulletin to everybody who listens. */
  publish(type: BulletinType, text: string, exchange = ''): void {
    this.#number += 1;
    const bulletin = { number: this.#number, type, text, exchange };
    this.#kept.push(bulletin);
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    for (const listener of this.#listeners) listener(bulletin);
  }

  /** The bulletins so far, oldest first, at most a hundred. */
  all(): readonly Bulletin[] {
    return [...this.#kept];
  }

  subscribe(listener: (bulletin: Bulletin) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
