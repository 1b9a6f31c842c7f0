import type { Decimal } from 'decimal.js';
import type { AccountBook } from '../account/book';
import type { SimAccount } from '../account/sim-account';
import { epochDayAt, momentOf } from '../calendar/zone-time';
import type { ExchangeLevers } from '../exchange-levers';
import type { OptionExercises } from '../exercises';
import type { OptionModel } from '../options/option-model';
import type {
  Catalogue,
  Exchange,
  ExchangeEvent,
  ExchangeResult,
  OrderTerms,
  Refusal,
  SimClock,
  SimExecution,
  SimInstrument,
  SimOrder,
  WhatIfAnswer,
} from '../world';
import { refuseLate } from './auction-hours';
import { withQuantityForCash } from './cash-quantity';
import { withNetLimit } from './combos/combo-order';
import { refuseLegPrices } from './combos/refuse-combo';
import { derivedStatus, isDone, type LiveOrder, newOrder, snapshot } from './live-order';
import { checkMargin, whatIfOrder } from './margin-check';
import { ExerciseDesk } from './exercise-desk';
import { refuseHedge, withHedgeQuantity } from './hedges';
import { hasExpired } from './order-hours';
import { orderLevers } from './order-levers';
import type { ExchangeMarket } from './order-market';
import type { OrderOutcomes } from './order-outcomes';
import { OrderRegister } from './order-register';
import { NO_SUCH_CONTRACT } from './refusals';
import { refuseAttachments } from './refuse-attachments';
import { refuseModify } from './refuse-modify';
import type { SessionGate } from './session-gate';
import { TradingFloor } from './trading-floor';
import { refuseTerms } from './validation';

/** Simulated time from a cancel's arrival to the end of the order. */
const CANCEL_LATENCY_MS = 10;
const FIRST_PERM_ID = 1_426_181_260;
const DAY_ZONE = 'America/New_York';
/** The client to which orders belong that were entered by hand. */
const MANUAL_CLIENT_ID = 0;

export interface ExchangeDependencies {
  readonly clock: SimClock;
  readonly catalogue: Catalogue;
  readonly market: ExchangeMarket;
  readonly account: SimAccount;
  readonly book: AccountBook;
  readonly options: Pick<OptionModel, 'priceAt' | 'model'>;
  readonly seed: number;
}

function refused<T>(code: number, text: string): ExchangeResult<T> {
  return { ok: false, refusal: { code, text } };
}

/** The matching exchange: takes orders, holds them, fills them from the simulated market, and says so. */
export class SimExchange implements Exchange {
  readonly levers: ExchangeLevers;
  readonly exercises: OptionExercises;
  private readonly deps: ExchangeDependencies;
  private readonly register = new OrderRegister();
  private readonly gate: SessionGate;
  private readonly outcomes: OrderOutcomes;
  private readonly listeners = new Set<(event: ExchangeEvent) => void>();
  private sequence = 0;

  constructor(deps: ExchangeDependencies) {
    this.deps = deps;
    const floor = new TradingFloor(deps, this.register, {
      emit: (event) => {
        this.emit(event);
      },
      subscribe: (listener) => {
        this.subscribe(listener);
      },
    });
    this.gate = floor.gate;
    this.outcomes = floor.outcomes;
    this.levers = orderLevers(this.register, deps.market, this.outcomes);
    this.exercises = new ExerciseDesk({
      ...deps,
      register: this.register,
      nextPermId: () => FIRST_PERM_ID + this.sequence++,
      emit: (event) => {
        this.emit(event);
      },
      end: (order, completedStatus, reason) => {
        this.outcomes.end(order, completedStatus, reason);
      },
    });
  }

