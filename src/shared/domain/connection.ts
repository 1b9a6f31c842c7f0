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
  'restart',
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

/** What a data farm of Interactive Brokers serves: prices, bars, or contract details and searches. */
export const farmKinds = ['market-data', 'history', 'definitions'] as const;
export type FarmKind = (typeof farmKinds)[number];

/** A data farm that the gateway has said to be down. Orders do not go through it, so they are not held back. */
export interface FarmTrouble {
  readonly kind: FarmKind;
  /** IB's name of it: `usfarm`; may be empty. */
  readonly farm: string;
  readonly reason: ConnectionReason;
}

/**
 * The states of the broker session. Orders go out in `ready` only; cancels whenever the socket is there. `degraded`: the
 * gateway has lost Interactive Brokers. A data farm that is down is not a state: see `farmsDown` of the snapshot.
 */
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
  /** Data farms that are down; values that depend on them are shown as stale. */
  readonly farmsDown: readonly FarmTrouble[];
  /** `127.0.0.1:4002`, or `built-in simulator`. */
  readonly target: string;
  readonly accountIds: readonly string[];
  readonly serverVersion: number | null;
  /** Round trip of the last heartbeat, ms. */
  readonly latencyMs: number | null;
  /** Gateway clock minus this machine's clock, ms. */
  readonly clockOffsetMs: number | null;
}
