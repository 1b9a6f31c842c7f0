import { Decimal } from 'decimal.js';
import type { AccountBook } from '../account/book';
import { deliveredUnits, expiryMs, intrinsicValue } from '../account/expiry';
import { epochDayAt, parseDateText } from '../calendar/zone-time';
import { ianaZone } from '../catalogue/zone-names';
import type { SimAccount } from '../account/sim-account';
import type { ExerciseRequest, OptionExercises } from '../exercises';
import { orderTerms } from '../order-terms';
import type {
  Catalogue,
  ExchangeEvent,
  ExchangeResult,
  SimClock,
  SimExecution,
  SimInstrument,
  SimOrder,
} from '../world';
import { announceFill } from './announce-fill';
import { executionId } from './execution-id';
import { isDone, type LiveOrder, newOrder, snapshot } from './live-order';
import type { OrderRegister } from './order-register';
import { stopTimers } from './session-gate';

/** Simulated time from an instruction to its result. */
const CLEARING_MS = 1000;
/** Keeps the ids of these executions apart from those of trades. */
const OWN_SESSION = 0x5e1f;
/** Where executions of options and deliveries take place; those on futures clear at their exchange. */
const CLEARING_HOUSE = 'OCC';
const ZERO = new Decimal(0);

export interface ExerciseDependencies {
  readonly clock: SimClock;
  readonly catalogue: Catalogue;
  readonly account: SimAccount;
  readonly book: AccountBook;
  readonly register: OrderRegister;
  readonly seed: number;
  nextPermId(): number;
  emit(event: ExchangeEvent): void;
  /** Cancels an order now. */
  end(order: LiveOrder, completedStatus: string, reason: string): void;
}

type Action = ExerciseRequest['action'];

function refused<T>(code: number, text: string): ExchangeResult<T> {
  return { ok: false, refusal: { code, text } };
}

/** TWS's words for what it could not process, without a space. */
function unprocessed(text: string): string {
  return `Error processing request.${text}`;
}

const REJECTED = unprocessed('Exercise/Lapse failed due to server rejection.');

/**
 * Exercises options and lets them lapse. An instruction is an order with an id of its own: it shows as open until the
 * clearing house has done it, and can be cancelled until then. What expires without an instruction is the account's.
 */
export class ExerciseDesk implements OptionExercises {
  private readonly deps: ExerciseDependencies;
  private readonly instructed = new Set<LiveOrder>();
  private serial = 0;

  constructor(deps: ExerciseDependencies) {
    this.deps = deps;
  }

  instruct(clientId: number, orderId: number, request: ExerciseRequest): ExchangeResult<SimOrder> {
    const { account, clock, register } = this.deps;
    const { instrument, action } = request;
    if (register.get(clientId, orderId) !== undefined) return refused(103, 'Duplicate order id');
    const free = this.free(instrument);
    const ownAccount = request.account === '' || request.account === account.id;
    if (!ownAccount || !free.isPositive() || free.isZero()) {
      const owner = request.account === '' ? account.id : request.account;
      return refused(322, unprocessed(`No unlapsed position exists in this option in account ${owner}.`));
    }
    if (!request.override) {
      const natural = this.refuseUnnatural(instrument, action);
      if (natural !== null) return refused(322, natural);
    }
    const quantity = Decimal.min(free, request.quantity).toNumber();
    const order = newOrder({
      clientId,
      orderId,
      permId: this.deps.nextPermId(),
      manual: false,
      instrument,
      parent: null,
      placedMs: clock.nowMs(),
      terms: orderTerms({ side: 'SELL', quantity, account: account.id }),
    });
    order.transmitted = true;
    order.status = 'PreSubmitted';
    register.add(order);
    this.instructed.add(order);
    this.deps.emit({ kind: 'accepted', order: snapshot(order) });
    const dueMs =
      action === 'exercise' ? clock.nowMs() + CLEARING_MS : (expiryMs(instrument) ?? clock.nowMs());
    order.cancelTimers.push(
      clock.schedule(Math.max(dueMs, clock.nowMs() + CLEARING_MS), () => {
        this.clear(order, action);
      }),
    );
    return { ok: true, value: snapshot(order) };
  }

  /** The refusal of an action against what the option would do by itself; null when there is none. */
  private refuseUnnatural(option: SimInstrument, action: Action): string | null {
    const inTheMoney = this.intrinsic(option).greaterThan(0);
    if (action === 'exercise' && !inTheMoney) {
      return unprocessed('Exercise ignored because option is not in-the-money.');
    }
    if (action === 'lapse' && inTheMoney) {
      return unprocessed('Lapse ignored because option is in-the-money.');
    }
    return null;
  }

  private intrinsic(option: SimInstrument): Decimal {
    return intrinsicValue(option, this.deps.book.markOf(option.underConId));
  }