  place(
    clientId: number,
    orderId: number,
    instrument: SimInstrument,
    asked: OrderTerms,
  ): ExchangeResult<SimOrder> {
    const known = this.register.get(clientId, orderId);
    if (known !== undefined && known.status === 'Filled')
      return refused(104, 'Cannot modify a filled order.');
    const spent = known === undefined ? this.register.isForgotten(clientId, orderId) : isDone(known);
    if (spent) return refused(103, 'Duplicate order id');
    const { parentOrderId } = asked;
    const named = parentOrderId === 0 ? undefined : this.register.get(clientId, parentOrderId);
    const parent = known?.parent ?? named;
    const hedging = refuseHedge(instrument, asked, parent);
    if (hedging !== null) return { ok: false, refusal: hedging };
    const terms = this.complete(instrument, asked, parent);
    const refusal = this.refuse(instrument, asked, terms);
    if (refusal !== null) return { ok: false, refusal };
    if (known !== undefined) return this.modify(known, instrument, terms);
    if (terms.parentOrderId !== 0 && (parent === undefined || (isDone(parent) && parent.filled.isZero()))) {
      return refused(10006, 'Missing parent order.');
    }
    return this.accept({ clientId, orderId, manual: false, instrument, parent: parent ?? null, terms });
  }

  placeManually(instrument: SimInstrument, asked: OrderTerms): ExchangeResult<SimOrder> {
    const terms = { ...this.complete(instrument, asked), parentOrderId: 0, transmit: true };
    const refusal = this.refuse(instrument, asked, terms);
    if (refusal !== null) return { ok: false, refusal };
    const identity = { clientId: MANUAL_CLIENT_ID, orderId: 0, manual: true };
    return this.accept({ ...identity, instrument, parent: null, terms });
  }

  cancelManually(permId: number): ExchangeResult<SimOrder> {
    const order = this.register.findOpen(permId);
    if (order === undefined) return refused(135, `Can't find order with ID =${String(permId)}`);
    return this.cancelOrder(order);
  }

  bind(permId: number): SimOrder | undefined {
    const order = this.register.findOpen(permId);
    if (order === undefined || order.orderId !== 0) return undefined;
    this.register.bind(order);
    return snapshot(order);
  }

  whatIf(_clientId: number, instrument: SimInstrument, asked: OrderTerms): ExchangeResult<WhatIfAnswer> {
    const terms = this.complete(instrument, asked);
    if (!terms.transmit) return refused(413, 'What-if order should have the transmit flag set to true.');
    const refusal = this.refuse(instrument, asked, terms);
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
    return this.cancelOrder(order);
  }

