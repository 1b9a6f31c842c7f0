import type { ConId } from '../../shared/domain/instrument';
import type {
  ComparisonCause,
  ReconciliationReport,
  ReconciliationState,
} from '../../shared/domain/reconciliation';
import { err, ok } from '../../shared/domain/result';
import type { IbComparison } from './ib-comparison';
import type { OrderBook } from './order-book';
import { PositionChecks } from './position-check-watch';
import { type BrokerView, type KnownBefore, knownNow, reconciliationReport } from './reconciliation';
import { ReconciliationMemory } from './reconciliation-memory';
import type { Nothing, Outcome } from './refusals';
import type { TradingDeps } from './trading-deps';
import type { NewRecord } from './trading-store';

/** A comparison that failed is tried again after this, ms. */
const tryAgainMs = 5_000;
const ordersProblem = 'Orders could not be compared with IB yet. They stay locked, and it is tried again.';
const positionsProblem =
  'Positions could not be read, and are asked for again. Orders stay locked until they are known.';

/**
 * Compares orders, executions and positions with IB after every connect and on demand. Orders stay locked until it is
 * done; what differed is told once, journaled, and kept to be read again.
 */
export class Reconciliation {
  readonly #deps: TradingDeps;
  readonly #book: OrderBook;
  readonly #comparison: IbComparison;
  readonly #journal: (records: readonly NewRecord[]) => void;
  readonly #memory: ReconciliationMemory;
  readonly #positions: PositionChecks;
  /** What was known before the first try of a comparison that is not done yet. */
  #before: KnownBefore | null = null;
  #runs = 0;
  #demanded = false;
  #comparedMs: number | null = null;
  /** The last problem that was told, so that each try does not tell it anew. */
  #told = '';
  readonly #timers = new Set<() => void>();
  #stopped = false;

