import type { Position } from '../../shared/domain/account';
import type { DecimalText } from '../../shared/domain/decimal';
import type { ConId } from '../../shared/domain/instrument';
import { instrumentName } from '../../shared/domain/order-sentence';
import type { Fill } from '../../shared/domain/order';
import type { PositionDifference, PositionGap } from '../../shared/domain/reconciliation';
import { err, ok } from '../../shared/domain/result';
import type { PositionLedger } from '../../shared/ipc/reconciliation-schemas';
import type { Clock } from '../platform/clock';
import { agreed, findPositions, firstLedger, type PositionFinding, wasBeforeToday } from './position-check';
import type { ReconciliationMemory } from './reconciliation-memory';
import type { Nothing, Outcome } from './refusals';
import type { NewRecord } from './trading-store';

/** IB tells a fill and the position that it makes one after the other: a difference is looked at again after this, ms. */
const secondLookMs = 3_000;
/** How often a difference that still moves is looked at before it is told. */
const maxLooks = 4;
/** What names the possible causes of a position that nothing explains. */
const possibleCauses =
  'It may be a trade of another day, a corporate action, an assignment or exercise, or a transfer.';

/** What the check needs of the rest of the terminal. */
export interface PositionCheckDeps {
  readonly clock: Pick<Clock, 'after'>;
  /** The time of the gateway, UTC ms. */
  readonly marketNowMs: () => number;
  readonly accountId: () => string | null;
  /** Open positions of the account; null before IB has listed them in this connection. */
  readonly held: () => readonly Position[] | null;
  readonly fills: () => readonly Fill[];
  /** Asks IB for executions and positions. False when an answer is missing. */
  readonly askAgain: () => Promise<boolean>;
  readonly memory: ReconciliationMemory;
  readonly journal: (records: readonly NewRecord[]) => void;
  readonly notice: (severity: 'information' | 'warning' | 'error', text: string) => void;
  /** Marks a position with what nothing explains; null takes the mark away. */
  readonly flag: (conId: ConId, difference: DecimalText | null) => void;
  readonly onChange: () => void;
}

/**
 * Holds IB's positions against start position and fills. What differs is looked at again, with executions asked anew;
 * what then still differs is told, marked and journaled, until it adds up or the trader takes IB's figure.
 */
export class PositionChecks {
  readonly #deps: PositionCheckDeps;
  readonly #gaps = new Map<ConId, PositionGap>();
  /** Differences that wait for their second look. */
  #waiting = new Map<ConId, DecimalText>();
  #looks = 0;
  #stopTimer: (() => void) | null = null;
  /** Account that the marks belong to. */
  #gapsOf: string | null = null;
  #stopped = false;

  constructor(deps: PositionCheckDeps) {
    this.#deps = deps;
  }

  gaps(): readonly PositionGap[] {
    return [...this.#gaps.values()];
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimer();
  }

  /**
   * Compares now. `afterAbsence`: executions may have been missed, so that those of earlier days cannot be known.
   * Returns what was not as it had been left.
   */
  check(afterAbsence: boolean): readonly PositionDifference[] {
    const { memory, marketNowMs } = this.#deps;
    const now = this.#now();
    if (now === null) return [];
    const { accountId, held, fills } = now;
    const nowMs = marketNowMs();
    const kept = memory.ledger(accountId);
    if (kept === null) {
      this.#begin(accountId, firstLedger(held, fills, nowMs));
      return [];
    }
    const findings = findPositions(kept, held, fills, nowMs);
    const older = afterAbsence && wasBeforeToday(kept, nowMs);
    const off = findings.filter(({ difference }) => difference !== '0');
    const settled = findings.filter(({ difference, conId }) =>
      older ? !this.#gaps.has(conId) || difference === '0' : difference === '0',
    );
    const open = off.filter((finding) => !settled.includes(finding));
    const conIds = new Set(settled.map(({ conId }) => conId));
    memory.setLedger(accountId, { ...agreed(kept, conIds, held, fills, nowMs), checkedMs: nowMs });
    if (older) this.#tellOlder(off.filter((finding) => settled.includes(finding)));
    for (const { conId } of settled) this.#closeGap(conId);
    this.#lookAgainAt(open);
    return [...settled, ...open]
      .filter((finding) => finding.before !== finding.actual || finding.difference !== '0')
      .map((finding) =>
        differenceOf(finding, finding.difference === '0' ? 'fills' : older ? 'older' : 'checking'),
      );
  }

  /** Takes IB's quantity as the new start position. */
  accept(conId: ConId): Outcome<Nothing> {
    const { memory, journal, marketNowMs } = this.#deps;
    const gap = this.#gaps.get(conId);
    const now = this.#now();
    if (gap === undefined)
      return err({ code: 'not-found', text: 'This position adds up; there is nothing to take.' });
    const kept = now === null ? null : memory.ledger(now.accountId);
    if (now === null || kept === null)
      return err({ code: 'not-connected', text: 'IB has not listed the positions in this connection yet.' });
    memory.setLedger(now.accountId, agreed(kept, new Set([conId]), now.held, now.fills, marketNowMs()));
    const quantity = now.held.find((position) => position.conId === conId)?.quantity ?? '0';
    journal([
      {
        kind: 'position-baseline',
        orderKey: null,
        body: {
          accountId: now.accountId,
          conId,
          symbol: gap.symbol,
          quantity,
          reason: 'accepted',
          expected: gap.expected,
        },
      },
    ]);
    this.#closeGap(conId);
    return ok({});
  }

  /** What is compared, or null while that cannot be. A change of the account forgets the marks of the other one. */
  #now() {
    const { accountId: idOf, held: heldOf, fills, memory } = this.#deps;
    const accountId = idOf();
    const held = heldOf();
    if (accountId === null || held === null || !memory.known) return null;
    if (this.#gapsOf !== accountId) {
      this.#gapsOf = accountId;
      for (const conId of this.#gaps.keys()) this.#closeGap(conId);
    }
    return { accountId, held, fills: fills().filter((fill) => fill.accountId === accountId) };
  }

  #begin(accountId: string, ledger: PositionLedger): void {
    const { memory, journal } = this.#deps;
    memory.setLedger(accountId, ledger);
    journal([
      {
        kind: 'position-baseline',
        orderKey: null,
        body: {
          accountId,
          reason: 'first-sight',
          positions: ledger.positions.map(({ conId, symbol, quantity }) => ({ conId, symbol, quantity })),
        },
      },
    ]);
  }

