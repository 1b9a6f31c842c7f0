import { isLive, isOrderKey, type Order, type OrderDraft } from '../../../shared/domain/order';
import { pricesOf } from '../../../shared/domain/order-validation';
import type { BrokerOrder } from '../../broker/port';
import type { Trading } from '../trading';
import type { JournalRecord } from '../trading-store';
import { type ModelIb, ownClientId } from './model-ib';
import { isOpen, type ModelOrder, shares } from './model-order';

/** What a rule looks at when an order is about to be sent. */
export interface SendingFacts {
  readonly journal: readonly JournalRecord[];
  /** IB has told, on this connection, all that is to be compared. */
  readonly compared: boolean;
  readonly readOnly: boolean;
}

/** What must hold in every history. It knows what the trader asked for, and collects what does not hold. */
export class HistoryRules {
  /** What the trader asked for under each idempotency key. */
  readonly asked = new Map<string, OrderDraft>();
  /** Ids of orders that the app said it took. */
  readonly taken = new Set<string>();
  /** The trader has pressed the kill switch and not set orders to active since. */
  killed = false;
  /** The trader has asked for positions to be closed. */
  flattened = false;
  readonly #ib: ModelIb;
  readonly #broken: string[] = [];
  /** Orders that the app has shown as ended when they had. */
  readonly #ended = new Set<string>();
  /** Keys under which an order or a change went out. */
  readonly #sent = new Set<string>();
  /** Orders that close a position for the kill switch. */
  readonly #closing = new Set<string>();

  constructor(ib: ModelIb) {
    this.#ib = ib;
  }

  /** What did not hold, in the order in which it was found. */
  get broken(): readonly string[] {
    return this.#broken;
  }

