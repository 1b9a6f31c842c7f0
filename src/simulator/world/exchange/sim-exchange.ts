import { Decimal } from 'decimal.js';
import type { AccountBook } from '../account/book';
import type { SimAccount } from '../account/sim-account';
import { epochDayAt, momentOf } from '../calendar/zone-time';
import type {
  Catalogue,
  Exchange,
  ExchangeEvent,
  ExchangeResult,
  Market,
  OrderTerms,
  Refusal,
  SimClock,
  SimExecution,
  SimInstrument,
  SimOrder,
  WhatIfAnswer,
} from '../world';
import { orderCommission } from './commissions';
import { executionId } from './execution-id';
import { derivedStatus, isDone, type LiveOrder, newOrder, remainingOf, snapshot } from './live-order';
import { marginRefusal, whatIfOrder } from './margin-check';
import type { Match } from './matching';
import { MatchingDesk } from './matching-desk';
import { OrderRegister } from './order-register';
import { hasExpired } from './order-hours';
import { refuseModify } from './refuse-modify';
import { SessionGate, stopTimers } from './session-gate';
import { NO_SUCH_CONTRACT, refuseTerms } from './validation';

/** Simulated time from a cancel's arrival to the end of the order. */
const CANCEL_LATENCY_MS = 10;
const FIRST_PERM_ID = 1_426_181_260;
const DAY_ZONE = 'America/New_York';

export interface ExchangeDependencies {
  readonly clock: SimClock;
  readonly catalogue: Catalogue;
  readonly market: Market;
  readonly account: SimAccount;
  readonly book: AccountBook;
  readonly seed: number;
}

function refused<T>(code: number, text: string): ExchangeResult<T> {
  return { ok: false, refusal: { code, text } };
}

/** The matching exchange: takes orders, holds them, fills them from the simulated market, and says so. */
export class SimExchange implements Exchange {
  private readonly deps: ExchangeDependencies;
  private readonly register = new OrderRegister();
  private readonly desk: MatchingDesk;
  private readonly gate: SessionGate;
  private readonly listeners = new Set<(event: ExchangeEvent) => void>();
  private sequence = 0;
  private executionSerial = 0;

  constructor(deps: ExchangeDependencies) {
    this.deps = deps;
    this.desk = new MatchingDesk(deps.market, {
      triggered: (order) => {
        this.refresh(order);
      },
      matched: (order, match) => {
        this.fill(order, match);
      },
      chanceOver: (order) => {
        this.end(order, 'Cancelled', '');
      },
    });
    this.gate = new SessionGate(deps.clock, deps.catalogue, this.desk, {
      expired: (order) => {
        this.end(order, 'Cancelled', '');
      },
      changed: (order) => {
        this.refresh(order);
      },
      warn: (order, code, text) => {
        this.emit({ kind: 'warning', order: snapshot(order), code, text });
      },
    });
  }

  place(
    clientId: number,
    orderId: number,
    instrument: SimInstrument,
    asked: OrderTerms,
  ): ExchangeResult<SimOrder> {
    const terms = asked.account === '' ? { ...asked, account: this.deps.account.id } : asked;
    const known = this.register.get(clientId, orderId);
    if (known !== undefined && known.status === 'Filled')
      return refused(104, 'Cannot modify a filled order.');
    if (known !== undefined && isDone(known)) return refused(103, 'Duplicate order id');
    const refusal = this.refuse(instrument, terms);
    if (refusal !== null) return { ok: false, refusal };
    if (known !== undefined) return this.modify(known, instrument, terms);
    const parent = terms.parentOrderId === 0 ? undefined : this.register.get(clientId, terms.parentOrderId);
    if (terms.parentOrderId !== 0 && (parent === undefined || (isDone(parent) && parent.filled.isZero()))) {
      return refused(10006, 'Missing parent order.');
    }
    const order = this.create(clientId, orderId, instrument, terms, parent ?? null);
    if (terms.transmit && order.parent === null && this.rejectForMargin(order)) {
      return { ok: true, value: snapshot(order) };
    }
    if (terms.transmit) this.gate.enter(order);
    const { status, whyHeld } = derivedStatus(order);
    order.status = status;
    order.whyHeld = whyHeld;
    this.emit({ kind: 'accepted', order: snapshot(order) });
    if (terms.transmit) this.transmitFamily(order);
    this.gate.warn(order);
    return { ok: true, value: snapshot(order) };
  }

  whatIf(_clientId: number, instrument: SimInstrument, terms: OrderTerms): ExchangeResult<WhatIfAnswer> {
    const refusal = this.refuse(instrument, terms);
    if (refusal !== null) return { ok: false, refusal };
    return { ok: true, value: whatIfOrder(this.deps.book, instrument, terms, this.deps.clock.nowMs()) };
  }

