import type { ConId, Instrument } from '../../shared/domain/instrument';
import { type DecimalText, decimalText, exact } from '../../shared/domain/decimal';
import { isLive, type Order, type OrderDraft } from '../../shared/domain/order';
import type { Clock } from '../platform/clock';
import type { Random } from '../platform/random';
import type { Outcome } from './refusals';

/** How long flattening waits for the cancelled orders to end, ms: what still works could fill on top of it. */
const ORDERS_END_MS = 5_000;
/** How long flattening waits for a comparison with IB that is under way, ms. */
const COMPARED_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** A position to close. */
export interface OpenPosition {
  readonly conId: ConId;
  readonly symbol: string;
  /** Signed, not 0. */
  readonly quantity: DecimalText;
}

export interface KillSwitchDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** The time of the gateway, UTC ms. */
  readonly marketNowMs: () => number;
  readonly gate: {
    /** Settles when what was kept between runs is read. */
    start(): Promise<void>;
    /** Halts at once; the answer comes when it is on the disk that trading is halted and a cancel owed. */
    kill(): Promise<void>;
    cancelOwed(): boolean;
    cancelDone(): Promise<void>;
  };
  /** Cancels every order of the account. */
  readonly cancelAll: () => Promise<Outcome<Record<string, never>>>;
  /** Cancels one order; an error when it cannot be cancelled alone or the cancel could not be sent. */
  readonly cancel: (id: string) => Promise<Outcome<Record<string, never>>>;
  readonly orders: () => readonly Order[];
  /** IB is being asked what became of the orders; none can be sent before that is done. */
  readonly comparing: () => boolean;
  /** Everything was compared with IB on the connection that stands: which orders live is known. */
  readonly ready: () => boolean;
  /** Asks IB for the positions; null when it has not told them. */
  readonly positions: () => Promise<readonly OpenPosition[] | null>;
  readonly instrument: (conId: ConId) => Promise<Instrument | null>;
  /** Sends an order past the gate; the mode proof and the journal hold for it as for any other. */
  readonly place: (idempotencyKey: string, draft: OrderDraft) => Promise<Outcome<unknown>>;
  readonly notice: (severity: 'information' | 'warning' | 'error', text: string) => void;
}

/** What the kill switch did. */
export interface KillReport {
  /** The cancel is on its way to IB; false: it goes out as soon as the gateway is back. */
  readonly cancelSent: boolean;
  /** Positions for which a closing order was sent. */
  readonly closing: number;
  /** What could not be done, each with what to do. */
  readonly problems: readonly string[];
}

/**
 * One key that ends everything: it halts the gate, cancels every order and, when asked, closes every position. It works
 * in every state of the gate and of the connection. That the cancel is owed is kept on the disk before it is sent, and
 * forgotten once every order has ended: with the next session, also one after a crash, it is sent again.
 */
export class KillSwitch {
  private readonly deps: KillSwitchDeps;
  private flattening: Promise<KillReport> | null = null;

  constructor(deps: KillSwitchDeps) {
    this.deps = deps;
  }

  /** @param flatten also close every position, at the market. */
  async press(flatten: boolean): Promise<KillReport> {
    const kept = this.deps.gate.kill();
    const atPress = new Set(this.live().map((order) => order.id));
    // The cancel waits for no disk; the report does, so that what it says outlives the app.
    const cancelled = await this.deps.cancelAll();
    await kept;
    const ended = cancelled.ok ? this.awaitEnd(atPress, !flatten) : Promise.resolve(false);
    const problems = cancelled.ok
      ? []
      : [
          `The cancel could not be sent: ${cancelled.error.text} It goes out as soon as the gateway is back; until then cancel in TWS or by telephone.`,
        ];
    const report = { cancelSent: cancelled.ok, closing: 0, problems };
    if (!flatten) return this.tell(report);
    // A second press while positions are being closed must not close them twice.
    this.flattening ??= this.flatten(report, ended).finally(() => {
      this.flattening = null;
    });
    return this.flattening;
  }

  /** A session has begun: what was owed, perhaps since an earlier run, is sent before any order can be. */
  async onSession(): Promise<void> {
    await this.deps.gate.start();
    if (!this.deps.gate.cancelOwed()) return;
    const cancelled = await this.deps.cancelAll();
    if (!cancelled.ok) return;
    this.deps.notice('warning', 'The gateway is back, and the cancel of the kill switch went out.');
    // Which orders there are is known once they were compared with IB.
    await this.until(() => !this.deps.comparing(), COMPARED_MS);
    // Without an end of the comparison nobody knows; the next session sends it again.
    if (!this.deps.ready()) return;
    await this.awaitEnd(new Set(this.live().map((order) => order.id)), true);
  }

