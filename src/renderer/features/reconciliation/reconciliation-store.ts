import { create } from 'zustand';
import type { ReconciliationState } from '../../../shared/domain/reconciliation';
import { subscribe } from '../../lib/ipc-client';

/** Nothing compared yet. */
export const nothingCompared: ReconciliationState = {
  report: null,
  unseen: false,
  comparedMs: null,
  gaps: [],
};

/** The newest comparison with IB, and positions that do not add up. */
export const useReconciliation = create<ReconciliationState>()(() => nothingCompared);

/** Follows the stream `reconciliation`; called once. */
export function startReconciliation(): () => void {
  return subscribe('reconciliation', {}, (items) => {
    const newest = items.at(-1);
    if (newest !== undefined) useReconciliation.setState(newest);
  });
}

/** Forgets what was found for a profile that is no longer selected. */
export function forgetReconciliation(): void {
  useReconciliation.setState(nothingCompared);
}
