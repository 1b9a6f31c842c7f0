import type { ConnectionReason, ConnectionState } from '../../../shared/domain/connection';

/** How a state looks: `good` trades, `waiting` is on its way, `bad` does not trade. */
export type ConnectionTone = 'good' | 'waiting' | 'bad';

/** The word for a state. */
export function connectionWord(state: ConnectionState): string {
  switch (state.kind) {
    case 'disconnected':
      return 'disconnected';
    case 'connecting':
      return 'connecting';
    case 'handshaking':
      return 'handshaking';
    case 'reconciling':
      return 'reconciling';
    case 'ready':
      return 'ready';
    case 'degraded':
      return 'degraded';
    case 'reconnecting':
      return 'reconnecting';
  }
}

/** How a state looks. */
export function connectionTone(state: ConnectionState): ConnectionTone {
  switch (state.kind) {
    case 'ready':
      return 'good';
    case 'connecting':
    case 'handshaking':
    case 'reconciling':
      return 'waiting';
    case 'degraded':
    case 'reconnecting':
      // The nightly restart is no trouble.
      return state.reason.cause === 'restart' ? 'waiting' : 'bad';
    case 'disconnected':
      return 'bad';
  }
}

/** What a state means, in a sentence. */
export function connectionSentence(state: ConnectionState, nowMs: number): string {
  switch (state.kind) {
    case 'disconnected':
      return 'There is no connection to the gateway.';
    case 'connecting':
      return state.attempt > 1
        ? `Opening the connection, attempt ${state.attempt}.`
        : 'Opening the connection.';
    case 'handshaking':
      return 'The gateway answers; versions are being agreed.';
    case 'reconciling':
      return 'Connected. Orders, executions and positions are being compared before orders are allowed.';
    case 'ready':
      return 'Connected. Orders can be sent.';
    case 'degraded':
      return 'Connected, but not everything works. Cancels still go out; new orders wait.';
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((state.retryAtMs - nowMs) / 1_000));
      if (state.reason.cause === 'restart')
        return 'The connection comes back by itself when the gateway has restarted.';
      return seconds === 0
        ? `The connection was lost. Attempt ${state.attempt} starts now.`
        : `The connection was lost. Attempt ${state.attempt} starts in ${seconds} s.`;
    }
  }
}

/** Why the connection is not (fully) there, or null. */
export function connectionReason(state: ConnectionState): ConnectionReason | null {
  switch (state.kind) {
    case 'disconnected':
    case 'degraded':
    case 'reconnecting':
      return state.reason;
    case 'connecting':
    case 'handshaking':
    case 'reconciling':
    case 'ready':
      return null;
  }
}
