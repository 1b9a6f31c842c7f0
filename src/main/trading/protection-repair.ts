import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import type { ConId } from '../../shared/domain/instrument';
import { type Order, type OrderDraft, type OrderPricing, tifs } from '../../shared/domain/order';
import { whyNotModify } from '../../shared/domain/order-possibilities';
import { type ProtectionGap, protectionGaps } from '../../shared/domain/protection';
import { err, ok } from '../../shared/domain/result';
import type { OrderBook } from './order-book';
import type { OrderModification } from './order-modification';
import { changedPricing } from './order-plan';
import type { OrderPlacement } from './order-placement';
import type { Nothing, Outcome } from './refusals';
import type { TradingDeps } from './trading-deps';

type Done = { readonly done: string };

/**
 * Brings the stops of a position to its size, by the ordinary path of a change, a cancel or an order: mode proof, risk
 * gate, journal, and one idempotency key for what is sent.
 */
export class ProtectionRepair {
  private readonly deps: TradingDeps;
  private readonly book: OrderBook;
  private readonly placement: OrderPlacement;
  private readonly modification: OrderModification;
  private readonly cancel: (id: string) => Promise<Outcome<Nothing>>;
  /** Repairs under way: a second press while the first has no answer must not place a second stop. */
  private readonly repairing = new Map<ConId, Promise<Outcome<Done>>>();

  constructor(
    deps: TradingDeps,
    book: OrderBook,
    placement: OrderPlacement,
    modification: OrderModification,
    cancel: (id: string) => Promise<Outcome<Nothing>>,
  ) {
    this.deps = deps;
    this.book = book;
    this.placement = placement;
    this.modification = modification;
    this.cancel = cancel;
  }

  /** The answer says what was sent. */
  protect(conId: ConId, idempotencyKey: string): Promise<Outcome<Done>> {
    const known = this.repairing.get(conId);
    if (known !== undefined) return known;
    const answer = this.repair(conId, idempotencyKey).finally(() => {
      this.repairing.delete(conId);
    });
    this.repairing.set(conId, answer);
    return answer;
  }

  private async repair(conId: ConId, idempotencyKey: string): Promise<Outcome<Done>> {
    const positions = this.deps.positions();
    if (positions === null) return err({ code: 'not-connected', text: 'IB has not told the positions yet.' });
    const held = positions.filter((position) => position.conId === conId);
    const [gap] = protectionGaps(this.book.allOrders(), held);
    if (gap === undefined)
      return err({ code: 'rule', text: 'The stops of this position have its size: nothing was sent.' });
    const { lastStop } = gap;
    const changeable = gap.liveStops.find((stop) => this.canResize(stop));
    if (changeable !== undefined) return this.resize(changeable, gap, idempotencyKey);
    if (exact(gap.missing).isNegative())
      return err({
        code: 'rule',
        text: `The stops are greater than the position, and none of them can be changed from here. ${whyNotModify(lastStop) ?? ''}`.trim(),
      });
    return this.placeStop(gap, idempotencyKey);
  }

  /** The exit of an entry that still fills has the size of the entry and follows it by itself. */
  private canResize(stop: Order): boolean {
    if (whyNotModify(stop) !== null || changedPricing(stop, {}) === null) return false;
    const entry = stop.parentId === null ? undefined : this.book.get(stop.parentId);
    return entry === undefined || entry.state === 'filled' || entry.state === 'cancelled';
  }

  private async resize(stop: Order, gap: ProtectionGap, idempotencyKey: string): Promise<Outcome<Done>> {
    const left = exact(stop.remaining).plus(exact(gap.missing));
    const name = `${stop.side} ${stop.symbol} stop at ${stop.stopPrice ?? '?'}`;
    if (!left.greaterThan(0)) {
      const cancelled = await this.cancel(stop.id);
      return cancelled.ok ? ok({ done: `${name} is being cancelled.` }) : cancelled;
    }
    const quantity = decimalText(exact(stop.quantity).plus(exact(gap.missing)));
    const changed = await this.modification.modify(stop.id, idempotencyKey, { quantity });
    return changed.ok ? ok({ done: `${name} is being changed to ${quantity}.` }) : changed;
  }

  private async placeStop(gap: ProtectionGap, idempotencyKey: string): Promise<Outcome<Done>> {
    const pricing = pricingOf(gap.lastStop);
    if (pricing === null)
      return err({
        code: 'rule',
        text: `The price of the last stop (${gap.lastStop.orderType}) is not known: place a stop with the ticket.`,
      });
    const draft = stopDraft(gap, pricing);
    const { epoch } = this.deps.broker.snapshot();
    const placed = await this.placement.place({ idempotencyKey, epoch, draft });
    if (!placed.ok) return placed;
    return ok({ done: `${draft.side} ${draft.quantity} ${gap.lastStop.symbol} stop was sent.` });
  }
}

function pricingOf(stop: Order): OrderPricing | null {
  const { stopPrice, limitPrice } = stop;
  if (stopPrice === null) return null;
  return stop.orderType === 'STP LMT' && limitPrice !== null
    ? { orderType: 'STP LMT', stopPrice, limitPrice }
    : { orderType: 'STP', stopPrice };
}

/** A stop for what is missing, with the terms of the last one. */
function stopDraft(gap: ProtectionGap, pricing: OrderPricing): OrderDraft {
  const { lastStop, side } = gap;
  const quantity: DecimalText = gap.missing;
  const tif = tifs.find((one) => one === lastStop.tif && one !== 'IOC') ?? 'GTC';
  return { conId: gap.conId, side, quantity, pricing, tif, outsideRth: lastStop.outsideRth, bracket: null };
}