  cancel(clientId: number, orderId: number): ExchangeResult<SimOrder> {
    const order = this.register.get(clientId, orderId);
    const id = String(orderId);
    if (order === undefined) return refused(10147, `OrderId ${id} that needs to be cancelled is not found.`);
    if (isDone(order)) {
      return refused(
        10148,
        `OrderId ${id} that needs to be cancelled cannot be cancelled, state: ${order.status}.`,
      );
    }
    if (order.status === 'PendingCancel') {
      const text = 'Cancel attempted when order is not in a cancellable state.';
      return refused(161, `${text} Order permId =${String(order.permId)}`);
    }
    order.status = 'PendingCancel';
    order.whyHeld = '';
    this.emit({ kind: 'status', order: snapshot(order) });
    const { clock } = this.deps;
    clock.schedule(clock.nowMs() + CANCEL_LATENCY_MS, () => {
      if (!isDone(order)) this.end(order, 'Cancelled by Trader', '');
    });
    return { ok: true, value: snapshot(order) };
  }

  globalCancel(): void {
    for (const order of this.register.open()) {
      if (order.status !== 'PendingCancel') this.cancel(order.clientId, order.orderId);
    }
  }

  openOrders(): readonly SimOrder[] {
    return this.register.open().map(snapshot);
  }

  completedOrders(): readonly SimOrder[] {
    return this.register.completed();
  }

  executions(): readonly SimExecution[] {
    const today = epochDayAt(DAY_ZONE, this.deps.clock.nowMs());
    return this.register.executionsSince(momentOf(DAY_ZONE, today, 0));
  }

  subscribe(listener: (event: ExchangeEvent) => void): () => void {
    const own = (event: ExchangeEvent): void => {
      listener(event);
    };
    this.listeners.add(own);
    return () => {
      this.listeners.delete(own);
    };
  }

  nextOrderId(): number {
    return this.register.nextOrderId;
  }

  private refuse(instrument: SimInstrument, terms: OrderTerms): Refusal | null {
    const { account, catalogue, clock } = this.deps;
    if (hasExpired(catalogue, instrument, clock.nowMs())) return NO_SUCH_CONTRACT;
    return refuseTerms(instrument, terms, account.id);
  }

  private create(
    clientId: number,
    orderId: number,
    instrument: SimInstrument,
    terms: OrderTerms,
    parent: LiveOrder | null,
  ): LiveOrder {
    const sequence = this.sequence++;
    const order = newOrder({
      clientId,
      orderId,
      permId: FIRST_PERM_ID + sequence,
      instrument,
      parent,
      placedMs: this.deps.clock.nowMs(),
      terms,
    });
    parent?.children.push(order);
    this.register.add(order);
    return order;
  }

  private modify(order: LiveOrder, instrument: SimInstrument, asked: OrderTerms): ExchangeResult<SimOrder> {
    // A change need not repeat which family an order belongs to.
    const terms = {
      ...asked,
      parentOrderId: asked.parentOrderId === 0 ? order.terms.parentOrderId : asked.parentOrderId,
      ocaGroup: asked.ocaGroup === '' ? order.terms.ocaGroup : asked.ocaGroup,
    };
    const refusal = refuseModify(order, instrument, terms);
    if (refusal !== null) return { ok: false, refusal };
    const rest = new Decimal(terms.quantity).minus(order.filled).toNumber();
    if (order.transmitted && order.parent === null) {
      const answer = whatIfOrder(
        this.deps.book,
        instrument,
        { ...terms, quantity: rest },
        this.deps.clock.nowMs(),
      );
      const reason = marginRefusal(answer);
      if (reason !== null) return refused(201, reason);
    }
    if (order.terms.auxPrice !== terms.auxPrice || order.terms.orderType !== terms.orderType) {
      order.triggered = false;
    }
    order.terms = terms;
    order.revision += 1;
    order.resting = false;
    if (order.transmitted || terms.transmit) this.gate.enter(order);
    this.refreshQuietly(order);
    this.emit({ kind: 'modified', order: snapshot(order) });
    if (terms.transmit) this.transmitFamily(order);
    this.gate.warn(order);
    return { ok: true, value: snapshot(order) };
  }

  /** Rejects an order that the account cannot carry. Orders that only reduce are never rejected. */
  private rejectForMargin(order: LiveOrder): boolean {
    const { book, clock } = this.deps;
    const reason = marginRefusal(whatIfOrder(book, order.instrument, order.terms, clock.nowMs()));
    if (reason === null) return false;
    order.status = 'Inactive';
    order.whyHeld = '';
    this.complete(order, reason);
    this.emit({ kind: 'rejected', order: snapshot(order), code: 201, text: reason });
    for (const child of order.children) if (!isDone(child)) this.end(child, 'Cancelled', '');
    return true;
  }

