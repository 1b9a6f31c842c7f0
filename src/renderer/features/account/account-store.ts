import { create } from 'zustand';
import type { AccountSummary } from '../../../shared/domain/account';
import { subscribe } from '../../lib/ipc-client';

/** The values of the account; null until main has sent them. */
export const useAccount = create<{ readonly summary: AccountSummary | null }>()(() => ({ summary: null }));

/** Follows the stream `account`; called once. */
export function startAccount(): () => void {
  return subscribe('account', {}, (items) => {
    const newest = items.at(-1);
    if (newest !== undefined) useAccount.setState({ summary: newest });
  });
}

/** Forgets the values of a profile that is no longer selected. */
export function forgetAccount(): void {
  useAccount.setState({ summary: null });
}
