import type { ConnectionSnapshot } from '../../shared/domain/connection';
import { isPaperAccount, type Profile, profileWord } from '../../shared/domain/profile';
import type { TradingPermission } from '../../shared/ipc/streams';

/** The account that a profile has traded before. */
export type PinnedAccount =
  /** The disk has not said yet. */
  | { readonly kind: 'looked-up' }
  /** The disk could not say. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'known'; readonly accountId: string | null };

/** All that must agree before an order may go out. */
export interface ModeFacts {
  readonly profile: Profile;
  readonly connection: ConnectionSnapshot;
  /** Account that the profile trades, as named by the gateway in this connection; null before that. */
  readonly accountId: string | null;
  /** Account id that was typed out to unlock Live; null while locked. */
  readonly unlockedAccountId: string | null;
  readonly pinned: PinnedAccount;
  /** The trader wants to look only. */
  readonly readOnly: boolean;
  /** Live was forbidden in the settings. */
  readonly liveForbidden: boolean;
}

/**
 * Proves that the connection is what the profile says it is. The proof rests on the account id; a port proves nothing.
 * Pure.
 */
export function proveMode(facts: ModeFacts): TradingPermission {
  const { profile, connection, accountId, pinned } = facts;
  if (facts.readOnly) return refuse('Tradewind is set to read-only. Switch it off in the settings to trade.');
  if (profile === 'live' && facts.liveForbidden)
    return refuse('Live trading is forbidden on this installation for good. Use Paper or the Simulator.');
  if (connection.state.kind !== 'ready') return refuse(whyNotReady(connection));
  if (accountId === null) return refuse('The gateway has not named an account yet. Wait a moment.');
  if (!connection.accountIds.includes(accountId)) {
    return refuse(
      `Account ${accountId} does not belong to this connection, which has ${connection.accountIds.join(', ') || 'none'}. Check which user the gateway is logged in with.`,
    );
  }
  if (pinned.kind === 'looked-up')
    return refuse('The account of this profile is being looked up. Wait a moment.');
  if (pinned.kind === 'unreadable') {
    return refuse(
      `The account that the profile ${profileWord[profile]} belongs to could not be read, and ${accountId} is connected. If that is right, release the account under Mode in the settings.`,
    );
  }
  if (pinned.accountId !== null && pinned.accountId !== accountId) {
    return refuse(
      `The profile ${profileWord[profile]} belongs to account ${pinned.accountId}, but ${accountId} is connected. Log the gateway in to ${pinned.accountId}, or release the account under Mode in the settings.`,
    );
  }
  if (profile !== 'live') {
    if (isPaperAccount(accountId)) return { allowed: true };
    return refuse(
      `The profile is ${profileWord[profile]}, but ${accountId} is not a paper account. Orders stay locked. Log the gateway in to paper trading, or choose Live in the settings.`,
    );
  }
  if (isPaperAccount(accountId)) {
    return refuse(
      `The profile is LIVE, but ${accountId} is a paper account. Choose Paper in the settings, or log the gateway in to the live account.`,
    );
  }
  if (facts.unlockedAccountId !== accountId) {
    const other =
      facts.unlockedAccountId === null
        ? ''
        : ` It was unlocked for ${facts.unlockedAccountId}, but ${accountId} is connected.`;
    return {
      allowed: false,
      reason: `Live trading is locked.${other} Unlock it in the settings by typing the account id ${accountId}.`,
      needsLiveUnlock: true,
    };
  }
  return { allowed: true };
}

function refuse(reason: string): TradingPermission {
  return { allowed: false, reason, needsLiveUnlock: false };
}

function whyNotReady(connection: ConnectionSnapshot): string {
  const state = connection.state;
  switch (state.kind) {
    case 'disconnected':
      return state.reason === null
        ? 'Not connected to a gateway.'
        : `${state.reason.text} ${state.reason.advice}`;
    case 'connecting':
    case 'handshaking':
      return 'Connecting to the gateway. Orders are possible once it is ready.';
    case 'reconciling':
      return 'Comparing orders and positions with IB. Orders are possible in a moment.';
    case 'degraded':
    case 'reconnecting':
      return `${state.reason.text} ${state.reason.advice}`;
    case 'ready':
      return '';
  }
}
