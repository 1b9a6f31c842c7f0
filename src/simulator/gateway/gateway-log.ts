import type { Fault } from '../faults/fault';

/** What the gateway tells its owner. Order contents and account numbers are never part of it. */
export type GatewayEvent =
  | { readonly kind: 'connected' }
  | { readonly kind: 'started'; readonly clientId: number; readonly serverVersion: number }
  | { readonly kind: 'disconnected'; readonly clientId: number | undefined }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'dropped'; readonly clientId: number | undefined; readonly reason: string }
  /** Something went wrong in the simulator itself. */
  | { readonly kind: 'fault'; readonly clientId: number | undefined; readonly error: unknown }
  /** A fault of the script has struck; `clientId` is the client that set it off. */
  | { readonly kind: 'struck'; readonly clientId: number | undefined; readonly fault: Fault };

export type GatewayLog = (event: GatewayEvent) => void;
