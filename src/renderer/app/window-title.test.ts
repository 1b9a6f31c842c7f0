import { describe, expect, it } from 'vitest';
import type { ConnectionSnapshot, ConnectionState } from '../../shared/domain/connection';
import { modeWords } from './mode-badge';
import { dataTypes, gatewayClock } from './status-bar';
import { windowTitle } from './window-title';

function connection(state: ConnectionState, clockOffsetMs: number | null = null): ConnectionSnapshot {
  return {
    state,
    epoch: 1,
    target: '127.0.0.1:4002',
    accountIds: [],
    farmsDown: [],
    serverVersion: null,
    latencyMs: null,
    clockOffsetMs,
  };
}

describe('the frame of the window', () => {
  it('says mode and state in its title', () => {
    expect(windowTitle({ profile: 'simulator', connection: connection({ kind: 'ready' }) })).toBe(
      'Tradewind — SIMULATOR — ready',
    );
    expect(windowTitle({ profile: 'live', connection: connection({ kind: 'handshaking' }) })).toBe(
      'Tradewind — LIVE — handshaking',
    );
  });

  it('says that it is read-only', () => {
    expect(windowTitle({ profile: 'paper', connection: connection({ kind: 'ready' }) }, true)).toBe(
      'Tradewind — PAPER — read-only — ready',
    );
  });

  it('names the mode in the badge, and for Live whether real money moves', () => {
    const locked = { allowed: false, reason: 'Locked.', needsLiveUnlock: true } as const;
    expect(modeWords({ profile: 'paper', trading: locked }, false)).toBe('PAPER');
    expect(modeWords({ profile: 'paper', trading: { allowed: true } }, true)).toBe('PAPER · READ-ONLY');
    expect(modeWords({ profile: 'live', trading: locked }, false)).toBe('LIVE · LOCKED');
    expect(modeWords({ profile: 'live', trading: { allowed: true } }, false)).toBe('LIVE · REAL MONEY');
    expect(modeWords({ profile: 'live', trading: locked }, true)).toBe('LIVE · READ-ONLY');
  });

  it('shows the clock of the gateway in New York', () => {
    const nowMs = Date.UTC(2026, 2, 2, 15, 31, 5);
    expect(gatewayClock({ connection: connection({ kind: 'ready' }, 2_000) }, nowMs)).toBe('NY 10:31:07');
  });

  it('does not make up a clock', () => {
    expect(gatewayClock({ connection: connection({ kind: 'ready' }) }, 0)).toBe('NY —');
    expect(gatewayClock(null, 0)).toBe('NY —');
  });

  it('names every type of market data once', () => {
    expect(dataTypes([{ type: 'live' }, { type: 'delayed' }, { type: 'live' }, { type: null }])).toBe(
      'delayed, live',
    );
    expect(dataTypes([])).toBe('—');
  });
});
