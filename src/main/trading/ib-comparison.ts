import { isLive, type Order } from '../../shared/domain/order';
import type { BrokerError } from '../broker/port';
import type { OrderBook } from './order-book';
import { type BrokerView, ordersUnknownAtIb } from './reconciliation';
import type { TradingDeps } from './trading-deps';

/** Sending without an answer for this long is `uncertain`, ms. */
const answerTimeoutMs = 2_000;
/** Asked again this long after an order stayed unconfirmed, ms. */
const askAgainMs = 5_000;
/**
 * How often IB is asked about orders that were placed elsewhere: it tells their changes to their own client alone. The
 * executions that are asked for as well bring commission reports that were lost.
 */
const elsewhereIntervalMs = 15_000;

const readOnlySentence =
  'The API of this gateway is set to read-only, so orders can be neither seen nor sent. In TWS or IB Gateway open the API settings and clear "Read-Only API"; Tradewind then goes on by itself.';

/** Source: TWS API, message code 321 with the text that the API is in read-only mode. */
function isReadOnly(error: BrokerError): boolean {
  return error.code === 321 && /read-?only/i.test(error.text);
}

/** Sent, and the time for an answer is not over: its own watch settles it. */
function isOnItsWay(order: Order): boolean {
  return order.permId === null && (order.state === 'sending' || order.state === 'cancelling');
}

/** Asks IB what it knows, about everything or about single orders that stay unconfirmed, and settles what differs. */
export class IbComparison {
  private readonly deps: TradingDeps;
  private readonly book: OrderBook;
  private readonly onCompared: () => void;
  private readonly timers = new Set<() => void>();
  /** The connection on which orders placed elsewhere are asked about. */
  private watchedEpoch = -1;
  private stopped = false;
  private lock: string | null = null;

  /** @param onCompared called after each comparison that was complete. */
  constructor(deps: TradingDeps, book: OrderBook, onCompared: () => void) {
    this.deps = deps;
    this.book = book;
    this.onCompared = onCompared;
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

  /** Asks IB what it knows of orders, because its answer does not fit what we know, or does not come. */
  askAbout(...ids: readonly string[]): void {
    void this.compareWithIb(new Set(ids)).then((view) => {
      if (view === null) this.later(askAgainMs, () => this.askUntilKnown(ids));
    });
  }

  /** Asks soon about orders that were placed elsewhere, because something was done to them. */
  lookElsewhere(): void {
    this.later(answerTimeoutMs, () => void this.compareOrdersFromElsewhere());
  }

  /** From now on asks regularly about orders that were placed elsewhere, as long as this connection stands. */
  watchElsewhere(epoch: number): void {
    if (epoch === this.watchedEpoch) return;
    this.watchedEpoch = epoch;
    this.lookElsewhereAgain(epoch);
  }

  private lookElsewhereAgain(epoch: number): void {
    this.later(elsewhereIntervalMs, () => {
      const { broker } = this.deps;
      if (broker.snapshot().epoch !== epoch) return;
      void this.compareOrdersFromElsewhere().then(() => this.lookElsewhereAgain(epoch));
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
    void this.compareWithIb(new Set(open)).then((view) => {
      if (view === null && this.deps.broker.snapshot().state.kind === 'ready')
        this.later(askAgainMs, () => this.askUntilKnown(open));
    });
  }

  /**
   * Asks IB for open orders, completed orders and executions, and settles what it does not know.
   * @param only orders to settle; undefined settles all. Returns null when an answer is missing: nothing is settled then.
   */
  private async compareWithIb(only?: ReadonlySet<string>): Promise<BrokerView | null> {
    const { broker, marketNowMs, log } = this.deps;
    const { epoch, accountIds } = broker.snapshot();
    // The orders that are in question are those of this login that were live before IB was asked. What is only on its way
    // to IB may rightly be in none of its lists yet.
    const asked = this.book
      .allOrders()
      .filter((order) => isLive(order.state) && accountIds.includes(order.accountId))
      .filter((order) => !isOnItsWay(order))
      .filter((order) => only === undefined || only.has(order.id));
    const open = await broker.requestOpenOrders();
    const completed = await broker.requestCompletedOrders();
    const executions = await broker.requestExecutions();
    if (!open.ok || !completed.ok || !executions.ok || broker.snapshot().epoch !== epoch) {
      const failures = [open, completed, executions].flatMap((answer) => (answer.ok ? [] : [answer.error]));
      this.lock = failures.some(isReadOnly) ? readOnlySentence : null;
      log.warn('orders could not be compared with IB', { epoch });
      return null;
    }
    this.lock = null;
    const atMs = marketNowMs();
    for (const order of open.value) this.book.openOrder(order, atMs);
    for (const execution of executions.value) this.book.execution(execution, atMs);
    for (const order of completed.value) this.book.completed(order, atMs);
    const view = { openOrders: open.value, completedOrders: completed.value, executions: executions.value };
    const stillAsked = asked.flatMap((before) => {
      const now = this.book.get(before.id);
      // IB has answered for it since: its lists may be older than that.
      return now === undefined || now.permId !== before.permId ? [] : [now];
    });
    for (const order of ordersUnknownAtIb(stillAsked, view))
      this.book.apply(order.id, { kind: 'unknown-at-ib', atMs });
    this.onCompared();
    return view;
  }

  /**
   * Asks IB for everything and settles every order that is in question. Null when an answer is missing: nothing is
   * settled then.
   */
  compareAll(): Promise<BrokerView | null> {
    return this.compareWithIb();
  }

  /** Asks for the executions of the day; their commission reports follow. False without an answer on this connection. */
  async askExecutions(): Promise<boolean> {
    const { broker, marketNowMs } = this.deps;
    const { epoch, state } = broker.snapshot();
    if (state.kind !== 'ready' && state.kind !== 'reconciling') return false;
    const executions = await broker.requestExecutions();
    if (!executions.ok || broker.snapshot().epoch !== epoch) return false;
    for (const execution of executions.value) this.book.execution(execution, marketNowMs());
    return true;
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