  private held(option: SimInstrument): Decimal {
    const position = this.deps.account
      .positions()
      .find(({ instrument }) => instrument.conId === option.conId);
    return new Decimal(position?.position ?? 0);
  }

  /** What is held and not yet under another instruction. */
  private free(option: SimInstrument): Decimal {
    let free = this.held(option);
    for (const order of this.instructed) {
      if (isDone(order)) this.instructed.delete(order);
      else if (order.instrument.conId === option.conId) free = free.minus(order.terms.quantity);
    }
    return free;
  }

  private clear(order: LiveOrder, action: Action): void {
    if (isDone(order) || order.status === 'PendingCancel') return;
    const { instrument } = order;
    const held = this.held(instrument);
    if (held.lessThan(order.terms.quantity) || (action === 'exercise' && !this.isExercisable(instrument))) {
      this.deps.emit({ kind: 'warning', order: snapshot(order), code: 322, text: REJECTED });
      this.deps.end(order, 'Cancelled', '');
      return;
    }
    if (action === 'exercise') this.exercise(order);
    else this.lapse(order);
  }

  /** A European option can be exercised on its last day alone. */
  private isExercisable(option: SimInstrument): boolean {
    if (option.exerciseStyle !== 'european') return true;
    const today = epochDayAt(ianaZone(option.timeZoneId), this.deps.clock.nowMs());
    return today >= parseDateText(option.lastTradeDate);
  }

  private exercise(order: LiveOrder): void {
    const { account, catalogue } = this.deps;
    const { instrument: option } = order;
    const quantity = new Decimal(order.terms.quantity);
    const underlying = catalogue.byConId(option.underConId);
    const shares = underlying?.tradable === true ? underlying : undefined;
    const price = shares === undefined ? this.intrinsic(option) : ZERO;
    const optionBefore = this.realizedOf(option);
    const sharesBefore = shares === undefined ? ZERO : this.realizedOf(shares);
    account.exercise(option, quantity);
    const done = this.finish(order, quantity, price);
    const realized = this.realizedOf(option).minus(optionBefore);
    const execution = this.execution(done, option, 'SLD', quantity, price, realized);
    if (shares === undefined) {
      announceFill(this.deps, execution, []);
      return;
    }
    const delivered = quantity.times(deliveredUnits(option));
    const side = option.right === 'C' ? 'BOT' : 'SLD';
    const closed = this.realizedOf(shares).minus(sharesBefore);
    const strike = new Decimal(option.strike);
    announceFill(this.deps, execution, [
      this.execution(done, shares, side, delivered, strike, closed.isZero() ? null : closed),
    ]);
  }

  private lapse(order: LiveOrder): void {
    const { account, clock } = this.deps;
    const { instrument } = order;
    const quantity = new Decimal(order.terms.quantity);
    const atMs = clock.nowMs();
    const realized = account.apply({
      instrument,
      side: 'SELL',
      quantity,
      price: ZERO,
      commission: ZERO,
      atMs,
    });
    const done = this.finish(order, quantity, ZERO);
    announceFill(this.deps, this.execution(done, instrument, 'SLD', quantity, ZERO, realized), []);
  }

  /** What has been realised today on one instrument. */
  private realizedOf({ conId }: SimInstrument): Decimal {
    const position = this.deps.account.positions().find(({ instrument }) => instrument.conId === conId);
    return new Decimal(position?.realizedPnl ?? 0);
  }

  private finish(order: LiveOrder, quantity: Decimal, price: Decimal): SimOrder {
    order.filled = quantity;
    order.filledValue = price.times(quantity);
    order.lastFillPrice = price.toNumber();
    order.status = 'Filled';
    order.completedMs = this.deps.clock.nowMs();
    order.completedStatus = `Filled Size: ${quantity.toString()}`;
    stopTimers(order);
    this.deps.register.finish(order);
    return snapshot(order);
  }

  private execution(
    order: SimOrder,
    instrument: SimInstrument,
    side: 'BOT' | 'SLD',
    quantity: Decimal,
    price: Decimal,
    realized: Decimal | null,
  ): SimExecution {
    return {
      execId: executionId(this.deps.seed ^ OWN_SESSION, ++this.serial),
      order: { ...order, instrument },
      atMs: this.deps.clock.nowMs(),
      exchange: order.instrument.secType === 'FOP' ? order.instrument.exchange : CLEARING_HOUSE,
      side,
      shares: quantity.toNumber(),
      price: price.toNumber(),
      cumulativeQuantity: quantity.toNumber(),
      averagePrice: price.toNumber(),
      lastLiquidity: 1,
      commission: 0,
      commissionCurrency: instrument.currency,
      realizedPnl: realized === null ? null : realized.toDecimalPlaces(6).toNumber(),
    };
  }
}
