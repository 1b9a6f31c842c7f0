import { Decimal } from 'decimal.js';
import type { SimAccount } from '../account/sim-account';
import type { ExchangeEvent, SimClock, SimExecution } from '../world';
import { announceFill } from './announce-fill';
import { type LegFill, legFillsOf } from './combos/combo-order';
import { orderCommission } from './commissions';
import { executionId } from './execution-id';
import { hedgedBy } from './hedges';
import { derivedStatus, isDone, type LiveOrder, remainingOf, snapshot } from './live-order';
import type { Match } from './matching';
import { FilledGroups, reductionOf } from './one-cancels-all';
import type { OrderMarket } from './order-market';
import type { OrderRegister } from './order-register';
import { stopTimers } from './session-gate';

/** What outcomes need of the exchange. */
export interface OutcomeDependencies {
  readonly clock: SimClock;
  readonly account: SimAccount;
  readonly market: OrderMarket;
  readonly register: OrderRegister;
  readonly seed: number;
  emit(event: ExchangeEvent): void;
  /** The order leaves the market. */
  withdraw(order: LiveOrder): void;
  /** A child's parent has filled: it may now have its chance. */
  wake(order: LiveOrder): void;
}

/** A leg's share of a fill, with the profit that it realised. */
interface BookedLeg extends LegFill {
  readonly realized: Decimal | null;
}

/** What the account booked for a fill: a combination is booked by its legs alone. */
interface Booked {
  readonly commission: Decimal;
  readonly realized: Decimal | null;
  readonly legs: readonly BookedLeg[];
}

/** What becomes of orders: fills, ends and rejections, and what follows for the orders that hang together with them. */
export class OrderOutcomes {
  readonly filledGroups = new FilledGroups();
  private readonly deps: OutcomeDependencies;
  private executionSerial = 0;

  constructor(deps: OutcomeDependencies) {
    this.deps = deps;
  }

  fill(order: LiveOrder, match: Match): void {
    const { quantity } = match;
    const remainedBefore = remainingOf(order);
    const price = new Decimal(match.price);
    order.filled = order.filled.plus(quantity);
    order.filledValue = order.filledValue.plus(price.times(quantity));
    order.lastFillPrice = match.price;
    this.filledGroups.add(order.terms);
    // What a market-to-limit order could not fill at once stays as a limit order at its price.
    if (order.terms.orderType === 'MTL') {
      order.terms = { ...order.terms, orderType: 'LMT', limitPrice: match.price };
    }
    const booked = this.book(order, quantity, price);
    if (remainingOf(order).isZero()) {
      order.status = 'Filled';
      order.whyHeld = '';
      this.complete(order, `Filled Size: ${order.filled.toString()}`);
    } else {
      this.refreshQuietly(order);
    }
    const execution = this.execution(order, match, booked);
    const legs = booked.legs.map((leg) => this.legExecution(execution, leg));
    announceFill(this.deps, execution, legs);
    this.followFill(order, quantity, remainedBefore);
  }

  /** Cancels an order now, and with it the children that have nothing to protect. */
  end(order: LiveOrder, completedStatus: string, reason: string): void {
    order.status = 'Cancelled';
    order.whyHeld = '';
    this.complete(order, completedStatus);
    this.deps.emit({ kind: 'cancelled', order: snapshot(order), reason });
    for (const child of order.children) {
      if (isDone(child)) continue;
      const excess = excessOf(child, order);
      if (order.filled.isZero()) this.end(child, completedStatus, reason);
      else if (excess.greaterThan(0)) this.reduce(child, excess);
    }
  }

  reject(order: LiveOrder, code: number, reason: string): void {
    order.status = 'Inactive';
    order.whyHeld = '';
    this.complete(order, reason);
    this.deps.emit({ kind: 'rejected', order: snapshot(order), code, text: reason });
    for (const child of order.children) if (!isDone(child)) this.end(child, 'Cancelled', '');
  }

  /** Brings the status up to date and tells when it has changed. */
  refresh(order: LiveOrder): void {
    if (this.refreshQuietly(order)) this.deps.emit({ kind: 'status', order: snapshot(order) });
  }

  refreshQuietly(order: LiveOrder): boolean {
    if (isDone(order) || order.status === 'PendingCancel') return false;
    const { status, whyHeld } = derivedStatus(order);
    const changed = status !== order.status || whyHeld !== order.whyHeld;
    order.status = status;
    order.whyHeld = whyHeld;
    return changed;
  }

