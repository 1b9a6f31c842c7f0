import type { Subscription } from 'rxjs';
import { type Fill, isLive, type Order, type OrderDraft } from '../../shared/domain/order';
import { validateDraft } from '../../shared/domain/order-validation';
import { err, ok, type Result } from '../../shared/domain/result';
import type { BrokerOrderEvent, WhatIfMargin } from '../broker/port';
import { IbComparison } from './ib-comparison';
import { incompleteEntries } from './incomplete-brackets';
import { OrderBook } from './order-book';
import { OrderModification } from './order-modification';
import { newOrderKey, type OrderChange } from './order-plan';
import { OrderPlacement, type PlaceInput } from './order-placement';
import { brokerFailure, elsewhere, type Nothing, type Outcome } from './refusals';
import type { TradingDeps } from './trading-deps';
import type { NewRecord } from './trading-store';

/** How far back fills and ended orders are shown, ms. */
const shownMs = 86_400_000;

/**
 * The only way to the broker's placeOrder: mode proof, risk gate, journal, broker. Also what IB says about orders:
 * it keeps the book, journals each change and reconciles after every connect.
 */
export class Trading {
  private readonly deps: TradingDeps;
  private readonly book: OrderBook;
  private readonly comparison: IbComparison;
  private readonly placement: OrderPlacement;
  private readonly modification: OrderModification;
  private readonly subscriptions: Subscription[] = [];
  private reconcilingEpoch = -1;
  private loadedAccountId: string | null = null;

  constructor(deps: TradingDeps) {
    this.deps = deps;
    this.book = new OrderBook(
      {
        orderChanged: (order, before) => this.onOrderChanged(order, before),
        fillChanged: (fill) => this.onFillChanged(fill),
        fillsCorrected: () => this.deps.listener.reset(),
      },
      deps.clientId,
    );
    const journal = (records: readonly NewRecord[]) => this.journal(records);
    this.comparison = new IbComparison(deps, this.book, journal, () => this.withdrawIncompleteBrackets());
    this.placement = new OrderPlacement(deps, this.book, journal, (ids) => {
      this.comparison.watch(ids);
      this.withdrawIncompleteBrackets();
    });
    this.modification = new OrderModification(deps, this.book);
  }

  /** Listens to the broker; with each connection the orders are loaded and compared with IB. */
  start(): void {
    this.subscriptions.push(
      this.deps.broker.orderEvents$.subscribe((event) => this.onBrokerEvent(event)),
      this.deps.broker.connection$.subscribe((connection) => {
        if (connection.state.kind === 'reconciling' && connection.epoch !== this.reconcilingEpoch) {
          this.reconcilingEpoch = connection.epoch;
          // A connection that was exchanged by hand goes without a word.
          this.onConnectionLost();
          void this.beginEpoch(connection.epoch);
        }
        if (connection.state.kind === 'reconnecting' || connection.state.kind === 'disconnected')
          this.onConnectionLost();
      }),
    );
  }

  /** What the disk remembers of the account comes first, so that IB's orders are recognised as ours. */
  private async beginEpoch(epoch: number): Promise<void> {
    const accountId = this.deps.accountId();
    if (accountId !== null && accountId !== this.loadedAccountId) {
      const sinceMs = this.deps.marketNowMs() - shownMs;
      const [orders, fills] = await Promise.all([
        this.deps.store.loadOrders(accountId, sinceMs),
        this.deps.store.loadFills(accountId, sinceMs),
      ]);
      if (!orders.ok || !fills.ok) {
        this.deps.listener.notice(
          'error',
          null,
          'Earlier orders could not be read from the journal; they are taken from IB.',
        );
      }
      const restored = orders.ok ? orders.value : [];
      this.book.restore(restored, fills.ok ? fills.value : []);
      // What was under way when the app ended got no answer.
      for (const { id } of restored)
        this.book.apply(id, { kind: 'connection-lost', atMs: this.deps.marketNowMs() });
      this.loadedAccountId = accountId;
    }
    await this.comparison.reconcile(epoch);
  }

  stop(): void {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    this.comparison.stop();
  }

  /** Why orders stay locked although the gateway is connected; null when nothing stands in the way. */
  lockReason(): string | null {
    return this.comparison.lockReason;
  }

  orders(): readonly Order[] {
    return this.book.allOrders();
  }

  fills(): readonly Fill[] {
    return this.book.allFills();
  }

  /** Sends an order once: a claimed idempotency key never sends again, also after a restart; a refused one may be used anew. */
  place(input: PlaceInput): Promise<Outcome<{ readonly orderIds: readonly string[] }>> {
    return this.placement.place(input);
  }

  /** Changes a working order of ours, once per idempotency key. */
  modify(id: string, idempotencyKey: string, change: OrderChange): Promise<Outcome<Nothing>> {
    return this.modification.modify(id, idempotencyKey, change);
  }

  /** Works whenever the socket does, in every mode. The journal follows; it must not hold a cancel back. */
  async cancel(id: string): Promise<Outcome<Nothing>> {
    const order = this.book.get(id);
    if (order === undefined) return err({ code: 'not-found', text: 'This order is not known any more.' });
    if (!order.own || order.orderId === null) return err({ code: 'rule', text: elsewhere(order) });
    const outcome = await this.deps.broker.cancelOrder(order.orderId);
    if (outcome.kind === 'not-sent') return err(brokerFailure(outcome.error, 'The cancel was not sent.'));
    this.book.apply(id, { kind: 'cancel-sent', atMs: this.deps.marketNowMs() });
    this.journal([
      {
        kind: 'cancel-sent',
        orderKey: order.orderKey,
        body: { orderId: order.orderId, permId: order.permId },
      },
    ]);
    return ok({});
  }

