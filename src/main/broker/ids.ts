/**
 * Where request ids start, so that no error of a request can be taken for one of an order: both share one id space.
 * Order ids stay below; a gateway that was used with high order ids must not drive one into the other.
 */
export const firstRequestId = 1_000_000_000;
const lastRequestId = 2_000_000_000;
const lastOrderId = firstRequestId - 1;

/** Hands out request ids and order ids. */
export class IdSource {
  #nextRequest = firstRequestId;
  #nextOrder = 1;

  nextRequestId(): number {
    const id = this.#nextRequest;
    this.#nextRequest = id >= lastRequestId ? firstRequestId : id + 1;
    return id;
  }

  /** An order with this id exists: later ids are greater. */
  seenOrderId(orderId: number): void {
    if (Number.isInteger(orderId) && orderId >= this.#nextOrder) this.#nextOrder = orderId + 1;
  }

  /** The gateway's nextValidId, which is itself free. Never goes back: a restarted gateway may name a lower one. */
  startOrderIds(nextValidId: number): void {
    this.seenOrderId(nextValidId - 1);
  }

  /** `count` fresh order ids, ascending, or null when the id space is used up. */
  takeOrderIds(count: number): readonly number[] | null {
    if (this.#nextOrder + count - 1 > lastOrderId) return null;
    const first = this.#nextOrder;
    this.#nextOrder += count;
    return Array.from({ length: count }, (_, index) => first + index);
  }
}

/** Tells whether an id of an error message belongs to a request of ours. */
export function isRequestId(id: number): boolean {
  return id >= firstRequestId;
}
