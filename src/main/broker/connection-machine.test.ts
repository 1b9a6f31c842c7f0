import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionReason } from '../../shared/domain/connection';
import { connectionCauses } from '../../shared/domain/connection';
import { backoffMs } from './backoff';
import { connectionState, nextSession, sessionOff } from './connection-machine';
import type { SessionEvent } from './connection-machine';
import { reasonFor } from './connection-reasons';
import { defaultBrokerOptions } from './options';

const reason: ConnectionReason = { cause: 'dropped', text: 'lost', advice: 'wait' };

const anyEvent: fc.Arbitrary<SessionEvent> = fc.constantFrom<SessionEvent>(
  { kind: 'open' },
  { kind: 'connected' },
  { kind: 'started' },
  { kind: 'reconciled' },
  { kind: 'lost', reason, retryAtMs: 5 },
  { kind: 'off', reason: null },
  { kind: 'connectivity-lost', reason },
  { kind: 'connectivity-back', allFarms: false },
  { kind: 'farm-down', trouble: { kind: 'market-data', farm: 'usfarm', reason } },
  { kind: 'farm-up', farmKind: 'market-data', farm: 'usfarm' },
);

describe('the connection machine', () => {
  it('is ready only after reconciliation on the newest connection, with everything up', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const model = events.reduce(nextSession, sessionOff);
        if (connectionState(model).kind !== 'ready') return;
        const kinds = events.map((event) => event.kind);
        const since = kinds.slice(kinds.lastIndexOf('open'));
        expect(since).toContain('started');
        expect(since.lastIndexOf('reconciled')).toBeGreaterThan(since.indexOf('started'));
        expect(since).not.toContain('lost');
        expect(since).not.toContain('off');
      }),
    );
  });

  it('tells of every farm that is down until it is back, and stays ready', () => {
    const events: SessionEvent[] = [
      { kind: 'open' },
      { kind: 'connected' },
      // A gateway speaks of its farms before the session has begun.
      { kind: 'farm-down', trouble: { kind: 'market-data', farm: 'usfarm', reason } },
      { kind: 'started' },
      { kind: 'farm-down', trouble: { kind: 'history', farm: 'ushmds', reason } },
      { kind: 'reconciled' },
      { kind: 'farm-up', farmKind: 'history', farm: 'usfarm' },
    ];
    const model = events.reduce(nextSession, sessionOff);
    expect(connectionState(model).kind).toBe('ready');
    expect([...model.farmsDown.values()].map(({ farm }) => farm)).toEqual(['usfarm', 'ushmds']);
    const later = nextSession(model, { kind: 'farm-up', farmKind: 'market-data', farm: 'usfarm' });
    expect([...later.farmsDown.values()].map(({ farm }) => farm)).toEqual(['ushmds']);
    expect(nextSession(model, { kind: 'connectivity-back', allFarms: true }).farmsDown.size).toBe(0);
  });

  it('holds orders back while Interactive Brokers is gone', () => {
    const events: SessionEvent[] = [
      { kind: 'open' },
      { kind: 'connected' },
      { kind: 'started' },
      { kind: 'connectivity-lost', reason },
      { kind: 'reconciled' },
    ];
    const model = events.reduce(nextSession, sessionOff);
    expect(connectionState(model).kind).toBe('degraded');
    const back = nextSession(model, { kind: 'connectivity-back', allFarms: false });
    expect(connectionState(back).kind).toBe('reconciling');
    expect(connectionState(nextSession(back, { kind: 'reconciled' })).kind).toBe('ready');
  });
});

describe('attempts', () => {
  const attempt: SessionEvent[] = [{ kind: 'open' }, { kind: 'connected' }, { kind: 'started' }];
  const lost: SessionEvent = { kind: 'lost', reason, retryAtMs: 5 };

  it('go on counting while sessions end before everything was compared', () => {
    const model = [...attempt, lost, ...attempt, lost, ...attempt, lost].reduce(nextSession, sessionOff);
    expect(connectionState(model)).toEqual({ kind: 'reconnecting', attempt: 3, retryAtMs: 5, reason });
  });

  it('begin anew after a session that was ready', () => {
    const reconciled: SessionEvent = { kind: 'reconciled' };
    const model = [...attempt, lost, ...attempt, reconciled, lost].reduce(nextSession, sessionOff);
    expect(connectionState(model)).toEqual({ kind: 'reconnecting', attempt: 0, retryAtMs: 5, reason });
  });
});

describe('backoff', () => {
  it('stays between half of the step and the maximum', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...connectionCauses),
        fc.nat(1_000),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (cause, attempt, fraction) => {
          const waitMs = backoffMs(cause, attempt, fraction, defaultBrokerOptions);
          expect(waitMs).toBeGreaterThanOrEqual(defaultBrokerOptions.minBackoffMs / 2);
          expect(waitMs).toBeLessThanOrEqual(defaultBrokerOptions.maxBackoffMs);
        },
      ),
    );
  });
});

describe('reasons', () => {
  it('are sentences with advice, for every cause', () => {
    for (const cause of connectionCauses) {
      const words = reasonFor(cause, { kind: 'tcp', host: '127.0.0.1', port: 4002, clientId: 7 }, '99');
      expect(words.text).toMatch(/\.$/);
      expect(words.advice.length).toBeGreaterThan(10);
      expect(words.cause).toBe(cause);
    }
  });

  it('do not send the trader to the settings of TWS when the simulator fails', () => {
    expect(reasonFor('refused', { kind: 'local', path: 'somewhere', clientId: 7 }, '').cause).toBe(
      'simulator-failed',
    );
  });
});
