import { isLive } from '../../shared/domain/order';
import type { BrokerError } from '../broker/port';
import type { OrderBook } from './order-book';
import { awayChanges, awaySentence, ordersUnknownAtIb } from './reconciliation';
import type { TradingDeps } from './trading-deps';
import type { NewRecord } from './trading-store';

/** Sending without an answer for this long is `uncertain`, ms. */
const answerTimeoutMs = 2_000;
/** Asked again this long after an order stayed unconfirmed, ms. */
const askAgainMs = 5_000;
/** How often IB is asked about orders that were placed elsewhere: it tells their changes to their own client alone. */
const elsewhereIntervalMs = 15_000;

const readOnlySentence =
  'The API of this gateway is set to read-only, so orders can be neither seen nor sent. In TWS or IB Gateway open the API settings and clear "Read-Only API"; Tradewind then goes on by itself.';

/** Source: TWS API, message code 321 with the text that the API is in read-only mode. */
function isReadOnly(error: BrokerError): boolean {
  return error.code === 321 && /read-?only/i.test(error.text);
}

/** Asks IB what it knows: after every connect about everything, and about single orders that stay unconfirmed. */
export class IbComparison {
  private readonly deps: TradingDeps;
  private readonly book: OrderBook;
  private readonly journal: (records: readonly NewRecord[]) => void;
  private readonly onCompared: () => void;
  private readonly timers = new Set<() => void>();
  private reconcilingNow = false;
  private stopped = false;
  private lock: string | null = null;

  /** @param onCompared called after each comparison that was complete. */
  constructor(
    deps: TradingDeps,
    book: OrderBook,
    journal: (records: readonly NewRecord[]) => void,
    onCompared: () => void,
  ) {
    this.deps = deps;
    this.book = book;
    this.journal = journal;
    this.onCompared = onCompared;
  }

  /** True while the changes of a reconciliation come in one piece; they are shown together at its end. */
  get reconciling(): boolean {
    return this.reconcilingNow;
  }

  /** Why orders stay locked after a comparison that failed, as a sentence; null when nothing stands in the way. */
  get lockReason(): string | null {
    return this.lock;
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of this.timers) cancel();
    this.timers.clear();
  }

  /** Watches orders that were just sent: without an answer in time they are `uncertain` and IB is asked. */
  watch(ids: readonly string[]): void {
    this.later(answerTimeoutMs, () => this.askAboutSilentOrders(ids));
  }

  /** Asks IB what it knows of an order, because its answer does not fit what we know. */
  askAbout(id: string): void {
    void this.compareWithIb(new Set([id])).then((complete) => {
      if (!complete) this.later(askAgainMs, () => this.askUntilKnown([id]));
    });
  }

  /** Asks soon about orders that were placed elsewhere, because something was done to them. */
  lookElsewhere(): void {
    this.later(answerTimeoutMs, () => void this.compareOrdersFromElsewhere());
  }

  private watchElsewhere(epoch: number): void {
    this.later(elsewhereIntervalMs, () => {
      const { broker } = this.deps;
      if (broker.snapshot().epoch !== epoch) return;
      void this.compareOrdersFromElsewhere().then(() => this.watchElsewhere(epoch));
    });
  }

  private async compareOrdersFromElsewhere(): Promise<void> {
    if (this.deps.broker.snapshot().state.kind !== 'ready') return;
    const elsewhere = this.book.allOrders().filter((order) => !order.own);
    await this.compareWithIb(new Set(elsewhere.map((order) => order.id)));
  }

  private askAboutSilentOrders(ids: readonly string[]): void {
    const atMs = this.deps.marketNowMs();
    for (const id of ids) this.book.apply(id, { kind: 'no-answer', atMs });
    this.askUntilKnown(ids);
  }

  /** Asks IB about unconfirmed orders until each is known or the connection goes (then reconciliation asks). */
  private askUntilKnown(ids: readonly string[]): void {
    const open = ids.filter((id) => this.book.get(id)?.state === 'uncertain');
    if (open.length === 0) return;
    void this.compareWithIb(new Set(open)).then((complete) => {
      if (!complete && this.deps.broker.snapshot().state.kind === 'ready')
        this.later(askAgainMs, () => this.askUntilKnown(open));
    });
  }

  /**
   * Asks IB for open orders, completed orders and executions, and settles what it does not know.
   * @param only orders to settle; undefined settles all. Returns false when an answer is missing: nothing is settled then.
   */
  private async compareWithIb(only?: ReadonlySet<string>): Promise<boolean> {
    const { broker, marketNowMs, log } = this.deps;
    const { epoch, accountIds } = broker.snapshot();
    // The orders that are in question are those of this login that were live before IB was asked.
    const asked = this.book
      .allOrders()
      .filter((order) => isLive(order.state) && accountIds.includes(order.accountId))
      .filter((order) => only === undefined || only.has(order.id));
    const open = await broker.requestOpenOrders();
    const completed = await broker.requestCompletedOrders();
    const executions = await broker.requestExecutions();
    if (!open.ok || !completed.ok || !executions.ok || broker.snapshot().epoch !== epoch) {
      const failures = [open, completed, executions].flatMap((answer) => (answer.ok ? [] : [answer.error]));
      this.lock = failures.some(isReadOnly) ? readOnlySentence : null;
      log.warn('orders could not be compared with IB', { epoch });
      return false;
    }
    this.lock = null;
    const atMs = marketNowMs();
    for (const order of open.value) this.book.openOrder(order, atMs);
    for (const execution of executions.value) this.book.execution(execution, atMs);
    for (const order of completed.value) this.book.completed(order, atMs);
    const view = { openOrders: open.value, completedOrders: completed.value, executions: executions.value };
    const stillAsked = asked.flatMap((order) => this.book.get(order.id) ?? []);
    for (const order of ordersUnknownAtIb(stillAsked, view))
      this.book.apply(order.id, { kind: 'unknown-at-ib', atMs });
    this.onCompared();
    return true;
  }

  /** Compares orders and executions with IB; the session is ready for orders only after that. */
  async reconcile(epoch: number): Promise<void> {
    const before = this.book.allOrders();
    const fillsBefore = this.book.allFills().length;
    this.reconcilingNow = true;
    const complete = await this.compareWithIb();
    this.reconcilingNow = false;
    const { broker, listener } = this.deps;
    if (broker.snapshot().epoch !== epoch) return;
    if (!complete) {
      listener.reset();
      listener.notice(
        'warning',
        null,
        this.lock ?? 'Orders could not be compared with IB yet. They stay locked, and it is tried again.',
      );
      this.later(askAgainMs, () => {
        if (broker.snapshot().epoch === epoch && broker.snapshot().state.kind === 'reconciling')
          void this.reconcile(epoch);
      });
      return;
    }
    const changes = awayChanges(before, this.book.allOrders(), fillsBefore, this.book.allFills().length);
    this.journal([{ kind: 'reconciled', orderKey: null, body: { epoch, ...changes } }]);
    const sentence = awaySentence(changes);
    if (sentence !== null) listener.notice('information', null, sentence);
    listener.reset();
    broker.markReconciled(epoch);
    this.watchElsewhere(epoch);
  }

  private later(delayMs: number, run: () => void): void {
    if (this.stopped) return;
    const cancel = this.deps.clock.after(delayMs, () => {
      this.timers.delete(cancel);
      run();
    });
    this.timers.add(cancel);
  }
}
