import type { Order, OrderState } from '@stoqey/ib';
import { err, ok } from '../../shared/domain/result';
import { classifyOrderError } from './errors';
import type { GatewayLink } from './gateway-link';
import { mapWhatIf } from './map-order';
import type { BrokerOrder, BrokerResult, WhatIfMargin } from './port';
import { connectionLost, notConnected } from './session-context';
import type { SessionContext } from './session-context';
import { invalid } from './validate';
import { wireOrder } from './wire-order';

/** Ids of past what-if orders that are remembered, so that a late word on one is not taken for an order's. */
const remembered = 200;

/**
 * Questions about margin, asked with an order that is marked `whatIf`. Each has an order id of its own, and what comes
 * back on such an id is kept away from the orders.
 */
export class WhatIfDesk {
  readonly #context: SessionContext;
  readonly #readyEpoch: () => number | null;
  readonly #asked = new Map<number, (result: BrokerResult<WhatIfMargin>) => void>();

  constructor(context: SessionContext, readyEpoch: () => number | null) {
    this.#context = context;
    this.#readyEpoch = readyEpoch;
  }

  /** @param urgent an order waits for the answer: the question goes with the orders, ahead of all data requests. */
  async ask(
    order: Omit<BrokerOrder, 'orderId' | 'parentOrderId' | 'transmit'>,
    urgent = false,
  ): Promise<BrokerResult<WhatIfMargin>> {
    const link = this.#context.link();
    if (link === null || this.#readyEpoch() !== link.epoch) return err(notConnected);
    const orderId = this.#context.ids.takeOrderIds(1)?.[0];
    if (orderId === undefined) return invalid('There are no order ids left.');
    const checked = wireOrder({ ...order, orderId, parentOrderId: null, transmit: true }, true);
    if (!checked.ok) return checked;
    const { clock, scheduler, options } = this.#context;
    return new Promise((resolve) => {
      let unqueue: () => void = () => undefined;
      const stopTimer = clock.after(options.requestTimeoutMs, () =>
        settle(err({ kind: 'timeout', code: null, text: 'The gateway did not answer in time.' })),
      );
      const settle = (result: BrokerResult<WhatIfMargin>) => {
        stopTimer();
        unqueue();
        this.#asked.set(orderId, () => undefined);
        resolve(result);
      };
      this.#remember(orderId, settle);
      unqueue = scheduler.enqueue(urgent ? 'order' : 'account', () => {
        if (this.#readyEpoch() !== link.epoch) settle(err(notConnected));
        else link.call((api) => api.placeOrder(orderId, checked.value.contract, checked.value.order));
      });
    });
  }

  /** True when the order is a what-if order. */
  onOpenOrder(link: GatewayLink, orderId: number, order: Order, state: OrderState): boolean {
    const settle = this.#asked.get(orderId);
    if (settle === undefined) {
      // Another client's question, or one that is long past: no order either.
      return order.whatIf === true;
    }
    if (order.whatIf === true) {
      settle(ok(mapWhatIf(state)));
      return true;
    }
    this.#context.log.error('a what-if order came back as a live order and is cancelled', { orderId });
    this.#context.scheduler.enqueue('cancel', () => {
      if (link.usable) link.call((api) => api.cancelOrder(orderId));
    });
    settle(
      err({
        kind: 'refused',
        code: null,
        text: 'The gateway took the margin question for an order; it was cancelled.',
      }),
    );
    // From here on it is an order like any other, so that the trader sees it.
    this.#asked.delete(orderId);
    return false;
  }

  /** True when the status is of a what-if order. */
  onStatus(orderId: number): boolean {
    return this.#asked.has(orderId);
  }

  /** True when the error is of a what-if order. */
  onError(orderId: number, code: number, text: string): boolean {
    const settle = this.#asked.get(orderId);
    if (settle === undefined) return false;
    if (classifyOrderError(code) !== 'warning') settle(err({ kind: 'refused', code, text }));
    return true;
  }

  end(): void {
    for (const settle of this.#asked.values()) settle(err(connectionLost));
    this.#asked.clear();
  }

  #remember(orderId: number, settle: (result: BrokerResult<WhatIfMargin>) => void): void {
    this.#asked.set(orderId, settle);
    if (this.#asked.size <= remembered) return;
    const oldest = this.#asked.keys().next().value;
    if (oldest !== undefined) this.#asked.delete(oldest);
  }
}