  /**
   * Waits until the orders have ended; the cancel is then owed no more. One without effect is sent once more.
   * @param all after that, cancel everything again and again; false where positions are closed next, whose orders that
   *   would cancel: then each order alone, as far as it can be cancelled so.
   */
  private async awaitEnd(ids: ReadonlySet<string>, all: boolean): Promise<boolean> {
    const { gate, cancelAll } = this.deps;
    const over = (): boolean => this.deps.ready() && !this.live().some((order) => ids.has(order.id));
    await this.until(over, ORDERS_END_MS);
    if (over()) {
      await gate.cancelDone();
      return true;
    }
    // It may never have arrived. It goes out before positions are closed, because it would cancel their orders too; and
    // not once the trader has set orders to active, when it is owed no more.
    if (gate.cancelOwed() && (await cancelAll()).ok) {
      void this.awaitEndAgain(over, all ? async () => (await cancelAll()).ok : () => this.cancelEach(ids));
    }
    return false;
  }

  /** Cancels those of the orders that live, one by one. True when a cancel of any of them is on its way. */
  private async cancelEach(ids: ReadonlySet<string>): Promise<boolean> {
    const living = this.live().filter((order) => ids.has(order.id));
    const outcomes = await Promise.all(living.map((order) => this.deps.cancel(order.id)));
    return outcomes.some((outcome) => outcome.ok);
  }

  /**
   * Goes on while the session stands, until every order has ended or the trader sets orders to active.
   * @param cancelAgain true when a cancel went out.
   */
  private async awaitEndAgain(over: () => boolean, cancelAgain: () => Promise<boolean>): Promise<void> {
    const { gate, notice } = this.deps;
    for (let round = 1; ; round += 1) {
      await this.until(over, ORDERS_END_MS);
      if (over()) {
        await gate.cancelDone();
        return;
      }
      if (!gate.cancelOwed() || !this.deps.ready()) return;
      if (round === 1)
        notice(
          'error',
          'Kill switch: not every order has ended, although all were cancelled twice. Look at them, and cancel them in TWS.',
        );
      if (!(await cancelAgain())) return;
    }
  }

  private async flatten(report: KillReport, ended: Promise<boolean>): Promise<KillReport> {
    const unfinished = (problem: string): KillReport =>
      this.tell({ ...report, problems: [...report.problems, problem] });
    if (!report.cancelSent) return unfinished('Positions were not closed: the gateway cannot be reached.');
    const problems = [...report.problems];
    if (!(await ended))
      problems.push('Not every order has ended yet: one that still fills changes a position once more.');
    await this.until(() => !this.deps.comparing(), COMPARED_MS);
    const positions = await this.deps.positions();
    if (positions === null)
      return unfinished('Positions were not closed: IB has not told them yet. Press again.');
    let closing = 0;
    for (const position of positions) {
      const draft = closingDraft(position);
      if (this.live().some((order) => order.conId === draft.conId && order.side === draft.side)) {
        problems.push(
          `${position.symbol} was not closed: an order on that side may still fill. Look at it, and press again.`,
        );
        continue;
      }
      const waits = await this.waitsForOpen(position);
      const answer = await this.deps.place(this.deps.random.uuid(), draft);
      if (!answer.ok) {
        problems.push(`${position.symbol} was not closed. ${answer.error.text}`);
        continue;
      }
      closing += 1;
      if (waits) problems.push(waitingText(position.symbol));
    }
    return this.tell({ ...report, closing, problems });
  }

  /** True outside the regular hours, by the gateway's own list: IB then holds a market order until the open. */
  private async waitsForOpen({ conId }: OpenPosition): Promise<boolean> {
    const hours = (await this.deps.instrument(conId))?.liquidHours ?? [];
    const nowMs = this.deps.marketNowMs();
    return hours.length > 0 && !hours.some(({ startMs, endMs }) => nowMs >= startMs && nowMs < endMs);
  }

  private live(): readonly Order[] {
    return this.deps.orders().filter((order) => isLive(order.state));
  }

  private async until(holds: () => boolean, longestMs: number): Promise<void> {
    const { clock } = this.deps;
    const endMs = clock.monotonicMs() + longestMs;
    while (!holds() && clock.monotonicMs() < endMs)
      await new Promise<void>((resolve) => void clock.after(LOOK_EVERY_MS, resolve));
  }

  private tell(report: KillReport): KillReport {
    const closed =
      report.closing === 0
        ? ''
        : report.closing === 1
          ? 'One position is being closed.'
          : `${report.closing} positions are being closed.`;
    const what = report.cancelSent ? 'Every order is being cancelled.' : '';
    this.deps.notice(
      report.problems.length === 0 ? 'warning' : 'error',
      ['Kill switch: trading is halted.', what, closed, ...report.problems]
        .filter((part) => part !== '')
        .join(' '),
    );
    return report;
  }
}

/** A market order for the whole of a position, on its other side. Pure. */
export function closingDraft({ conId, quantity }: OpenPosition): OrderDraft {
  const held = exact(quantity);
  return {
    conId,
    side: held.isPositive() ? 'SELL' : 'BUY',
    quantity: decimalText(held.abs()),
    pricing: { orderType: 'MKT' },
    tif: 'DAY',
    outsideRth: false,
    bracket: null,
  };
}

function waitingText(symbol: string): string {
  return `${symbol} is outside its regular hours: IB holds the closing order until they begin. To leave sooner, cancel it, set orders to reducing only under Limits in the settings, and use a limit outside regular hours.`;
}
