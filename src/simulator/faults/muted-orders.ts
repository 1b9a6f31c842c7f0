import { messageId } from '../wire/message-ids';
import { positionAt } from '../wire/requests/request-layout';
import { EXEC_ID_AT, fieldAt, orderMessages } from './message-layout';

const MAX_MUTED = 10_000;
const COMMISSION_EXEC_ID_AT = 2;

/** The orders of which no word comes by itself, and their executions. */
export class MutedOrders {
  readonly #orders = new Set<string>();
  readonly #executions = new Set<string>();

  get isEmpty(): boolean {
    return this.#orders.size === 0 && this.#executions.size === 0;
  }

  mute(clientId: number, orderId: number): void {
    if (this.#orders.size < MAX_MUTED) this.#orders.add(keyOf(clientId, orderId));
  }

  unmute(clientId: number, orderId: number): void {
    this.#orders.delete(keyOf(clientId, orderId));
  }

  clear(): void {
    this.#orders.clear();
    this.#executions.clear();
  }

  /** True when an outgoing message tells of a muted order. */
  covers(clientId: number | undefined, message: number, payload: string, serverVersion: number): boolean {
    if (clientId === undefined || this.isEmpty) return false;
    if (message === messageId.commissionReport) {
      return this.#executions.delete(fieldAt(payload, COMMISSION_EXEC_ID_AT));
    }
    const position = orderMessages.get(message);
    if (position === undefined) return false;
    const orderId = Number(fieldAt(payload, positionAt(position, serverVersion)));
    if (!this.#orders.has(keyOf(clientId, orderId))) return false;
    if (message === messageId.executionDetails && this.#executions.size < MAX_MUTED) {
      this.#executions.add(fieldAt(payload, positionAt(EXEC_ID_AT, serverVersion)));
    }
    return true;
  }
}

function keyOf(clientId: number, orderId: number): string {
  return `${clientId}:${orderId}`;
}
