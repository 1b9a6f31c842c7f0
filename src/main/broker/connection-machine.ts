import type { ConnectionReason, ConnectionState } from '../../shared/domain/connection';

/** Where the session stands; {@link connectionState} says it in the words of the domain. */
export interface SessionModel {
  readonly phase: 'off' | 'connecting' | 'handshaking' | 'reconciling' | 'ready' | 'waiting';
  /** Which attempt this is since the last session that started, from 1. */
  readonly attempt: number;
  readonly retryAtMs: number;
  /** Why it is off or waiting. */
  readonly reason: ConnectionReason | null;
  /** The gateway has said that it lost Interactive Brokers (1100) and not yet that it is back. */
  readonly connectivityLost: ConnectionReason | null;
  /** Market data farms that are down, by name. */
  readonly farmsDown: ReadonlyMap<string, ConnectionReason>;
}

export type SessionEvent =
  | { readonly kind: 'open' }
  | { readonly kind: 'connected' }
  /** nextValidId and managedAccounts are there. */
  | { readonly kind: 'started' }
  | { readonly kind: 'reconciled' }
  | { readonly kind: 'lost'; readonly reason: ConnectionReason; readonly retryAtMs: number }
  | { readonly kind: 'off'; readonly reason: ConnectionReason | null }
  | { readonly kind: 'connectivity-lost'; readonly reason: ConnectionReason }
  | { readonly kind: 'connectivity-back' }
  | { readonly kind: 'farm-down'; readonly farm: string; readonly reason: ConnectionReason }
  | { readonly kind: 'farm-up'; readonly farm: string };

export const sessionOff: SessionModel = {
  phase: 'off',
  attempt: 0,
  retryAtMs: 0,
  reason: null,
  connectivityLost: null,
  farmsDown: new Map(),
};

/** The session after an event. Events that do not fit the phase change nothing. */
export function nextSession(model: SessionModel, event: SessionEvent): SessionModel {
  const started = model.phase === 'reconciling' || model.phase === 'ready';
  switch (event.kind) {
    case 'open':
      return { ...sessionOff, phase: 'connecting', attempt: model.attempt + 1, reason: model.reason };
    case 'connected':
      return model.phase === 'connecting' ? { ...model, phase: 'handshaking' } : model;
    case 'started':
      return model.phase === 'handshaking'
        ? { ...model, phase: 'reconciling', attempt: 0, reason: null }
        : model;
    case 'reconciled':
      return model.phase === 'reconciling' ? { ...model, phase: 'ready' } : model;
    case 'lost':
      return {
        ...sessionOff,
        phase: 'waiting',
        attempt: model.attempt,
        retryAtMs: event.retryAtMs,
        reason: event.reason,
      };
    case 'off':
      return { ...sessionOff, reason: event.reason };
    case 'connectivity-lost':
      return started ? { ...model, connectivityLost: event.reason } : model;
    case 'connectivity-back':
      return { ...model, connectivityLost: null };
    case 'farm-down':
      return started
        ? { ...model, farmsDown: new Map(model.farmsDown).set(event.farm, event.reason) }
        : model;
    case 'farm-up': {
      if (!model.farmsDown.has(event.farm)) return model;
      const farmsDown = new Map(model.farmsDown);
      farmsDown.delete(event.farm);
      return { ...model, farmsDown };
    }
  }
}

/** A repeated attempt goes on telling why the one before it failed; between attempts that would only flash up. */
function whileRetrying({ attempt, retryAtMs, reason }: SessionModel): ConnectionState | null {
  return reason === null || reason.cause === 'stopped'
    ? null
    : { kind: 'reconnecting', attempt, retryAtMs, reason };
}

/** The state as the rest of the program knows it. */
export function connectionState(model: SessionModel): ConnectionState {
  switch (model.phase) {
    case 'off':
      return { kind: 'disconnected', reason: model.reason };
    case 'connecting':
      return whileRetrying(model) ?? { kind: 'connecting', attempt: model.attempt };
    case 'handshaking':
      return whileRetrying(model) ?? { kind: 'handshaking' };
    case 'waiting':
      return model.reason === null
        ? { kind: 'disconnected', reason: null }
        : {
            kind: 'reconnecting',
            attempt: model.attempt,
            retryAtMs: model.retryAtMs,
            reason: model.reason,
          };
    case 'reconciling':
      return model.connectivityLost === null
        ? { kind: 'reconciling' }
        : { kind: 'degraded', reason: model.connectivityLost };
    case 'ready': {
      const reason = model.connectivityLost ?? model.farmsDown.values().next().value;
      return reason === undefined ? { kind: 'ready' } : { kind: 'degraded', reason };
    }
  }
}
