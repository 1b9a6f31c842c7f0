import { decimalText, exact } from '../../../shared/domain/decimal';
import type {
  BrokerOrder,
  BrokerOrderEvent,
  CommissionReport,
  Execution,
  OrderErrorClass,
} from '../../broker/port';
import type { Clock } from '../../platform/clock';
import {
  canFill,
  executionOf,
  isOpen,
  type ModelOrder,
  modelOrder,
  openOrderOf,
  statusOf,
  termsOf,
} from './model-order';

/** Our client id at IB. */
export const ownClientId = 1;

/**
 * Interactive Brokers as far as orders go: what it accepts, fills, cancels and refuses, and what it says about that to the
 * client that is connected. No wire, no prices: orders fill when the history says so. Sources: TWS API, "Order
 * Submission", "Message Codes"; a gateway that restarts may take order ids of ended orders anew.
 */
export class ModelIb {
  /** How often a new order came with each `orderRef`. */
  readonly accepted = new Map<string, number>();
  /** Orders that came under the order id of another one and took its place. */
  readonly overwritten: string[] = [];
  /** Listens while it is connected; what is said to nobody is lost. */
  tell: (event: BrokerOrderEvent) => void = () => undefined;
  /** How many of the next requests are refused with 201, or with 161 when they are cancels. */
  refuseNext = 0;
  /** How long a cancel takes, ms; fills win the race meanwhile. */
  cancelMs = 0;
  readonly #clock: Clock;
  readonly #orders: ModelOrder[] = [];
  /** Orders of our client by order id. */
  #byOrderId = new Map<number, ModelOrder>();
  readonly #executions: Execution[] = [];
  readonly #commissions = new Map<string, CommissionReport>();
  #nextPermId = 900_001;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  orders(): readonly ModelOrder[] {
    return this.#orders;
  }

  executions(): readonly Execution[] {
    return this.#executions;
  }

  commission(execId: string): CommissionReport | undefined {
    return this.#commissions.get(execId);
  }

  /** Shares held, negative when short. */
  position(): number {
    return this.#orders.reduce((sum, { side, filled }) => sum + (side === 'BUY' ? filled : -filled), 0);
  }

  nextValidId(): number {
    return Math.max(0, ...this.#byOrderId.keys()) + 1;
  }

  /** The nightly restart with ids that go back: those of ended orders are forgotten. */
  rollBackOrderIds(): void {
    this.#byOrderId = new Map([...this.#byOrderId].filter(([, order]) => isOpen(order)));
  }

  /** `placeOrder` of our client: a new order, or a change of the one that has this id. */
  place(asked: BrokerOrder): void {
    const known = this.#byOrderId.get(asked.orderId);
    if (this.refuseNext > 0) {
      this.refuseNext -= 1;
      this.#error(asked.orderId, 201, 'Order rejected - reason: refused by the model');
    } else if (known !== undefined) {
      this.#change(known, asked);
    } else {
      this.#accept(asked);
    }
  }

  /** `cancelOrder` of our client. */
  cancel(orderId: number): void {
    const order = this.#byOrderId.get(orderId);
    if (order === undefined)
      return this.#error(orderId, 10147, `OrderId ${orderId} that needs to be cancelled is not found.`);
    if (!isOpen(order))
      return this.#error(
        orderId,
        10148,
        `OrderId ${orderId} that needs to be cancelled cannot be cancelled, state: ${order.status}.`,
      );
    if (this.refuseNext > 0) {
      this.refuseNext -= 1;
      return this.#error(orderId, 161, 'Cancel attempted when order is not in a cancellable state.');
    }
    this.#cancelSoon(order);
  }

  /** `reqGlobalCancel`: every order of the account, also of other clients. */
  cancelAll(): void {
    for (const order of this.#orders) if (isOpen(order)) this.#cancelSoon(order);
  }

  /** The exchange cancels an order by itself. */
  end(order: ModelOrder): void {
    if (isOpen(order)) this.#end(order);
  }

  /** The market fills so much of an order, or what is left of it. */
  fill(order: ModelOrder, wanted: number): void {
    if (!canFill(order)) return;
    const quantity = Math.min(wanted, order.quantity - order.filled);
    order.filled += quantity;
    if (order.filled === order.quantity) order.status = 'Filled';
    const execId = `00025b46.${String(this.#executions.length + 1).padStart(4, '0')}.01.01`;
    const execution = executionOf(order, execId, quantity, this.#clock.nowMs());
    const report = { execId, commission: oneDollar, currency: 'USD', realizedPnl: null };
    this.#executions.push(execution);
    this.#commissions.set(execId, report);
    this.#say(order, { kind: 'execution', execution });
    this.#sayState(order);
    this.#say(order, { kind: 'commission', report });
    if (isOpen(order)) return;
    for (const other of this.#orders) {
      if (!isOpen(other)) continue;
      if (other.parent === order && other.transmitted) this.#begin(other);
      else if (order.parent !== null && other.parent === order.parent) this.#end(other);
    }
  }

  /** An order that is placed in TWS. */
  placeElsewhere(asked: Omit<BrokerOrder, 'orderId' | 'orderRef'>): void {
    const permId = this.#takePermId();
    this.#orders.push(
      modelOrder({ ...asked, orderId: 0, orderRef: '' }, { permId, clientId: 0, parent: null }),
    );
  }

  #accept(asked: BrokerOrder): void {
    const parent = asked.parentOrderId === null ? null : (this.#byOrderId.get(asked.parentOrderId) ?? null);
    if (asked.parentOrderId !== null && (parent === null || !isOpen(parent))) {
      this.#error(asked.orderId, 201, 'Order rejected - reason: the parent order is not there');
      return;
    }
    this.accepted.set(asked.orderRef, (this.accepted.get(asked.orderRef) ?? 0) + 1);
    const order = modelOrder(asked, { permId: this.#takePermId(), clientId: ownClientId, parent });
    this.#orders.push(order);
    this.#byOrderId.set(order.orderId, order);
    this.#sayState(order);
    if (parent === null || !order.transmitted) return;
    for (const other of this.#orders) {
      if (!isOpen(other) || other.transmitted || (other !== parent && other.parent !== parent)) continue;
      other.transmitted = true;
      if (other === parent) this.#begin(other);
    }
  }

  #change(order: ModelOrder, asked: BrokerOrder): void {
    if (order.orderRef !== asked.orderRef) this.overwritten.push(`${order.orderRef} by ${asked.orderRef}`);
    const terms = termsOf(asked);
    if (order.status === 'Filled') this.#error(order.orderId, 104, 'Cannot modify a filled order.');
    else if (order.status === 'Cancelled') this.#error(order.orderId, 103, 'Duplicate order id.');
    else if (terms.quantity <= order.filled)
      this.#error(order.orderId, 201, 'Order rejected - reason: the quantity is filled already');
    else {
      Object.assign(order, terms);
      this.#sayState(order);
    }
  }

  #begin(order: ModelOrder): void {
    order.status = 'Submitted';
    this.#sayState(order);
  }

  #cancelSoon(order: ModelOrder): void {
    if (this.cancelMs === 0) return this.#end(order);
    order.status = 'PendingCancel';
    this.#sayState(order);
    this.#clock.after(this.cancelMs, () => this.end(order));
  }

  #end(order: ModelOrder): void {
    order.status = 'Cancelled';
    this.#say(order, { kind: 'order-status', status: statusOf(order) });
    if (order.clientId === ownClientId) this.#error(order.orderId, 202, 'Order Canceled - reason:');
    // What is left of a bracket whose entry did not fill wholly never trades.
    for (const child of this.#orders) if (child.parent === order && isOpen(child)) this.#end(child);
  }

  #sayState(order: ModelOrder): void {
    this.#say(order, { kind: 'open-order', order: openOrderOf(order) });
    this.#say(order, { kind: 'order-status', status: statusOf(order) });
  }

  /** IB tells about an order to the client that placed it. */
  #say(order: ModelOrder, event: BrokerOrderEvent): void {
    if (order.clientId === ownClientId) this.tell(event);
  }

  #error(orderId: number, code: keyof typeof errorClasses, text: string): void {
    this.tell({ kind: 'order-error', orderId, code, text, class: errorClasses[code] });
  }

  #takePermId(): number {
    this.#nextPermId += 1;
    return this.#nextPermId;
  }
}

/** The errors that the model gives, as the broker classifies them. */
const errorClasses = {
  103: 'duplicate-id',
  104: 'cannot-modify',
  161: 'cannot-cancel',
  201: 'rejected',
  202: 'cancelled',
  10147: 'cannot-cancel',
  10148: 'cannot-cancel',
} as const satisfies Readonly<Record<number, OrderErrorClass>>;

const oneDollar = decimalText(exact(1));