  private book(order: LiveOrder, quantity: Decimal, price: Decimal): Booked {
    const { clock, account, market } = this.deps;
    const { instrument, terms } = order;
    const atMs = clock.nowMs();
    if (instrument.legs !== undefined) {
      const fill = { legs: instrument.legs, side: terms.side, quantity, net: price, atMs };
      const legFills = legFillsOf(fill, market.legQuotes(order), order.legs);
      order.legs = legFills.map(({ progress }) => progress);
      const legs = legFills.map((leg) => ({ ...leg, realized: account.apply(leg.fill) }));
      return { commission: new Decimal(0), realized: null, legs };
    }
    const total = orderCommission(instrument, order.filled, order.filledValue);
    const commission = total.minus(order.commission);
    order.commission = total;
    const realized = account.apply({ instrument, side: terms.side, quantity, price, commission, atMs });
    return { commission, realized, legs: [] };
  }

  private execution(order: LiveOrder, match: Match, { commission, realized }: Booked): SimExecution {
    const seen = snapshot(order);
    const quote = this.deps.market.quote(order);
    const buys = order.terms.side === 'BUY';
    const best = buys ? quote.askExchange : quote.bidExchange;
    return {
      execId: executionId(this.deps.seed, ++this.executionSerial),
      order: seen,
      atMs: this.deps.clock.nowMs(),
      exchange: order.terms.exchange || best || order.instrument.exchange,
      side: buys ? 'BOT' : 'SLD',
      shares: match.quantity.toNumber(),
      price: match.price,
      cumulativeQuantity: seen.filled,
      averagePrice: seen.averageFillPrice,
      lastLiquidity: match.liquidity,
      commission: commission.toNumber(),
      commissionCurrency: order.instrument.currency,
      realizedPnl: realized === null ? null : realized.toDecimalPlaces(6).toNumber(),
    };
  }

  /** The execution of a leg beside that of its combination: of the same order, in the leg's own contract. */
  private legExecution(whole: SimExecution, { fill, progress, realized }: BookedLeg): SimExecution {
    const { instrument } = fill;
    return {
      ...whole,
      execId: executionId(this.deps.seed, ++this.executionSerial),
      order: { ...whole.order, instrument },
      exchange: instrument.exchange === 'SMART' ? instrument.primaryExchange : instrument.exchange,
      side: fill.side === 'BUY' ? 'BOT' : 'SLD',
      shares: fill.quantity.toNumber(),
      price: fill.price.toNumber(),
      cumulativeQuantity: progress.filled.toNumber(),
      averagePrice: progress.value.div(progress.filled).toDecimalPlaces(8).toNumber(),
      commission: fill.commission.toNumber(),
      commissionCurrency: instrument.currency,
      realizedPnl: realized === null ? null : realized.toDecimalPlaces(6).toNumber(),
    };
  }

  /** What a fill means for children, siblings and the one-cancels-all group. */
  private followFill(order: LiveOrder, quantity: Decimal, remainedBefore: Decimal): void {
    for (const child of order.children) {
      if (isDone(child) || !child.transmitted) continue;
      this.refresh(child);
      this.deps.wake(child);
    }
    for (const sibling of order.terms.hedge === null ? (order.parent?.children ?? []) : []) {
      const closesToo = sibling !== order && sibling.terms.hedge === null;
      if (closesToo && !isDone(sibling)) this.reduce(sibling, quantity);
    }
    const { ocaGroup, ocaType, account } = order.terms;
    if (ocaGroup === '') return;
    for (const other of this.deps.register.open()) {
      const sameGroup = other.terms.ocaGroup === ocaGroup && other.terms.account === account;
      if (other === order || !sameGroup || (order.parent !== null && other.parent === order.parent)) continue;
      if (ocaType === 1) this.end(other, 'Cancelled', '');
      else this.reduce(other, reductionOf(other, quantity.div(remainedBefore)));
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
    this.deps.emit({ kind: 'status', order: snapshot(order) });
  }

  private complete(order: LiveOrder, completedStatus: string): void {
    order.completedMs = this.deps.clock.nowMs();
    order.completedStatus = completedStatus;
    stopTimers(order);
    this.deps.withdraw(order);
    this.deps.register.finish(order);
  }
}

/** What a child has too much of when its parent has ended: a hedge what the parent's unfilled part would have needed. */
function excessOf(child: LiveOrder, parent: LiveOrder): Decimal {
  const quantity = new Decimal(child.terms.quantity);
  if (child.terms.hedge === null) return quantity.minus(parent.filled);
  return remainingOf(child).minus(hedgedBy(child, parent));
}
