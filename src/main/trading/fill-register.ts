import type { Fill } from '../../shared/domain/order';

/** Fills that are kept in memory; the journal has them all. */
const maxFills = 5_000;

/**
 * The fills by execution id. A correction takes the place of what it corrects. Source: TWS API, Execution.execId: the ids
 * of both differ only behind the last dot, where the later one has the greater number.
 */
export class FillRegister {
  private readonly fills = new Map<string, Fill>();
  /** Execution id of the newest report by what it shares with the others on the same execution. */
  private readonly newest = new Map<string, string>();

  all(): readonly Fill[] {
    return [...this.fills.values()];
  }

  get(execId: string): Fill | undefined {
    return this.fills.get(execId);
  }

  /** True when this report or a correction of it is held. */
  knows(execId: string): boolean {
    const known = this.newest.get(stemOf(execId));
    return known !== undefined && revisionOf(known) >= revisionOf(execId);
  }

  /** Holds a fill unless it {@link knows} better. True when it took the place of a corrected one. */
  put(fill: Fill): boolean {
    const { execId } = fill;
    if (this.knows(execId) && !this.fills.has(execId)) return false;
    const stem = stemOf(execId);
    const before = this.newest.get(stem);
    const corrects = before !== undefined && before !== execId && this.fills.delete(before);
    this.fills.set(execId, fill);
    this.newest.set(stem, execId);
    if (this.fills.size > maxFills) this.forgetOldest();
    return corrects;
  }

  private forgetOldest(): void {
    const [oldest] = this.fills.keys();
    if (oldest === undefined) return;
    this.fills.delete(oldest);
    this.newest.delete(stemOf(oldest));
  }
}

/** What the ids of an execution and its corrections share; the whole id when it has no number behind a dot. */
export function stemOf(execId: string): string {
  return /^(.*\.)\d+$/.exec(execId)?.[1] ?? execId;
}

function revisionOf(execId: string): number {
  return Number(/\.(\d+)$/.exec(execId)?.[1] ?? 0);
}
