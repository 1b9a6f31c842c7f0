import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../../shared/domain/connection';
import { connectionReason, connectionSentence, connectionTone } from './connection-words';

const reason = { cause: 'dropped', text: 'The gateway closed the connection.', advice: 'Wait.' } as const;
const reconnecting: ConnectionState = { kind: 'reconnecting', attempt: 3, retryAtMs: 8_000, reason };

describe('the words for a connection', () => {
  it('are good only when orders can be sent', () => {
    expect(connectionTone({ kind: 'ready' })).toBe('good');
    expect(connectionTone({ kind: 'reconciling' })).toBe('waiting');
    expect(connectionTone({ kind: 'degraded', reason })).toBe('bad');
    expect(connectionTone(reconnecting)).toBe('bad');
  });

  it('count down to the next attempt', () => {
    expect(connectionSentence(reconnecting, 2_500)).toContain('starts in 6 s');
    expect(connectionSentence(reconnecting, 9_000)).toContain('starts now');
  });

  it('are calm about the nightly restart', () => {
    const restarting: ConnectionState = { ...reconnecting, reason: { ...reason, cause: 'restart' } };
    expect(connectionTone(restarting)).toBe('waiting');
    expect(connectionSentence(restarting, 2_500)).toContain('by itself');
  });

  it('keep the reason where there is one', () => {
    expect(connectionReason(reconnecting)).toBe(reason);
    expect(connectionReason({ kind: 'disconnected', reason: null })).toBeNull();
    expect(connectionReason({ kind: 'ready' })).toBeNull();
  });
});