  constructor(
    deps: TradingDeps,
    book: OrderBook,
    comparison: IbComparison,
    journal: (records: readonly NewRecord[]) => void,
  ) {
    const { clock, marketNowMs, accountId, listener, broker, positionSource } = deps;
    this.#deps = deps;
    this.#book = book;
    this.#comparison = comparison;
    this.#journal = journal;
    this.#memory = new ReconciliationMemory(deps.reconciliationStore, (text) =>
      listener.notice('error', null, text),
    );
    this.#positions = new PositionChecks({
      clock,
      marketNowMs,
      accountId,
      held: () => positionSource.held(),
      fills: () => book.allFills(),
      askAgain: async () =>
        (await comparison.askExecutions()) && (await positionSource.list(broker.snapshot().epoch)),
      memory: this.#memory,
      journal,
      notice: (severity, text) => listener.notice(severity, null, text),
      flag: (conId, difference) => positionSource.flag(conId, difference),
      onChange: () => listener.reconciliation(),
    });
  }

  /** True while the changes of a comparison come in one piece; they are shown together at its end. */
  get running(): boolean {
    return this.#runs > 0;
  }

  /** Why orders stay locked although the gateway is connected; null when nothing stands in the way. */
  lockReason(): string | null {
    const demanded = this.#demanded ? 'Orders and positions are being compared with IB.' : null;
    return this.#comparison.lockReason ?? demanded;
  }

  state(): ReconciliationState {
    const { report, unseen } = this.#memory;
    return { report, unseen, comparedMs: this.#comparedMs, gaps: this.#positions.gaps() };
  }

  /** The trader has looked at the newest report. */
  markSeen(): void {
    if (this.#memory.markSeen()) this.#deps.listener.reconciliation();
  }

  /** Takes IB's quantity of a position that does not add up as its new start. */
  acceptPosition(conId: ConId): Outcome<Nothing> {
    return this.#positions.accept(conId);
  }

  /** Reads what earlier runs kept; settles at once when that was done. */
  prepare(): Promise<void> {
    return this.#memory.load();
  }

  /** IB listed the positions by itself or because they were asked for. */
  positionsListed(): void {
    if (!this.running) this.#positions.check(false);
  }

  /** A comparison that the trader asked for no longer holds orders back: the kill switch goes ahead of everything. */
  waiveDemand(): void {
    this.#demanded = false;
    this.#deps.listener.reconciliation();
  }

  stop(): void {
    this.#stopped = true;
    this.#positions.stop();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** Compares after a connect; the session is ready for orders only after that. Tried again until it is done. */
  async run(epoch: number, cause: Exclude<ComparisonCause, 'demand'>): Promise<void> {
    const { broker } = this.#deps;
    const report = await this.#compare(epoch, cause);
    if (broker.snapshot().epoch !== epoch) return;
    if (report === null) {
      this.#later(() => {
        const { state, epoch: current } = broker.snapshot();
        if (current === epoch && state.kind === 'reconciling') void this.run(epoch, cause);
      });
      return;
    }
    broker.markReconciled(epoch);
    this.#comparison.watchElsewhere(epoch);
  }

  /** Compares because the trader asks for it. Orders are locked until that is done. */
  async compareNow(): Promise<Outcome<ReconciliationReport>> {
    const { broker, listener } = this.#deps;
    const { epoch, state } = broker.snapshot();
    if (state.kind !== 'ready')
      return err({
        code: 'not-connected',
        text: 'Nothing was compared: the gateway is not ready. After every connect it is done by itself.',
      });
    this.#demanded = true;
    listener.reconciliation();
    const report = await this.#compare(epoch, 'demand');
    if (report !== null) return ok(report);
    this.#later(() => {
      const now = broker.snapshot();
      if (this.#demanded && now.epoch === epoch && now.state.kind === 'ready') void this.compareNow();
    });
    return err({
      code: 'timeout',
      text: 'IB did not answer everything. Orders stay locked, and it is tried again.',
    });
  }

  /** One try. Null when an answer is missing or the connection is another one by now. */
  async #compare(epoch: number, cause: ComparisonCause): Promise<ReconciliationReport | null> {
    const { broker, listener, positionSource } = this.#deps;
    this.#before ??= knownNow(this.#book.allOrders(), this.#book.allFills());
    const before = this.#before;
    this.#runs += 1;
    const view = await this.#comparison.compareAll();
    const listed = view !== null && (await positionSource.list(epoch));
    this.#runs -= 1;
    if (broker.snapshot().epoch !== epoch || this.#stopped) return null;
    if (view === null || !listed) {
      listener.reset();
      this.#tell(epoch, view === null ? (this.#comparison.lockReason ?? ordersProblem) : positionsProblem);
      return null;
    }
    this.#before = null;
    this.#demanded = false;
    this.#told = '';
    const report = this.#report(before, view, cause);
    const { orders, fills, ...rest } = report;
    this.#journal([
      {
        kind: 'reconciled',
        orderKey: null,
        body: { epoch, ...rest, orders, fills: fills.map(({ execId }) => execId) },
      },
    ]);
    if (report.sentence !== null) {
      listener.notice('information', null, report.sentence);
      this.#memory.setReport(report);
    }
    listener.reset();
    listener.reconciliation();
    return report;
  }

  #report(before: KnownBefore, view: BrokerView, cause: ComparisonCause): ReconciliationReport {
    const { marketNowMs, positionSource } = this.#deps;
    const atMs = marketNowMs();
    this.#comparedMs = atMs;
    return reconciliationReport({
      atMs,
      cause,
      compared: {
        openOrders: view.openOrders.length,
        completedOrders: view.completedOrders.length,
        executions: view.executions.length,
        positions: positionSource.held()?.length ?? 0,
      },
      before,
      orders: this.#book.allOrders(),
      fills: this.#book.allFills(),
      positions: this.#positions.check(cause !== 'demand'),
    });
  }

  #tell(epoch: number, text: string): void {
    const key = `${epoch} ${text}`;
    if (key === this.#told) return;
    this.#told = key;
    this.#deps.listener.notice('warning', null, text);
  }

  #later(run: () => void): void {
    if (this.#stopped) return;
    const cancel = this.#deps.clock.after(tryAgainMs, () => {
      this.#timers.delete(cancel);
      run();
    });
    this.#timers.add(cancel);
  }
}