  /** Cancels every order of the account at IB, also those placed elsewhere. */
  async cancelAll(): Promise<Outcome<Nothing>> {
    const outcome = await this.deps.broker.globalCancel();
    if (outcome.kind === 'not-sent') return err(brokerFailure(outcome.error, 'The cancel was not sent.'));
    for (const order of this.book.allOrders()) {
      if (isLive(order.state))
        this.book.apply(order.id, { kind: 'cancel-sent', atMs: this.deps.marketNowMs() });
    }
    this.journal([{ kind: 'cancel-all-sent', orderKey: null, body: {} }]);
    this.comparison.lookElsewhere();
    return ok({});
  }

  /** Margin and commission of a draft, by IB's what-if. Nothing becomes an order. */
  async whatIf(draft: OrderDraft): Promise<Outcome<WhatIfMargin>> {
    const accountId = this.deps.accountId();
    const instrument = await this.deps.instruments.get(draft.conId);
    if (!instrument.ok) return err(brokerFailure(instrument.error, 'No estimate.'));
    const fields = validateDraft(draft, instrument.value);
    if (fields.length > 0)
      return err({ code: 'rule', text: 'No estimate: some fields do not fit the instrument.', fields });
    if (accountId === null)
      return err({ code: 'not-connected', text: 'No estimate: the gateway is not ready.' });
    const answer = await this.deps.broker.whatIf({
      orderRef: newOrderKey(this.deps.random),
      contract: this.deps.instruments.contractRef(instrument.value),
      accountId,
      side: draft.side,
      quantity: draft.quantity,
      pricing: draft.pricing,
      tif: draft.tif,
      outsideRth: draft.outsideRth,
    });
    return answer.ok ? answer : err(brokerFailure(answer.error, 'No estimate.'));
  }

  private onBrokerEvent(event: BrokerOrderEvent): void {
    const atMs = this.deps.marketNowMs();
    switch (event.kind) {
      case 'open-order':
        this.book.openOrder(event.order, atMs);
        return;
      case 'order-status':
        this.book.orderStatus(event.status, atMs);
        return;
      case 'execution':
        this.book.execution(event.execution, atMs);
        return;
      case 'commission':
        this.book.commission(event.report);
        return;
      case 'order-error': {
        const order = this.book.orderError(event.orderId, {
          kind: 'error',
          code: event.code,
          text: event.text,
          class: event.class,
          atMs,
        });
        // IB may know it to have ended, or not know it at all.
        if (event.class === 'cannot-cancel' && order !== undefined) this.comparison.askAbout(order.id);
        const severity =
          event.class === 'rejected' || event.class === 'duplicate-id'
            ? 'error'
            : event.class === 'cancelled'
              ? 'information'
              : 'warning';
        this.deps.listener.notice(
          severity,
          event.code,
          order === undefined ? event.text : `${order.side} ${order.quantity} ${order.symbol}: ${event.text}`,
        );
      }
    }
  }

  private withdrawIncompleteBrackets(): void {
    for (const { id, side, quantity, symbol } of incompleteEntries(this.book.allOrders())) {
      void this.cancel(id).then((outcome) => {
        if (!outcome.ok) return;
        this.deps.listener.notice(
          'warning',
          null,
          `${side} ${quantity} ${symbol}: only a part of the bracket reached IB. The entry is cancelled, so that it does not trade without its exits. Place the bracket again if you still want it.`,
        );
      });
    }
  }

  private onConnectionLost(): void {
    const atMs = this.deps.marketNowMs();
    for (const order of this.book.allOrders()) this.book.apply(order.id, { kind: 'connection-lost', atMs });
  }

  private onOrderChanged(order: Order, before: Order | null): void {
    if (order.state !== before?.state || order.filled !== before.filled || order.permId !== before.permId) {
      const { state, filled, remaining, permId, orderId, message } = order;
      this.journal([
        {
          kind: 'order-changed',
          orderKey: order.orderKey,
          body: {
            id: order.id,
            from: before?.state ?? null,
            state,
            filled,
            remaining,
            permId,
            orderId,
            message,
          },
        },
      ]);
    }
    this.inBackground(this.deps.store.saveOrder(order), 'an order');
    if (!this.comparison.reconciling) this.deps.listener.order(order);
  }

  private onFillChanged(fill: Fill): void {
    this.journal([{ kind: 'fill', orderKey: fill.orderKey, body: { ...fill } }]);
    this.inBackground(this.deps.store.saveFill(fill), 'a fill');
    if (!this.comparison.reconciling) this.deps.listener.fill(fill);
  }

  /** The journal has the time of this machine; orders and fills have the gateway's. */
  private journal(records: readonly NewRecord[]): void {
    const atMs = this.deps.clock.nowMs();
    this.inBackground(
      this.deps.store.appendJournal(records.map((record) => ({ ...record, atMs }))),
      'the journal',
    );
  }

  private inBackground(work: Promise<Result<void, string>>, what: string): void {
    void work.then((result) => {
      if (result.ok) return;
      this.deps.log.error('could not be stored', { what, error: result.error });
      this.deps.listener.notice('error', null, `The disk refused ${what}: ${result.error}`);
    });
  }
}
