import { create } from 'zustand';
import type { RequestOutput } from '../../../shared/ipc/requests';
import { useStatus } from '../../app/status-store';
import { request } from '../../lib/ipc-client';

export type Limits = RequestOutput<'risk.get'>;

interface LimitsStore {
  /** Null until main has answered. */
  readonly limits: Limits | null;
  readonly problem: string | null;
}

/** The limits of the current profile, as main last said them. */
export const useLimits = create<LimitsStore>()(() => ({ limits: null, problem: null }));

/** Asks main for the limits; what was shown stays until the answer is there. */
export async function loadLimits(): Promise<void> {
  const answer = await request('risk.get', {});
  useLimits.setState(answer.ok ? { limits: answer.value, problem: null } : { problem: answer.error.text });
}

/** Keeps the limits up to date: they belong to a profile, and the gate may change without this window. */
export function followLimits(): () => void {
  void loadLimits();
  return useStatus.subscribe(({ status }, { status: before }) => {
    if (status?.profile !== before?.profile || status?.gate.kind !== before?.gate.kind) void loadLimits();
  });
}
