import type { Subscription } from 'rxjs';
import type { ConId } from '../../shared/domain/instrument';
import { type Fill, isLive, type Order, type OrderDraft } from '../../shared/domain/order';
import { elsewhereReason } from '../../shared/domain/order-possibilities';
import { validateDraft } from '../../shared/domain/order-validation';
import { err, ok, type Result } from '../../shared/domain/result';
import type { BrokerOrderEvent, WhatIfMargin } from '../broker/port';
import { type KillReport, KillSwitch } from './kill-switch';
import { CancelWatch } from './cancel-watch';
import { IbComparison } from './ib-comparison';
import { incompleteEntries } from './incomplete-brackets';
import { OrderBook } from './order-book';
import { OrderModification } from './order-modification';
import { newOrderKey, type OrderChange } from './order-plan';
import { OrderPlacement, type PlaceInput } from './order-placement';
import { OrderReplacement, type ReplaceInput } from './order-replacement';
import { type OrderEffect, severityOf } from './order-transition';
import { ProtectionRepair } from './protection-repair';
import { brokerFailure, type Nothing, type Outcome } from './refusals';
import { Reconciliation } from './reconciliation-run';
import { RiskGate } from './risk/risk-gate';
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
  /** Comparisons with IB, after every connect and on demand. */
  readonly reconciliation: Reconciliation;
  /** Judges every order before it is written and sent. */
  readonly gate: RiskGate;
  private readonly placement: OrderPlacement;
  private readonly modification: OrderModification;
  private readonly killSwitch: KillSwitch;
  private readonly cancels: CancelWatch;
  private readonly replacement: OrderReplacement;
  private readonly repair: ProtectionRepair;
  private readonly subscriptions: Subscription[] = [];
  /** Entries whose cancel is on its way because an exit of theirs will never be there. */
  private readonly withdrawing = new Set<string>();
  /** Orders whose damaged rows were told of on this connection. */
  private readonly contradicted = new Set<string>();
  private reconcilingEpoch = -1;
  private wasDegraded = false;
  private loadedAccountId: string | null = null;

  constructor(deps: TradingDeps) {
    this.deps = deps;
    this.book = new OrderBook(
      {
        effects: (effects) => this.carryOut(effects),
        fillChanged: (fill) => this.onFillChanged(fill),
        fillsCorrected: () => this.deps.listener.reset(),
        contradicted: (order) => this.onContradicted(order),
      },
      deps.clientId,
    );
    const journal = (records: readonly NewRecord[]) => this.journal(records);
    this.comparison = new IbComparison(deps, this.book, () => this.withdrawIncompleteBrackets());
    this.reconciliation = new Reconciliation(deps, this.book, this.comparison, journal);
    this.gate = new RiskGate({
      sources: {
        ...deps.risk,
        orders: () => this.book.allOrders(),
        whatIf: (draft) => this.whatIf(draft, true),
      },
      store: deps.riskStore,
      clock: deps.clock,
      marketNowMs: deps.marketNowMs,
      marketClockKnown: () => deps.broker.snapshot().clockOffsetMs !== null,
      journal,
      notice: (severity, text) => deps.listener.notice(severity, null, text),
      onChange: () => deps.listener.risk(),
    });
    this.placement = new OrderPlacement(deps, this.book, this.gate, journal, (ids) => {
      this.comparison.watch(ids);
      this.withdrawIncompleteBrackets();
    });
    this.modification = new OrderModification(deps, this.book, this.gate);
    this.cancels = new CancelWatch(deps, this.book, (ids) => this.comparison.askAbout(...ids));
    this.replacement = new OrderReplacement(deps, this.book, this.placement, journal, (id) =>
      this.cancel(id),
    );
    this.repair = new ProtectionRepair(deps, this.book, this.placement, this.modification, (id) =>
      this.cancel(id),
    );
    this.killSwitch = new KillSwitch({
      clock: deps.clock,
      random: deps.random,
      marketNowMs: deps.marketNowMs,
      gate: this.gate,
      cancelAll: () => this.cancelAll(),
      cancel: (id) => this.cancel(id),
      orders: () => this.book.allOrders(),
      comparing: () => deps.broker.snapshot().state.kind === 'reconciling',
      ready: () => deps.broker.snapshot().state.kind === 'ready',
      positions: async () =>
        (await deps.positionSource.list(deps.broker.snapshot().epoch)) ? deps.positionSource.held() : null,
      instrument: async (conId) => {
        const found = await deps.instruments.get(conId);
        return found.ok ? found.value : null;
      },
      place: (idempotencyKey, draft) =>
        this.placement.place({ idempotencyKey, epoch: deps.broker.snapshot().epoch, draft }, 'flattening'),
      notice: (severity, text) => deps.listener.notice(severity, null, text),
    });
  }

  /** Listens to the broker; with each connection the orders are loaded and compared with IB. */
  start(): void {
    void this.gate.start();
    this.subscriptions.push(
      this.deps.broker.orderEvents$.subscribe((event) => this.onBrokerEvent(event)),
      this.deps.broker.connection$.subscribe((connection) => {
        if (connection.state.kind === 'reconciling' && connection.epoch !== this.reconcilingEpoch) {
          this.reconcilingEpoch = connection.epoch;
          // A connection that was exchanged by hand goes without a word.
          this.onConnectionLost();
          void this.killSwitch.onSession();
          void this.beginEpoch(connection.epoch);
        } else if (connection.state.kind === 'reconciling' && this.wasDegraded) {
          // IB was away and is back: it may not have told what happened to orders meanwhile.
          void this.reconciliation.run(connection.epoch, 'return');
        }
        this.wasDegraded = connection.state.kind === 'degraded';
        if (connection.state.kind === 'reconnecting' || connection.state.kind === 'disconnected')
          this.onConnectionLost();
      }),
    );
  }

  /** What the disk remembers of the account comes first, so that IB's orders are recognised as ours. */
  private async beginEpoch(epoch: number): Promise<void> {
    this.contradicted.clear();
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
    await this.reconciliation.prepare();
    await this.reconciliation.run(epoch, 'connect');
  }

  stop(): void {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    this.comparison.stop();
    this.cancels.stop();
    this.reconciliation.stop();
  }

  /** Why orders stay locked although the gateway is connected; null when nothing stands in the way. */
  lockReason(): string | null {
    return this.reconciliation.lockReason();
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

  /** Cancels an order, waits for IB's word that it is cancelled, and only then sends a new one, once per key. */
  replace(input: ReplaceInput): Promise<Outcome<{ readonly orderIds: readonly string[] }>> {
    return this.replacement.replace(input);
  }

  /** Brings the stops of a position to its size. */
  protect(conId: ConId, idempotencyKey: string): Promise<Outcome<{ readonly done: string }>> {
    return this.repair.protect(conId, idempotencyKey);
  }

  /** Works whenever the socket does, in every mode. The journal gets the intent first, and must not hold the cancel back. */
  async cancel(id: string): Promise<Outcome<Nothing>> {
    const order = this.book.get(id);
    if (order === undefined) return err({ code: 'not-found', text: 'This order is not known any more.' });
    const elsewhere = elsewhereReason(order);
    if (elsewhere !== null || order.orderId === null)
      return err({ code: 'rule', text: elsewhere ?? 'This order has no id yet.' });
    const { orderId, orderKey, permId } = order;
    this.journal([{ kind: 'cancel-intent', orderKey, body: { id, orderId, permId } }]);
    const outcome = await this.deps.broker.cancelOrder(order.orderId);
    if (outcome.kind === 'not-sent') return err(brokerFailure(outcome.error, 'The cancel was not sent.'));
    this.book.apply(id, { kind: 'cancel-sent', atMs: this.deps.marketNowMs() });
    this.cancels.watch([id]);
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
    this.journal([{ kind: 'cancel-all-intent', orderKey: null, body: {} }]);
    const outcome = await this.deps.broker.globalCancel();
    if (outcome.kind === 'not-sent') return err(brokerFailure(outcome.error, 'The cancel was not sent.'));
    const live = this.book.allOrders().flatMap(({ id, state }) => (isLive(state) ? [id] : []));
    for (const id of live) this.book.apply(id, { kind: 'cancel-sent', atMs: this.deps.marketNowMs() });
    this.cancels.watch(live);
    this.journal([{ kind: 'cancel-all-sent', orderKey: null, body: {} }]);
    this.comparison.lookElsewhere();
    return ok({});
  }

  /** Halts trading and cancels every order, at once and in every state; with `flatten` it also closes every position. */
  kill(flatten: boolean): Promise<KillReport> {
    this.journal([{ kind: 'kill-switch', orderKey: null, body: { flatten } }]);
    this.reconciliation.waiveDemand();
    return this.killSwitch.press(flatten);
  }

  /** Margin and commission of a draft, by IB's what-if. Nothing becomes an order. */
  async whatIf(draft: OrderDraft, urgent = false): Promise<Outcome<WhatIfMargin>> {
    const accountId = this.deps.accountId();
    const instrument = await this.deps.instruments.get(draft.conId);
    if (!instrument.ok) return err(brokerFailure(instrument.error, 'No estimate.'));
    const fields = validateDraft(draft, instrument.value);
    if (fields.length > 0)
      return err({ code: 'rule', text: 'No estimate: some fields do not fit the instrument.', fields });
    if (accountId === null)
      return err({ code: 'not-connected', text: 'No estimate: the gateway is not ready.' });
    const tick = this.gate.marginTick;
    const answer = await this.deps.broker.whatIf(
      {
        orderRef: newOrderKey(this.deps.random),
        contract: this.deps.instruments.contractRef(instrument.value),
        accountId,
        side: draft.side,
        quantity: draft.quantity,
        pricing: draft.pricing,
        tif: draft.tif,
        outsideRth: draft.outsideRth,
      },
      urgent,
    );
    if (!answer.ok) return err(brokerFailure(answer.error, 'No estimate.'));
    this.gate.noteMargin(draft, answer.value, tick);
    return answer;
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
        // One that the book knows says so itself, with its name.
        if (order === undefined) this.deps.listener.notice(severityOf(event.class), event.code, event.text);
      }
    }
  }

  private withdrawIncompleteBrackets(): void {
    for (const { id, side, quantity, symbol } of incompleteEntries(this.book.allOrders())) {
      if (this.withdrawing.has(id)) continue;
      this.withdrawing.add(id);
      void this.cancel(id).then((outcome) => {
        this.withdrawing.delete(id);
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

  /** One after the other: the journal is first among them. */
  private carryOut(effects: readonly OrderEffect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'journal':
          this.journal([effect.record]);
          break;
        case 'store':
          this.gate.orderChanged(effect.order);
          this.inBackground(this.deps.store.saveOrder(effect.order), 'an order');
          break;
        case 'show':
          if (!this.reconciliation.running) this.deps.listener.order(effect.order);
          this.replacement.onOrder(effect.order);
          break;
        case 'notice':
          this.deps.listener.notice(effect.severity, effect.code, effect.text);
          break;
        case 'ask-ib':
          this.comparison.askAbout(effect.id);
          break;
        case 'withdraw-entry':
          // After everything that IB said in this turn: the entry may have ended with its exit.
          queueMicrotask(() => this.withdrawIncompleteBrackets());
      }
    }
  }

  /** IB is asked once for each order: a gateway that goes on contradicting would be asked without end. */
  private onContradicted({ id, side, quantity, symbol }: Order): void {
    if (this.contradicted.has(id)) return;
    this.contradicted.add(id);
    this.deps.log.warn('a row of IB does not fit the order whose key it has', { id });
    this.deps.listener.notice(
      'warning',
      null,
      `IB sent a message about ${side} ${quantity} ${symbol} that does not fit this order. It was not believed, and IB is asked again.`,
    );
    this.comparison.lookElsewhere();
  }

  private onFillChanged(fill: Fill): void {
    this.journal([{ kind: 'fill', orderKey: fill.orderKey, body: { ...fill } }]);
    this.inBackground(this.deps.store.saveFill(fill), 'a fill');
    if (!this.reconciliation.running) this.deps.listener.fill(fill);
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
