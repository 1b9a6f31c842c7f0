import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import type { Instrument } from '../../shared/domain/instrument';
import { isLive, type Order, type OrderKey, type OrderPricing, tifs } from '../../shared/domain/order';
import { whyNotModify } from '../../shared/domain/order-possibilities';
import { priceErrors, pricesOf, quantityErrors } from '../../shared/domain/order-validation';
import type { RiskRefusal } from '../../shared/domain/risk';
import { err, ok } from '../../shared/domain/result';
import type { BrokerOrder } from '../broker/port';
import type { OrderBook } from './order-book';
import { changedPricing, newOrderKey, type OrderChange } from './order-plan';
import { brokerFailure, type Nothing, type Outcome, unknownWhetherAsked } from './refusals';
import type { RiskGate } from './risk/risk-gate';
import type { TradingDeps } from './trading-deps';

/** Changes working orders of ours, each change once. */
export class OrderModification {
  private readonly deps: TradingDeps;
  private readonly book: OrderBook;
  private readonly gate: RiskGate;
  /** Answers by idempotency key, so that a repeated request does not send a second change. */
  private readonly changing = new Map<string, Promise<Outcome<Nothing>>>();

  constructor(deps: TradingDeps, book: OrderBook, gate: RiskGate) {
    this.deps = deps;
    this.book = book;
    this.gate = gate;
  }

  /**
   * Changes a working order. The key is claimed together with the intent in the journal; a change that is refused before
   * leaves it free. IB's echo shows the change; a refusal leaves the order as it was.
   */
  modify(id: string, idempotencyKey: string, change: OrderChange): Promise<Outcome<Nothing>> {
    const known = this.changing.get(idempotencyKey);
    if (known !== undefined) return known;
    const answer = this.modifyOnce(id, idempotencyKey, change).finally(() =>
      this.changing.delete(idempotencyKey),
    );
    this.changing.set(idempotencyKey, answer);
    return answer;
  }

  private async modifyOnce(
    id: string,
    idempotencyKey: string,
    change: OrderChange,
  ): Promise<Outcome<Nothing>> {
    const { store, clock, random, broker } = this.deps;
    const prepared = await this.prepare(id, change);
    if (!prepared.ok) {
      // Refused now, but it may have been claimed, and sent, before.
      const claim = await store.findClaim(idempotencyKey);
      if (!claim.ok) return err(unknownWhetherAsked('change', claim.error));
      return claim.value === null ? prepared : ok({});
    }
    const { orderKey, brokerOrder } = prepared.value;
    const { epoch } = broker.snapshot();
    const intent = await store.appendOrderIntent(idempotencyKey, orderKey ?? newOrderKey(random), [
      {
        atMs: clock.nowMs(),
        kind: 'modify-intent',
        orderKey,
        body: { ...brokerOrder, epoch, idempotencyKey },
      },
    ]);
    if (!intent.ok)
      return err({
        code: 'storage',
        text: `The change was not sent: the journal could not be written. ${intent.error}`,
      });
    if (!intent.value.claimed) return ok({});
    // The order may have ended while the journal was written.
    const again = this.modifiable(this.book.get(id), change);
    if (!again.ok) return again;
    const outcome = await broker.placeOrder(epoch, brokerOrder);
    return outcome.kind === 'sent' ? ok({}) : err(brokerFailure(outcome.error, 'The change was not sent.'));
  }

