import type {
  ConnectionReason,
  ConnectionState,
  FarmKind,
  FarmTrouble,
} from '../../shared/domain/connection';

/** Where the session stands; {@link connectionState} says it in the words of the domain. */
export interface SessionModel {
  readonly phase: 'off' | 'connecting' | 'handshaking' | 'reconciling' | 'ready' | 'waiting';
  /**
   * Which attempt this is since the last session that was ready, from 1. A gateway that accepts a session and drops it
   * before everything is compared is not there yet.
   */
  readonly attempt: number;
  readonly retryAtMs: number;
  /** Why it is off or waiting. */
  readonly reason: ConnectionReason | null;
  /** The gateway has said that it lost Interactive Brokers (1100) and not yet that it is back. */
  readonly connectivityLost: ConnectionReason | null;
  /** Data farms that are down, by kind and name. They are told of, but hold no orders back. */
  readonly farmsDown: ReadonlyMap<string, FarmTrouble>;
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
  /** `allFarms`: the gateway says that every farm is connected. */
  | { readonly kind: 'connectivity-back'; readonly allFarms: boolean }
  | { readonly kind: 'farm-down'; readonly trouble: FarmTrouble }
  | { readonly kind: 'farm-up'; readonly farm: string; readonly farmKind: FarmKind };

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
  // A gateway tells of its troubles as soon as a client is there, perhaps before the session has begun.
  const connected = model.phase !== 'off' && model.phase !== 'waiting';
  switch (event.kind) {
    case 'open':
      return { ...sessionOff, phase: 'connecting', attempt: model.attempt + 1, reason: model.reason };
    case 'connected':
      return model.phase === 'connecting' ? { ...model, phase: 'handshaking' } : model;
    case 'started':
      return model.phase === 'handshaking' ? { ...model, phase: 'reconciling', reason: null } : model;
    case 'reconciled':
      return model.phase === 'reconciling' ? { ...model, phase: 'ready', attempt: 0 } : model;
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
      return connected ? { ...model, connectivityLost: event.reason } : model;
    case 'connectivity-back':
      return {
        ...model,
        // Orders may have been filled or cancelled without a word: they are compared before new ones go out.
        phase: model.phase === 'ready' && model.connectivityLost !== null ? 'reconciling' : model.phase,
        connectivityLost: null,
        farmsDown: event.allFarms ? sessionOff.farmsDown : model.farmsDown,
      };
    case 'farm-down': {
      const { trouble } = event;
      return connected
        ? { ...model, farmsDown: new Map(model.farmsDown).set(farmKey(trouble.kind, trouble.farm), trouble) }
        : model;
    }
    case 'farm-up': {
      const key = farmKey(event.farmKind, event.farm);
      if (!model.farmsDown.has(key)) return model;
      const farmsDown = new Map(model.farmsDown);
      farmsDown.delete(key);
      return { ...model, farmsDown };
    }
  }
}

/** How a farm is told from others in {@link SessionModel.farmsDown}. */
export function farmKey(kind: FarmKind, farm: string): string {
  return `${kind}/${farm}`;
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
    case 'ready':
      return model.connectivityLost === null
        ? { kind: 'ready' }
        : { kind: 'degraded', reason: model.connectivityLost };
  }
}
