import { describe, expect, it } from 'vitest';
import type { ConnectionSnapshot } from '../../shared/domain/connection';
import type { Profile } from '../../shared/domain/profile';
import { defaultSettings } from '../../shared/ipc/settings';
import { silentLogger } from '../platform/logger';
import { createAccountPin } from './account-pin';
import { agreeOnLiveBan } from './live-ban';
import { ModeGuard } from './mode-guard';
import { memoryDocuments } from './testing/memory-documents';

const HOUR = 3_600_000;
/** Noon in New York. */
const NOON = Date.UTC(2026, 9, 5, 16);

async function createScene(profile: Profile, accountIds: readonly string[], documents = memoryDocuments()) {
  const journal: string[] = [];
  const notices: string[] = [];
  const state = { nowMs: NOON, settings: defaultSettings, accountIds, clockOffsetMs: 0 as number | null };
  const connection = (): ConnectionSnapshot => ({
    state: { kind: 'ready' },
    epoch: 1,
    target: '127.0.0.1:4001',
    accountIds: state.accountIds,
    farmsDown: [],
    serverVersion: 193,
    latencyMs: 1,
    clockOffsetMs: state.clockOffsetMs,
  });
  const pin = createAccountPin({ storage: documents, ready: Promise.resolve(), profile, log: silentLogger });
  const guard = new ModeGuard({
    profile,
    pin,
    connection,
    settings: () => state.settings,
    nowMs: () => state.nowMs,
    journal: (kind, body) => journal.push(`${kind} ${JSON.stringify(body)}`),
    notice: (_severity, text) => notices.push(text),
    onChange: () => undefined,
  });
  await guard.start();
  const reason = (): string => {
    const permission = guard.permission();
    return permission.allowed ? '' : permission.reason;
  };
  return { guard, documents, journal, notices, state, reason };
}

describe('the account of a profile', () => {
  it('is the first one that it trades, also after a restart, and another login is refused', async () => {
    const first = await createScene('paper', ['DU1234567']);
    expect(first.guard.permission()).toEqual({ allowed: true });
    expect(first.journal).toEqual(['account-pinned {"accountId":"DU1234567"}']);
    const next = await createScene('paper', ['DU7654321'], first.documents);
    expect(next.reason()).toMatch(/belongs to account DU1234567, but DU7654321 is connected/);
    expect(next.journal).toEqual([]);
  });

  it('is chosen among several that the login has', async () => {
    const first = await createScene('paper', ['DU2222222']);
    const next = await createScene('paper', ['DU1111111', 'DU2222222'], first.documents);
    expect(next.guard.accountId()).toBe('DU2222222');
    expect(next.guard.permission()).toEqual({ allowed: true });
  });

  it('is not one of the other kind, and none is pinned in the Simulator', async () => {
    const paper = await createScene('paper', ['U1234567']);
    expect(paper.guard.pinnedAccountId()).toBeNull();
    expect(paper.reason()).toMatch(/profile is PAPER, but U1234567 is not a paper account/);
    expect((await createScene('simulator', ['DU1234567'])).guard.pinnedAccountId()).toBeNull();
  });

  it('can be released for the one that is connected, which locks Live and is journaled', async () => {
    const first = await createScene('live', ['U1111111']);
    const next = await createScene('live', ['U2222222'], first.documents);
    await next.guard.release();
    expect(next.guard.pinnedAccountId()).toBe('U2222222');
    expect(next.journal).toEqual([
      'account-released {"accountId":"U1111111"}',
      'account-pinned {"accountId":"U2222222"}',
    ]);
    expect(next.reason()).toContain('typing the account id U2222222');
  });

  it('is not taken for none when the disk cannot say which it is, and can be released then', async () => {
    const documents = memoryDocuments({ 'account.paper': { accountId: 7 } });
    const { guard, reason } = await createScene('paper', ['DU1234567'], documents);
    expect(reason()).toMatch(/belongs to could not be read, and DU1234567 is connected/);
    await guard.release();
    expect(guard.permission()).toEqual({ allowed: true });
  });

  it('holds for this run when it could not be kept, and that is told', async () => {
    const documents = memoryDocuments();
    documents.putDocument = () => Promise.reject(new Error('full'));
    const { guard, notices } = await createScene('paper', ['DU1234567'], documents);
    expect(guard.pinnedAccountId()).toBe('DU1234567');
    expect(notices.join()).toContain('could not be kept');
  });
});

describe('the session of Live', () => {
  async function unlocked() {
    const scene = await createScene('live', ['U1234567']);
    expect(scene.guard.unlock('U7654321')).toBe(false);
    expect(scene.guard.permission()).toMatchObject({ needsLiveUnlock: true });
    expect(scene.guard.unlock('U1234567')).toBe(true);
    expect(scene.guard.permission()).toEqual({ allowed: true });
    return scene;
  }

  it('ends at midnight in New York, by the gateway’s clock', async () => {
    const { guard, state, journal } = await unlocked();
    state.nowMs = NOON + 12 * HOUR - 1;
    expect(guard.permission().allowed).toBe(true);
    state.clockOffsetMs = null;
    state.nowMs = NOON + 90 * HOUR;
    expect(guard.permission().allowed).toBe(true);
    state.nowMs = NOON + 12 * HOUR - 1;
    state.clockOffsetMs = 1;
    expect(guard.permission()).toMatchObject({ allowed: false, needsLiveUnlock: true });
    expect(journal.at(-1)).toBe('live-locked {"accountId":"U1234567","cause":"new-day"}');
  });

  it('ends when another account is connected, and not while none is', async () => {
    const { guard, state, journal, notices } = await unlocked();
    state.accountIds = [];
    guard.onConnection();
    state.accountIds = ['U1234567'];
    guard.onConnection();
    expect(guard.permission().allowed).toBe(true);
    state.accountIds = ['U7654321'];
    guard.onConnection();
    state.accountIds = ['U1234567'];
    expect(guard.permission().allowed).toBe(false);
    expect(journal.at(-1)).toContain('other-account');
    expect(notices.at(-1)).toMatch(/unlocked for U1234567, but U7654321 is connected/);
  });

  it('ends when Live is forbidden, which is journaled, and cannot begin again', async () => {
    const { guard, state, journal, reason } = await unlocked();
    const before = state.settings;
    state.settings = { ...before, liveForbidden: true };
    guard.settingsChanged(before, state.settings);
    expect(reason()).toContain('forbidden');
    expect(guard.unlock('U1234567')).toBe(false);
    expect(journal.slice(-2)).toEqual([
      'settings-changed {"setting":"liveForbidden","before":false,"after":true}',
      'live-locked {"accountId":"U1234567","cause":"forbidden"}',
    ]);
  });

  it('is of no use while the app is read-only', async () => {
    const { state, reason } = await unlocked();
    state.settings = { ...state.settings, readOnly: true };
    expect(reason()).toContain('read-only');
  });
});

describe('that Live is forbidden', () => {
  it('outlives the settings file', async () => {
    const documents = memoryDocuments();
    expect(await agreeOnLiveBan(documents, false, silentLogger)).toBe(false);
    expect(await agreeOnLiveBan(documents, true, silentLogger)).toBe(true);
    expect(await agreeOnLiveBan(documents, false, silentLogger)).toBe(true);
  });

  it('is what the settings say when the disk cannot be asked', async () => {
    const documents = memoryDocuments();
    documents.getDocument = () => Promise.reject(new Error('gone'));
    expect(await agreeOnLiveBan(documents, true, silentLogger)).toBe(true);
    expect(await agreeOnLiveBan(documents, false, silentLogger)).toBe(false);
  });
});