  #tellOlder(findings: readonly PositionFinding[]): void {
    const { journal, notice, accountId } = this.#deps;
    for (const finding of findings) {
      journal([
        {
          kind: 'position-baseline',
          orderKey: null,
          body: { accountId: accountId(), reason: 'older-than-the-day', ...finding },
        },
      ]);
      notice(
        'warning',
        `${instrumentName(finding)}: IB has ${finding.actual}, and ${finding.expected} was expected. It changed on an earlier day, whose executions IB does not list any more; IB’s figure is taken.`,
      );
    }
  }

  #clearTimer(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  #later(): void {
    this.#clearTimer();
    if (!this.#stopped) this.#stopTimer = this.#deps.clock.after(secondLookMs, () => void this.#lookAgain());
  }

  #lookAgainAt(open: readonly PositionFinding[]): void {
    for (const finding of open) this.#refreshGap(finding);
    const moved = open.filter(({ conId, difference }) => this.#gaps.get(conId)?.difference !== difference);
    this.#waiting = new Map(moved.map(({ conId, difference }) => [conId, difference]));
    this.#clearTimer();
    if (moved.length === 0) this.#looks = 0;
    else this.#later();
  }

  async #lookAgain(): Promise<void> {
    this.#stopTimer = null;
    const { askAgain, held, memory, marketNowMs } = this.#deps;
    const waited = this.#waiting;
    if (!(await askAgain())) {
      // Nothing is told on half an answer. After the next connect everything is compared anyway.
      if (held() !== null) this.#later();
      return;
    }
    const now = this.#now();
    const kept = now === null ? null : memory.ledger(now.accountId);
    if (now === null || kept === null) return;
    this.#looks += 1;
    const findings = findPositions(kept, now.held, now.fills, marketNowMs());
    const last = this.#looks >= maxLooks;
    for (const finding of findings) {
      const { conId, difference } = finding;
      if (difference !== '0' && (last || waited.get(conId) === difference))
        this.#openGap(now.accountId, finding);
    }
    this.check(false);
  }

  #openGap(accountId: string, finding: PositionFinding): void {
    const { conId, symbol, secType, localSymbol, actual, expected, difference } = finding;
    if (this.#gaps.get(conId)?.difference === difference) return;
    const { journal, notice, flag, onChange, marketNowMs } = this.#deps;
    const sinceMs = marketNowMs();
    this.#gaps.set(conId, {
      conId,
      symbol,
      secType,
      localSymbol,
      accountId,
      quantity: actual,
      expected,
      difference,
      sinceMs,
    });
    journal([{ kind: 'position-unexplained', orderKey: null, body: { accountId, ...finding } }]);
    notice(
      'error',
      `${instrumentName(finding)}: IB has ${actual}, but start position and fills make ${expected}. ${possibleCauses} Check it in TWS, then take IB’s figure in "While you were away".`,
    );
    flag(conId, difference);
    onChange();
  }

  /** A fill moves IB's quantity and what is expected alike; what is missing between them stays. */
  #refreshGap({ conId, actual, expected, difference }: PositionFinding): void {
    const gap = this.#gaps.get(conId);
    if (gap === undefined || gap.difference !== difference || gap.quantity === actual) return;
    this.#gaps.set(conId, { ...gap, quantity: actual, expected });
    this.#deps.onChange();
  }

  #closeGap(conId: ConId): void {
    const gap = this.#gaps.get(conId);
    if (gap === undefined) return;
    this.#gaps.delete(conId);
    const { journal, flag, onChange } = this.#deps;
    journal([
      {
        kind: 'position-explained',
        orderKey: null,
        body: { accountId: gap.accountId, conId, symbol: gap.symbol },
      },
    ]);
    flag(conId, null);
    onChange();
  }
}

function differenceOf(finding: PositionFinding, cause: PositionDifference['cause']): PositionDifference {
  const { conId, symbol, secType, localSymbol, before, actual, fills } = finding;
  return { conId, symbol, secType, localSymbol, before, after: actual, fills, cause };
}