  /** A transmitted child sends its parent and the other children on their way too. */
  private transmitFamily(order: LiveOrder): void {
    const root = order.parent ?? order;
    if (!root.transmitted && !isDone(root)) {
      if (this.rejectForMargin(root)) return;
      this.gate.enter(root);
      this.refresh(root);
      this.gate.warn(root);
    }
    if (order === root) return;
    for (const child of root.children) {
      if (child.transmitted || isDone(child)) continue;
      this.gate.enter(child);
      this.refresh(child);
    }
  }

  private fill(order: LiveOrder, match: Match): void {
    const { clock, account, market } = this.deps;
    const { quantity } = match;
    const price = new Decimal(match.price);
    order.filled = order.filled.plus(quantity);
    order.filledValue = order.filledValue.plus(price.times(quantity));
    const total = orderCommission(order.instrument, order.filled, order.filledValue);
    const commission = total.minus(order.commission);
    order.commission = total;
    order.lastFillPrice = match.price;
    const { side } = order.terms;
    const atMs = clock.nowMs();
    const realized = account.apply({ instrument: order.instrument, side, quantity, price, commission, atMs });
    if (remainingOf(order).isZero()) {
      order.status = 'Filled';
      order.whyHeld = '';
      this.complete(order, `Filled Size: ${order.filled.toString()}`);
    } else {
      this.refreshQuietly(order);
    }
    const seen = snapshot(order);
    const quote = market.quote(order.instrument.conId);
    const execution: SimExecution = {
      execId: executionId(this.deps.seed, ++this.executionSerial),
      order: seen,
      atMs,
      exchange: (side === 'BUY' ? quote.askExchange : quote.bidExchange) || order.instrument.exchange,
      side: side === 'BUY' ? 'BOT' : 'SLD',
      shares: quantity.toNumber(),
      price: match.price,
      cumulativeQuantity: seen.filled,
      averagePrice: seen.averageFillPrice,
      lastLiquidity: match.liquidity,
      commission: commission.toNumber(),
      commissionCurrency: order.instrument.currency,
      realizedPnl: realized === null ? null : realized.toDecimalPlaces(6).toNumber(),
    };
    this.register.addExecution(execution);
    this.emit({ kind: 'filled', order: seen, execution });
    this.followFill(order, quantity);
  }

  /** What a fill means for children, siblings and the one-cancels-all group. */
  private followFill(order: LiveOrder, quantity: Decimal): void {
    for (const child of order.children) {
      if (isDone(child) || !child.transmitted) continue;
      this.refresh(child);
      this.gate.wake(child);
    }
    for (const sibling of order.parent?.children ?? []) {
      if (sibling !== order && !isDone(sibling)) this.reduce(sibling, quantity);
    }
    const { ocaGroup, ocaType, account } = order.terms;
    if (ocaGroup === '') return;
    for (const other of this.register.open()) {
      const sameGroup = other.terms.ocaGroup === ocaGroup && other.terms.account === account;
      if (other === order || !sameGroup || (order.parent !== null && other.parent === order.parent)) continue;
      if (ocaType === 2 || ocaType === 3) this.reduce(other, quantity);
      else this.end(other, 'Cancelled', '');
    }
  }

  /** Takes so much from an order's quantity; ends it when nothing is left. */
  private reduce(order: LiveOrder, by: Decimal): void {
    const quantity = new Decimal(order.terms.quantity).minus(by);
    if (quantity.lessThanOrEqualTo(order.filled)) {
      this.end(order, 'Cancelled', '');
      return;
    }
    order.terms = { ...order.terms, quantity: quantity.toNumber() };
    this.emit({ kind: 'status', order: snapshot(order) });
  }

  /** Cancels an order now, and with it the children that have nothing to protect. */
  private end(order: LiveOrder, completedStatus: string, reason: string): void {
    order.status = 'Cancelled';
    order.whyHeld = '';
    this.complete(order, completedStatus);
    this.emit({ kind: 'cancelled', order: snapshot(order), reason });
    for (const child of order.children) {
      if (isDone(child)) continue;
      const excess = new Decimal(child.terms.quantity).minus(order.filled);
      if (order.filled.isZero()) this.end(child, completedStatus, reason);
      else if (excess.greaterThan(0)) this.reduce(child, excess);
    }
  }

  private complete(order: LiveOrder, completedStatus: string): void {
    order.completedMs = this.deps.clock.nowMs();
    order.completedStatus = completedStatus;
    stopTimers(order);
    this.desk.remove(order);
    this.register.finish(order);
  }

  /** Brings the status up to date and tells when it has changed. */
  private refresh(order: LiveOrder): void {
    if (this.refreshQuietly(order)) this.emit({ kind: 'status', order: snapshot(order) });
  }

  private refreshQuietly(order: LiveOrder): boolean {
    if (isDone(order) || order.status === 'PendingCancel') return false;
    const { status, whyHeld } = derivedStatus(order);
    const changed = status !== order.status || whyHeld !== order.whyHeld;
    order.status = status;
    order.whyHeld = whyHeld;
    return changed;
  }

  private emit(event: ExchangeEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
