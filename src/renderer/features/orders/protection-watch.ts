import { create } from 'zustand';
import type { ConId } from '../../../shared/domain/instrument';
import { gapSentence, type ProtectionGap, protectionGaps } from '../../../shared/domain/protection';
import { useSelection } from '../../app/selection-store';
import { request } from '../../lib/ipc-client';
import { announce } from '../../ui';
import { useOrders } from './order-store';

/** A fill is told before the position that it makes: what differs for less than this is nothing, ms. */
export const settlingMs = 1_500;

/** Positions whose stops do not have their size, by conId. */
export const useProtection = create<{
  readonly gaps: ReadonlyMap<ConId, ProtectionGap>;
  /** Repairs whose answer has not come. */
  readonly repairing: ReadonlySet<ConId>;
}>()(() => ({ gaps: new Map(), repairing: new Set() }));

/** What the watch looks at and what it tells. */
export interface ProtectionWatchPorts {
  /** The gaps of this moment. */
  read(): readonly ProtectionGap[];
  nowMs(): number;
  after(delayMs: number, run: () => void): () => void;
  /** Gaps that have lasted; `fresh` were not among them before. */
  show(gaps: readonly ProtectionGap[], fresh: readonly ProtectionGap[]): void;
}

/**
 * Shows gaps that last. `look` is called at every change and does the work at most every quarter of a second.
 */
export function createProtectionWatch(ports: ProtectionWatchPorts) {
  const sinceMs = new Map<ConId, number>();
  let shown = new Set<ConId>();
  /** The next comparison because of a change, and the one because a gap may have lasted long enough. */
  let afterChange: (() => void) | null = null;
  let afterSettling: (() => void) | null = null;
  const compare = () => {
    const nowMs = ports.nowMs();
    const gaps = ports.read();
    const open = new Set(gaps.map((gap) => gap.conId));
    for (const conId of sinceMs.keys()) if (!open.has(conId)) sinceMs.delete(conId);
    for (const conId of open) if (!sinceMs.has(conId)) sinceMs.set(conId, nowMs);
    const lasting = gaps.filter((gap) => nowMs - (sinceMs.get(gap.conId) ?? nowMs) >= settlingMs);
    afterSettling?.();
    afterSettling = lasting.length < gaps.length ? ports.after(settlingMs, compare) : null;
    ports.show(
      lasting,
      lasting.filter((gap) => !shown.has(gap.conId)),
    );
    shown = new Set(lasting.map((gap) => gap.conId));
  };
  return {
    look: () => {
      afterChange ??= ports.after(250, () => {
        afterChange = null;
        compare();
      });
    },
    stop: () => {
      afterChange?.();
      afterSettling?.();
    },
  };
}

/** Watches the positions of this window until the returned function is called. */
export function startProtectionWatch(): () => void {
  const watch = createProtectionWatch({
    read: () => {
      const { orders, positions } = useOrders.getState();
      return protectionGaps([...orders.values()], [...positions.values()]);
    },
    nowMs: () => performance.now(),
    after: (delayMs, run) => {
      const timer = window.setTimeout(run, delayMs);
      return () => window.clearTimeout(timer);
    },
    show: (gaps, fresh) => {
      const { gaps: before } = useProtection.getState();
      if (gaps.length === 0 && before.size === 0) return;
      useProtection.setState({ gaps: new Map(gaps.map((gap) => [gap.conId, gap])) });
      for (const gap of fresh)
        announce(`${gap.lastStop.symbol} is unprotected. ${gapSentence(gap)}`, 'assertive');
    },
  });
  const unsubscribe = useOrders.subscribe((state, before) => {
    if (state.orders !== before.orders || state.positions !== before.positions) watch.look();
  });
  return () => {
    unsubscribe();
    watch.stop();
    useProtection.setState({ gaps: new Map(), repairing: new Set() });
  };
}

/** Brings the stops of a position to its size; a second press while the first has no answer does nothing. */
export async function protectPosition(conId: ConId): Promise<void> {
  const { gaps, repairing } = useProtection.getState();
  if (repairing.has(conId)) return;
  const name = gaps.get(conId)?.lastStop.symbol ?? 'The position';
  useProtection.setState({ repairing: new Set([...repairing, conId]) });
  const result = await request('position.protect', { conId, idempotencyKey: crypto.randomUUID() });
  useProtection.setState((state) => ({
    repairing: new Set([...state.repairing].filter((one) => one !== conId)),
  }));
  if (result.ok) announce(result.value.done);
  else announce(`${name} is still unprotected. ${result.error.text}`, 'assertive');
}

/** The one key: repairs the selected position, or the first that is unprotected. */
export function protectSelectedPosition(): void {
  const { gaps } = useProtection.getState();
  const { conId: selected } = useSelection.getState();
  const [first] = gaps.keys();
  const conId = selected !== null && gaps.has(selected) ? selected : first;
  if (conId === undefined) announce('Every position that has a stop is protected by it.');
  else void protectPosition(conId);
}
