import type { ConnectionSnapshot } from '../../shared/domain/connection';
import { isPaperAccount, type Profile, profileWord } from '../../shared/domain/profile';
import type { TradingPermission } from '../../shared/ipc/streams';

/** All that must agree before an order may go out. */
export interface ModeFacts {
  readonly profile: Profile;
  readonly connection: ConnectionSnapshot;
  /** Account that the profile trades, as named by the gateway in this connection; null before that. */
  readonly accountId: string | null;
  /** Account id that was typed out to unlock Live; null while locked. */
  readonly unlockedAccountId: string | null;
}

/**
 * Proves that the connection is what the profile says it is. The proof rests on the account id; a port proves nothing.
 * Pure.
 */
export function proveMode(facts: ModeFacts): TradingPermission {
  const { profile, connection, accountId } = facts;
  if (connection.state.kind !== 'ready') return refuse(whyNotReady(connection));
  if (accountId === null) return refuse('The gateway has not named an account yet. Wait a moment.');
  if (!connection.accountIds.includes(accountId)) {
    return refuse(
      `Account ${accountId} does not belong to this connection. Check which user the gateway is logged in with.`,
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
    return {
      allowed: false,
      reason: `Live trading is locked. Unlock it in the settings by typing the account id ${accountId}.`,
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