  note(what: string): void {
    if (!this.#broken.includes(what)) this.#broken.push(what);
  }

  /** An order or a change is about to go to the socket. */
  onPlace(order: BrokerOrder, facts: SendingFacts): void {
    const name = `${order.side} ${order.quantity}`;
    // Two changes may want the same: each has an intent of its own.
    const intents = facts.journal.filter((record) => isIntentOf(record, order));
    const intent = intents.find(({ body }) => !this.#sent.has(String(body['idempotencyKey']))) ?? intents[0];
    if (intent === undefined) return this.note(`${name} went out without an intent in the journal`);
    if (!facts.compared) this.note(`${name} went out before everything was compared with IB`);
    if (facts.readOnly) this.note(`${name} went out although Tradewind was set to read-only`);
    const key = String(intent.body['idempotencyKey']);
    const draft = this.asked.get(key);
    if (this.killed && (draft !== undefined || intent.kind === 'modify-intent'))
      this.note(`${name} (${intent.kind}) went out after the kill switch was pressed`);
    if (intent.kind === 'order-intent' && order.parentOrderId !== null) return;
    if (this.#sent.has(key)) this.note(`${name} (${intent.kind}) went out a second time for one key`);
    this.#sent.add(key);
    if (intent.kind === 'modify-intent') return;
    if (draft === undefined) {
      this.#closing.add(order.orderRef);
      if (!this.flattened || order.pricing.orderType !== 'MKT')
        this.note(`${name} went out and nobody asked for it`);
    } else if (
      draft.side !== order.side ||
      draft.quantity !== order.quantity ||
      !samePrices(pricesOf(draft.pricing), pricesOf(order.pricing))
    ) {
      this.note(`${name} went out on other terms than were asked for`);
    }
  }

  /** What holds at every moment of a session that may trade. */
  checkNow(orders: readonly Order[]): void {
    const shown = new Map(orders.map((order) => [order.id, order]));
    for (const order of this.#ib.orders()) {
      if (order.clientId !== ownClientId) continue;
      const ours = shown.get(order.orderRef);
      if (!isOpen(order)) {
        if (ours !== undefined && !isLive(ours.state)) this.#ended.add(ours.id);
        continue;
      }
      if (ours === undefined) this.note(`an order that IB works is not shown: ${describe(order)}`);
      else if (!isLive(ours.state) && !isWithoutItsChange(ours, order))
        this.note(`an order that IB works is shown as ${ours.state}: ${describe(order)}`);
    }
  }

  /** What holds when it was quiet for a while: old words that IB repeats bring nothing back to life. */
  checkQuiet(orders: readonly Order[]): void {
    for (const { id, state } of orders) {
      const order = this.#ib.orders().find(({ orderRef }) => orderRef === id);
      if (order !== undefined && !isOpen(order) && this.#ended.has(id) && isLive(state))
        this.note(`an order that was shown as ended is shown as ${state}: ${describe(order)}`);
    }
  }

  /** What holds once everything is quiet and IB was asked. */
  checkEnd(trading: Trading): void {
    for (const [orderRef, count] of this.#ib.accepted)
      if (count > 1) this.note(`IB took ${orderRef} ${count} times`);
    for (const overwritten of this.#ib.overwritten)
      this.note(`an order took the place of another: ${overwritten}`);
    const shown = new Map(trading.orders().map((order) => [order.id, order]));
    for (const id of this.taken) if (!shown.has(id)) this.note(`${id} was taken and is lost from sight`);
    const atIb = new Set<string>();
    for (const order of this.#ib.orders()) {
      const own = order.clientId === ownClientId;
      const id = own ? order.orderRef : `perm-${order.permId}`;
      atIb.add(id);
      const told = toldByIb(order);
      const ours = shown.get(id);
      // What was placed elsewhere and ended before it was seen is nobody's loss.
      if (ours === undefined && !own && !isOpen(order)) continue;
      const said = ours === undefined ? 'nothing' : toldByApp(ours);
      if (said !== told) this.note(`the app says "${said}" and IB says "${told}"`);
      if (this.killed && own && isOpen(order) && !this.#closing.has(id))
        this.note('an order still works after the kill switch');
    }
    for (const { id, state } of shown.values())
      if (!atIb.has(id) && state !== 'refused' && state !== 'rejected')
        this.note(`${state} here and unknown at IB`);
    this.#checkFills(trading);
    for (const gap of trading.reconciliation.state().gaps)
      this.note(`a position does not add up: ${gap.difference}`);
  }

  #checkFills(trading: Trading): void {
    const ours = trading
      .fills()
      .map((fill) => `${fill.execId} ${fill.orderKey} ${fill.quantity} ${fill.commission}`);
    const theirs = this.#ib.executions().map(({ execId, orderRef, quantity }) => {
      const commission = this.#ib.commission(execId)?.commission ?? null;
      return `${execId} ${isOrderKey(orderRef) ? orderRef : null} ${quantity} ${commission}`;
    });
    if (ours.toSorted().join() !== theirs.toSorted().join())
      this.note(`fills ${ours.join()} and executions ${theirs.join()}`);
  }
}

function isIntentOf(record: JournalRecord, order: BrokerOrder): boolean {
  if (record.kind !== 'order-intent' && record.kind !== 'modify-intent') return false;
  const { body } = record;
  return (
    body['orderRef'] === order.orderRef &&
    body['orderId'] === order.orderId &&
    body['side'] === order.side &&
    body['quantity'] === order.quantity &&
    JSON.stringify(body['pricing']) === JSON.stringify(order.pricing)
  );
}

/** The fill of an order may come before the word that it is a greater one by now. */
function isWithoutItsChange(ours: Order, order: ModelOrder): boolean {
  return (
    ours.state === 'filled' &&
    Number(ours.filled) >= Number(ours.quantity) &&
    Number(ours.quantity) < order.quantity
  );
}

type Prices = ReturnType<typeof pricesOf>;

function samePrices(a: Prices, b: Prices): boolean {
  return a.limitPrice === b.limitPrice && a.stopPrice === b.stopPrice;
}

function describe({ side, quantity, status }: ModelOrder): string {
  return `${side} ${quantity} ${status}`;
}

function toldByIb(order: ModelOrder): string {
  const { status, side, filled, quantity, limitPrice, stopPrice } = order;
  const part = `${side} ${shares(filled)} filled`;
  if (status === 'Filled') return `filled ${part}`;
  if (status === 'Cancelled') return `cancelled ${part}`;
  const state = status === 'PendingCancel' ? 'cancelling' : filled > 0 ? 'partially-filled' : 'working';
  return `${state} ${part} of ${shares(quantity)} limit ${limitPrice} stop ${stopPrice}`;
}

function toldByApp({ state, side, filled, quantity, limitPrice, stopPrice }: Order): string {
  const part = `${side} ${filled} filled`;
  return isLive(state)
    ? `${state} ${part} of ${quantity} limit ${limitPrice} stop ${stopPrice}`
    : `${state} ${part}`;
}
