/** What the gateway tells its owner. Order contents and account numbers are never part of it. */
export type GatewayEvent =
  | { readonly kind: 'connected' }
  | { readonly kind: 'started'; readonly clientId: number; readonly serverVersion: number }
  | { readonly kind: 'disconnected'; readonly clientId: number | undefined }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'dropped'; readonly clientId: number | undefined; readonly reason: string }
  | { readonly kind: 'fault'; readonly clientId: number | undefined; readonly error: unknown };

export type GatewayLog = (event: GatewayEvent) => void;
