/** Why a connection is not (fully) there, as a class that code can act on. */
export const connectionCauses = [
  'stopped',
  'refused',
  'host-unknown',
  'no-answer',
  'not-a-gateway',
  'version',
  'client-id-in-use',
  'dropped',
  'malformed',
  'connectivity-lost',
  'farm-down',
  'port-changed',
  'not-allowed',
  'account-mismatch',
  'simulator-failed',
] as const;
export type ConnectionCause = (typeof connectionCauses)[number];

/** A cause in the trader's words: what happened and what to do. */
export interface ConnectionReason {
  readonly cause: ConnectionCause;
  readonly text: string;
  readonly advice: string;
}

/** The states of the broker session. Orders go out in `ready` only; cancels whenever the socket is there. */
export type ConnectionState =
  | { readonly kind: 'disconnected'; readonly reason: ConnectionReason | null }
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'handshaking' }
  | { readonly kind: 'reconciling' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'degraded'; readonly reason: ConnectionReason }
  | {
      readonly kind: 'reconnecting';
      readonly attempt: number;
      readonly retryAtMs: number;
      readonly reason: ConnectionReason;
    };

export type ConnectionKind = ConnectionState['kind'];

/** The connection as shown to the trader. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState;
  /** Grows with every socket that is opened; an order carries the epoch it was made for. */
  readonly epoch: number;
  /** `127.0.0.1:4002`, or `built-in simulator`. */
  readonly target: string;
  readonly accountIds: readonly string[];
  readonly serverVersion: number | null;
  /** Round trip of the last heartbeat, ms. */
  readonly latencyMs: number | null;
  /** Gateway clock minus this machine's clock, ms. */
  readonly clockOffsetMs: number | null;
}
