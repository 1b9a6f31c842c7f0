import { create } from 'zustand';
import type { AppStatus } from '../../shared/ipc/streams';
import { subscribe } from '../lib/ipc-client';

interface StatusStore {
  /** Null until main has sent the first status. */
  readonly status: AppStatus | null;
}

/** The state of the app and of its connection. */
export const useStatus = create<StatusStore>()(() => ({ status: null }));

/** Follows the stream `status`; called once. */
export function startStatus(): () => void {
  return subscribe('status', {}, (items) => {
    const newest = items.at(-1);
    if (newest !== undefined) useStatus.setState({ status: newest });
  });
}