  /** Everything that can refuse a change before its key is claimed; nothing of it is written. */
  private async prepare(
    id: string,
    change: OrderChange,
  ): Promise<Outcome<{ readonly orderKey: OrderKey | null; readonly brokerOrder: BrokerOrder }>> {
    const { instruments } = this.deps;
    const checked = this.modifiable(this.book.get(id), change);
    if (!checked.ok) return checked;
    const { target, orderId } = checked.value;
    const instrument = await instruments.get(target.conId);
    if (!instrument.ok) return err(brokerFailure(instrument.error, 'The change was not sent.'));
    const quantity = change.quantity ?? target.quantity;
    const fields = [
      ...quantityErrors(quantity, instrument.value),
      ...(change.limitPrice === undefined
        ? []
        : priceErrors('limitPrice', change.limitPrice, instrument.value)),
      ...(change.stopPrice === undefined ? [] : priceErrors('stopPrice', change.stopPrice, instrument.value)),
    ];
    if (fields.length > 0)
      return err({
        code: 'rule',
        text: 'The change was not sent: some fields do not fit the instrument.',
        fields,
      });
    const pricing = changedPricing(target, change);
    if (pricing === null)
      return err({
        code: 'rule',
        text: `Orders of type ${target.orderType} cannot be changed from here. Cancel it and place a new one.`,
      });
    const risk = await this.judge(target, quantity, pricing, instrument.value);
    if (risk !== null) return err({ code: 'rule', text: `The change was not sent. ${risk.text}` });
    const parent = target.parentId === null ? undefined : this.book.get(target.parentId);
    return ok({
      orderKey: target.orderKey,
      brokerOrder: {
        orderId,
        orderRef: target.orderKey ?? '',
        contract: instruments.contractRef(instrument.value),
        accountId: target.accountId,
        side: target.side,
        quantity,
        pricing,
        tif: target.tif,
        outsideRth: target.outsideRth,
        parentOrderId: parent !== undefined && isLive(parent.state) ? parent.orderId : null,
        transmit: true,
      },
    });
  }

  /** Exits of a bracket make no position greater unless they become greater themselves. */
  private async judge(
    target: Order,
    quantity: DecimalText,
    pricing: OrderPricing,
    instrument: Instrument,
  ): Promise<RiskRefusal | null> {
    const tif = tifs.find((one) => one === target.tif) ?? 'DAY';
    const left = exact(quantity).minus(exact(target.filled));
    const { conId, side, outsideRth } = target;
    const changed = { conId, side, quantity: decimalText(left), pricing, tif, outsideRth, bracket: null };
    const opens = target.role === 'single' || target.role === 'entry';
    const grows = left.greaterThan(exact(target.remaining)) || (opens && isCostlier(target, pricing));
    return this.gate.judgeChange(target, changed, grows, instrument);
  }

  private modifiable(
    order: Order | undefined,
    change: OrderChange,
  ): Outcome<{ readonly target: Order; readonly orderId: number }> {
    if (order === undefined) return err({ code: 'not-found', text: 'This order is not known any more.' });
    const permission = this.deps.permission();
    if (!permission.allowed)
      return err({ code: 'rule', text: `The change was not sent. ${permission.reason}` });
    const reason = whyNotModify(order);
    if (reason !== null || order.orderId === null)
      return err({ code: 'rule', text: reason ?? 'This order has no id yet.' });
    if (waitsForItsExits(order, this.book.childrenOf(order.id)))
      return err({
        code: 'rule',
        text: 'IB has not confirmed the exits of this bracket: a change now would send the entry without them.',
      });
    if (change.quantity === undefined && change.limitPrice === undefined && change.stopPrice === undefined) {
      return err({ code: 'rule', text: 'Nothing was changed.' });
    }
    return ok({ target: order, orderId: order.orderId });
  }
}

/**
 * True for an entry that may wait at IB untransmitted, because only the last order of a bracket transmits it: a change is
 * transmitted, and would wake it without its exits.
 */
function waitsForItsExits(order: Order, exits: readonly Order[]): boolean {
  if (order.role !== 'entry' || !exact(order.filled).isZero()) return false;
  return exits.some((exit) => unconfirmed.has(exit.state));
}

const unconfirmed: ReadonlySet<Order['state']> = new Set([
  'draft',
  'sending',
  'uncertain',
  'refused',
  'rejected',
]);

/**
 * True when an order could trade where it could not before: a buy with a higher limit, a sell with a lower one, and any
 * order with another stop.
 */
function isCostlier(order: Order, pricing: OrderPricing): boolean {
  const { limitPrice, stopPrice } = pricesOf(pricing);
  if (stopPrice !== order.stopPrice) return true;
  if (limitPrice === null || order.limitPrice === null) return false;
  const difference = exact(limitPrice).minus(exact(order.limitPrice));
  return order.side === 'BUY' ? difference.greaterThan(0) : difference.lessThan(0);
}