  globalCancel(): void {
    for (const order of this.register.open()) this.cancelOrder(order);
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

  /** Seam: the terms with what the client left to the exchange. */
  private complete(instrument: SimInstrument, asked: OrderTerms, parent?: LiveOrder): OrderTerms {
    const { book, options, clock } = this.deps;
    const priceOf = ({ conId }: SimInstrument): Decimal => book.markOf(conId);
    const deltaOf = ({ conId }: SimInstrument): number => options.model(conId, clock.nowMs()).delta ?? 0;
    const sized =
      parent === undefined ? asked : withHedgeQuantity(instrument, asked, parent, priceOf, deltaOf);
    const priced = withNetLimit(instrument, sized);
    const terms = withQuantityForCash(instrument, priced, () => this.deps.market.quote(instrument.conId));
    return terms.account === '' ? { ...terms, account: this.deps.account.id } : terms;
  }

  /** `asked` is what the client wrote, `terms` what the order is taken to be. */
  private refuse(instrument: SimInstrument, asked: OrderTerms, terms: OrderTerms): Refusal | null {
    const { account, catalogue, clock } = this.deps;
    const nowMs = clock.nowMs();
    if (hasExpired(catalogue, instrument, nowMs)) return NO_SUCH_CONTRACT;
    return (
      refuseLegPrices(instrument, asked) ??
      refuseAttachments(instrument, terms, catalogue, nowMs) ??
      refuseTerms(instrument, terms, account.id, nowMs) ??
      refuseLate(catalogue, instrument, terms, nowMs)
    );
  }

  private accept(
    identity: Omit<Parameters<typeof newOrder>[0], 'permId' | 'placedMs'>,
  ): ExchangeResult<SimOrder> {
    const permId = FIRST_PERM_ID + this.sequence++;
    const order = newOrder({ ...identity, permId, placedMs: this.deps.clock.nowMs() });
    const { terms } = order;
    order.parent?.children.push(order);
    this.register.add(order);
    if (this.outcomes.filledGroups.has(terms)) {
      this.outcomes.reject(order, 201, 'Order rejected - reason:OCA group is already filled.');
      return { ok: true, value: snapshot(order) };
    }
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

  private cancelOrder(order: LiveOrder): ExchangeResult<SimOrder> {
    if (order.status === 'PendingCancel') {
      const text = 'Cancel attempted when order is not in a cancellable state.';
      return refused(161, `${text} Order permId =${String(order.permId)}`);
    }
    order.status = 'PendingCancel';
    order.whyHeld = '';
    this.emit({ kind: 'status', order: snapshot(order) });
    const { clock } = this.deps;
    clock.schedule(clock.nowMs() + CANCEL_LATENCY_MS, () => {
      if (!isDone(order)) this.outcomes.end(order, 'Cancelled by Trader', '');
    });
    return { ok: true, value: snapshot(order) };
  }

  private modify(order: LiveOrder, instrument: SimInstrument, asked: OrderTerms): ExchangeResult<SimOrder> {
    // A change need not repeat which family an order belongs to, nor where its stop has got to.
    const terms = {
      ...asked,
      parentOrderId: asked.parentOrderId === 0 ? order.terms.parentOrderId : asked.parentOrderId,
      ocaGroup: asked.ocaGroup === '' ? order.terms.ocaGroup : asked.ocaGroup,
      trailStopPrice: asked.trailStopPrice ?? order.terms.trailStopPrice,
    };
    const refusal = refuseModify(order, instrument, terms);
    if (refusal !== null) return { ok: false, refusal };
    if (order.transmitted && order.parent === null) {
      const { book, clock } = this.deps;
      const answer = checkMargin(book, order, terms, this.register.open(), clock.nowMs());
      if (!answer.ok) return refused(201, answer.reason);
      order.reservedPerUnit = answer.reservedPerUnit;
    }
    if (order.terms.auxPrice !== terms.auxPrice || order.terms.orderType !== terms.orderType) {
      order.triggered = false;
    }
    order.terms = terms;
    order.revision += 1;
    order.resting = false;
    order.released = false;
    order.touches = 0;
    order.workingPrice = null;
    if (order.transmitted || terms.transmit) this.gate.enter(order);
    this.outcomes.refreshQuietly(order);
    this.emit({ kind: 'modified', order: snapshot(order) });
    if (terms.transmit) this.transmitFamily(order);
    this.gate.warn(order);
    return { ok: true, value: snapshot(order) };
  }

  /** Rejects an order that the account cannot carry beside the others; one that it can holds its share back. */
  private rejectForMargin(order: LiveOrder): boolean {
    const { book, clock } = this.deps;
    const answer = checkMargin(book, order, order.terms, this.register.open(), clock.nowMs());
    if (answer.ok) {
      order.reservedPerUnit = answer.reservedPerUnit;
      return false;
    }
    this.outcomes.reject(order, 201, answer.reason);
    return true;
  }

  /** A transmitted child sends its parent and the other children on their way too. */
  private transmitFamily(order: LiveOrder): void {
    const root = order.parent ?? order;
    if (!root.transmitted && !isDone(root)) {
      if (this.rejectForMargin(root)) return;
      this.gate.enter(root);
      this.outcomes.refresh(root);
      this.gate.warn(root);
    }
    if (order === root) return;
    for (const child of root.children) {
      if (child.transmitted || isDone(child)) continue;
      this.gate.enter(child);
      this.outcomes.refresh(child);
    }
  }

  private emit(event: ExchangeEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
