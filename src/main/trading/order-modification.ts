import { isLive, type Order, type OrderKey, tifs } from '../../shared/domain/order';
import { priceErrors, quantityErrors } from '../../shared/domain/order-validation';
import { err, ok } from '../../shared/domain/result';
import type { BrokerOrder } from '../broker/port';
import type { OrderBook } from './order-book';
import { changedPricing, newOrderKey, type OrderChange } from './order-plan';
import { brokerFailure, elsewhere, type Nothing, type Outcome, unknownWhetherAsked } from './refusals';
import type { TradingDeps } from './trading-deps';

/** Changes working orders of ours, each change once. */
export class OrderModification {
  private readonly deps: TradingDeps;
  private readonly book: OrderBook;
  /** Answers by idempotency key, so that a repeated request does not send a second change. */
  private readonly changing = new Map<string, Promise<Outcome<Nothing>>>();

  constructor(deps: TradingDeps, book: OrderBook) {
    this.deps = deps;
    this.book = book;
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

  private modifiable(
    order: Order | undefined,
    change: OrderChange,
  ): Outcome<{ readonly target: Order; readonly orderId: number }> {
    if (order === undefined) return err({ code: 'not-found', text: 'This order is not known any more.' });
    const permission = this.deps.permission();
    if (!permission.allowed)
      return err({ code: 'rule', text: `The change was not sent. ${permission.reason}` });
    if (!order.own || order.orderId === null) return err({ code: 'rule', text: elsewhere(order) });
    if (order.state !== 'working' && order.state !== 'partially-filled') {
      return err({
        code: 'rule',
        text: `This order is ${order.state.replace('-', ' ')}; only a working order can be changed.`,
      });
    }
    if (!tifs.some((tif) => tif === order.tif))
      return err({
        code: 'rule',
        text: `An order with time in force ${order.tif} cannot be changed from here.`,
      });
    if (change.quantity === undefined && change.limitPrice === undefined && change.stopPrice === undefined) {
      return err({ code: 'rule', text: 'Nothing was changed.' });
    }
    return ok({ target: order, orderId: order.orderId });
  }
}
