import type { WallClock } from '../world/world';
import { MessageRate } from './message-rate';

/** How many messages may wait for a client that asked to be paced. */
const MOST_WAITING = 10_000;

/** What happens with the messages of a client. */
export interface RateEffects {
  /** Carries a message out. */
  carryOut(fields: readonly string[]): void;
  /** Tells error 100. */
  exceeded(text: string): void;
  /** Ends the connection. */
  drop(reason: string): void;
}

/**
 * Keeps the rate of one client: what is too much is refused with error 100 or, for a client that connected with
 * `+PACEAPI`, waits for its turn.
 */
export class IncomingRate {
  readonly #rate: MessageRate;
  readonly #wall: WallClock;
  readonly #effects: RateEffects;
  readonly #waiting: (readonly string[])[] = [];
  #cancelTimer: (() => void) | undefined;
  #paced = false;

  constructor(messagesPerSecond: number, wall: WallClock, effects: RateEffects) {
    this.#rate = new MessageRate(messagesPerSecond);
    this.#wall = wall;
    this.#effects = effects;
  }

  /** The client asked for pacing in its handshake. */
  pace(): void {
    this.#paced = true;
  }

  receive(fields: readonly string[]): void {
    if (this.#paced) {
      this.#receivePaced(fields);
      return;
    }
    const verdict = this.#rate.count(this.#wall.nowMs());
    if (verdict.kind === 'within') {
      this.#effects.carryOut(fields);
      return;
    }
    this.#effects.exceeded(verdict.text);
    if (verdict.isLast) this.#effects.drop('it sent too many messages a second, again and again');
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#waiting.length = 0;
  }

  #receivePaced(fields: readonly string[]): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#effects.drop(`more than ${MOST_WAITING} of its messages wait for their turn`);
      return;
    }
    this.#waiting.push(fields);
    if (this.#cancelTimer === undefined) this.#takeTurns();
  }

  #takeTurns(): void {
    this.#cancelTimer = undefined;
    while (this.#waiting.length > 0) {
      const waitMs = this.#rate.take(this.#wall.nowMs());
      if (waitMs > 0) {
        this.#cancelTimer = this.#wall.setTimer(waitMs, () => this.#takeTurns());
        return;
      }
      const fields = this.#waiting.shift();
      if (fields !== undefined) this.#effects.carryOut(fields);
    }
  }
}
