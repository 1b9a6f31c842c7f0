import { describe, expect, it } from 'vitest';
import type { ConnectionSnapshot } from '../../shared/domain/connection';
import { proveMode } from './mode-proof';

const connection = (
  accountIds: readonly string[],
  state: ConnectionSnapshot['state'] = { kind: 'ready' },
): ConnectionSnapshot => ({
  state,
  epoch: 1,
  target: '127.0.0.1:4001',
  accountIds,
  farmsDown: [],
  serverVersion: 193,
  latencyMs: 1,
  clockOffsetMs: 0,
});
const paper = {
  profile: 'paper',
  connection: connection(['DU1234567']),
  accountId: 'DU1234567',
  unlockedAccountId: null,
  pinned: { kind: 'known', accountId: null },
  readOnly: false,
  liveForbidden: false,
} as const;
const live = {
  profile: 'live',
  connection: connection(['U1234567']),
  accountId: 'U1234567',
  unlockedAccountId: 'U1234567',
  pinned: { kind: 'known', accountId: 'U1234567' },
  readOnly: false,
  liveForbidden: false,
} as const;

describe('the mode proof', () => {
  it('allows paper orders on a paper account', () => {
    expect(proveMode(paper)).toEqual({ allowed: true });
    expect(proveMode({ ...paper, profile: 'simulator' })).toEqual({ allowed: true });
  });

  it('refuses paper orders on a live account, whatever the port', () => {
    const facts = { ...paper, connection: connection(['U1234567']), accountId: 'U1234567' };
    expect(proveMode(facts)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('not a paper account'),
    });
    expect(proveMode({ ...facts, profile: 'simulator' })).toMatchObject({ allowed: false });
  });

  it('allows live orders only after the account id of this connection was typed', () => {
    expect(proveMode(live)).toEqual({ allowed: true });
    expect(proveMode({ ...live, unlockedAccountId: null })).toMatchObject({
      allowed: false,
      needsLiveUnlock: true,
    });
    expect(proveMode({ ...live, unlockedAccountId: 'U7654321' })).toMatchObject({
      allowed: false,
      needsLiveUnlock: true,
    });
  });

  it('refuses live orders on a paper account', () => {
    expect(
      proveMode({
        ...live,
        connection: connection(['DU1234567']),
        accountId: 'DU1234567',
        unlockedAccountId: 'DU1234567',
      }),
    ).toMatchObject({
      allowed: false,
      needsLiveUnlock: false,
    });
  });

  it('refuses an account that the connection does not know', () => {
    expect(proveMode({ ...paper, accountId: 'DU7654321' })).toMatchObject({ allowed: false });
    expect(proveMode({ ...paper, accountId: null })).toMatchObject({ allowed: false });
  });

  const reason = { cause: 'dropped', text: 'The connection ended.', advice: 'It is tried again.' } as const;
  it.each<ConnectionSnapshot['state']>([
    { kind: 'disconnected', reason: null },
    { kind: 'connecting', attempt: 1 },
    { kind: 'handshaking' },
    { kind: 'reconciling' },
    { kind: 'degraded', reason },
    { kind: 'reconnecting', attempt: 1, retryAtMs: 0, reason },
  ])('refuses while the session is %o', (state) => {
    const answer = proveMode({ ...paper, connection: connection(['DU1234567'], state) });
    expect(answer.allowed ? '' : answer.reason).not.toBe('');
  });

  it('refuses another account than the one that the profile belongs to, and names both', () => {
    expect(proveMode({ ...paper, pinned: { kind: 'known', accountId: 'DU1234567' } })).toEqual({
      allowed: true,
    });
    expect(proveMode({ ...paper, pinned: { kind: 'known', accountId: 'DU7654321' } })).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(/DU7654321.*DU1234567/),
    });
    expect(proveMode({ ...paper, pinned: { kind: 'looked-up' } })).toMatchObject({ allowed: false });
  });

  it('refuses everything while the app is set to read-only, and Live once it is forbidden', () => {
    expect(proveMode({ ...paper, readOnly: true })).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('read-only'),
    });
    expect(proveMode({ ...live, liveForbidden: true })).toMatchObject({
      allowed: false,
      needsLiveUnlock: false,
      reason: expect.stringContaining('forbidden'),
    });
    expect(proveMode({ ...paper, liveForbidden: true })).toEqual({ allowed: true });
  });
});
