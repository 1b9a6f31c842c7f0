import type { ConnectionSnapshot } from '../../shared/domain/connection';
import { isPaperAccount, type Profile, profileWord } from '../../shared/domain/profile';
import type { Settings } from '../../shared/ipc/settings';
import type { TradingPermission } from '../../shared/ipc/streams';
import { proveMode } from '../trading/mode-proof';
import { accountDay } from '../trading/risk/account-day';
import type { JournalRecord } from '../trading/trading-store';
import type { AccountPin } from './account-pin';

export interface ModeGuardDeps {
  readonly profile: Profile;
  readonly pin: AccountPin;
  readonly connection: () => ConnectionSnapshot;
  /** What the settings say about orders, as of now. */
  readonly settings: () => Pick<Settings, 'readOnly' | 'liveForbidden'>;
  /** The time of this machine, UTC ms. */
  readonly nowMs: () => number;
  readonly journal: (kind: JournalRecord['kind'], body: JournalRecord['body']) => void;
  readonly notice: (severity: 'information' | 'warning' | 'error', text: string) => void;
  /** What is allowed may have changed. */
  readonly onChange: () => void;
}

/** Live orders are allowed for one account and, once the gateway's clock is known, for one day of the account. */
interface LiveSession {
  readonly accountId: string;
  day: string | null;
}

/**
 * Keeps what the mode proof rests on: the account that the profile belongs to, and the session for which Live was
 * unlocked. A session ends with the app, with the profile, when another account is connected, and at midnight in New
 * York.
 */
export class ModeGuard {
  private readonly deps: ModeGuardDeps;
  private session: LiveSession | null = null;

  constructor(deps: ModeGuardDeps) {
    this.deps = deps;
  }

  /** Reads the pinned account, and pins the one that is connected when there is none. */
  async start(): Promise<void> {
    await this.deps.pin.load();
    this.deps.onChange();
    await this.pinConnected();
  }

  /** The pinned account where the login has it, otherwise its first. Null before the gateway has named one. */
  accountId(): string | null {
    const { accountIds } = this.deps.connection();
    return accountIds.find((id) => id === this.pinnedAccountId()) ?? accountIds[0] ?? null;
  }

  /** Null while none is pinned, or before the disk has said. */
  pinnedAccountId(): string | null {
    const { pinned } = this.deps.pin;
    return pinned.kind === 'known' ? pinned.accountId : null;
  }

  permission(): TradingPermission {
    this.endSessionWhenOver();
    // The settings name a profile as well: the one of the next start.
    const { readOnly, liveForbidden } = this.deps.settings();
    return proveMode({
      profile: this.deps.profile,
      connection: this.deps.connection(),
      accountId: this.accountId(),
      unlockedAccountId: this.session?.accountId ?? null,
      pinned: this.deps.pin.pinned,
      readOnly,
      liveForbidden,
    });
  }

  /** The connection changed, or said that it lives. */
  onConnection(): void {
    this.endSessionWhenOver();
    if (this.deps.connection().state.kind === 'ready') void this.pinConnected();
  }

  /** Live only: allows orders when the typed id is the account's; false when it is not. */
  unlock(typed: string): boolean {
    const { profile, journal, notice, onChange, settings } = this.deps;
    if (profile !== 'live' || settings().liveForbidden || typed !== this.accountId()) return false;
    this.session = { accountId: typed, day: this.day() };
    journal('live-unlocked', { accountId: typed });
    notice('warning', `${profileWord.live} trading is unlocked for ${typed}. Orders are real.`);
    onChange();
    return true;
  }

  /** @param cause why, for the journal. */
  lock(cause: 'trader' | 'other-account' | 'new-day' | 'released' | 'forbidden' = 'trader'): void {
    if (this.session === null) return;
    const { accountId } = this.session;
    this.session = null;
    this.deps.journal('live-locked', { accountId, cause });
    this.deps.onChange();
  }

  /** Settings that decide about orders are journaled with what they were and what they are. */
  settingsChanged(before: Settings, after: Settings): void {
    for (const key of ['readOnly', 'liveForbidden', 'killSwitchFlattens'] as const) {
      if (before[key] === after[key]) continue;
      this.deps.journal('settings-changed', { setting: key, before: before[key], after: after[key] });
    }
    if (after.liveForbidden) this.lock('forbidden');
    this.deps.onChange();
  }

  /** Forgets which account the profile belongs to and pins the one that is connected. */
  async release(): Promise<void> {
    const released = this.pinnedAccountId();
    this.lock('released');
    this.deps.journal('account-released', { accountId: released });
    await this.pin(null);
    await this.pinConnected();
    this.deps.onChange();
  }

  /** The first account that a profile trades is the one that it belongs to. */
  private async pinConnected(): Promise<void> {
    const { pin, profile, journal, onChange } = this.deps;
    const id = this.accountId();
    if (profile === 'simulator' || id === null || pin.pinned.kind !== 'known') return;
    if (pin.pinned.accountId !== null || isPaperAccount(id) !== (profile === 'paper')) return;
    journal('account-pinned', { accountId: id });
    await this.pin(id);
    onChange();
  }

  private async pin(accountId: string | null): Promise<void> {
    const kept = await this.deps.pin.set(accountId);
    if (!kept.ok) this.deps.notice('error', kept.error);
  }

  private endSessionWhenOver(): void {
    const { session } = this;
    if (session === null) return;
    const connected = this.accountId();
    const day = this.day();
    session.day ??= day;
    if (connected !== null && connected !== session.accountId) {
      this.lock('other-account');
      this.deps.notice(
        'warning',
        `Live trading was unlocked for ${session.accountId}, but ${connected} is connected. It is locked again.`,
      );
    } else if (day !== null && day !== session.day) {
      this.lock('new-day');
      this.deps.notice(
        'information',
        'A new trading day has begun: Live trading is locked until the account id is typed again.',
      );
    }
  }

  /** Day of the account by the gateway's clock; null before that is known. */
  private day(): string | null {
    const { clockOffsetMs } = this.deps.connection();
    return clockOffsetMs === null ? null : accountDay(this.deps.nowMs() + clockOffsetMs);
  }
}
