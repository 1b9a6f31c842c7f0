/** How much of everything a gateway gives its clients. The defaults are those of Interactive Brokers. */
export interface GatewayLimits {
  /** Messages a second from one client; above it error 100. */
  readonly messagesPerSecond: number;
  /** Clients at a time; above it error 321, which is our choice, since TWS documents none. */
  readonly clients: number;
  /** Market data lines of all clients together; above it error 101. */
  readonly marketDataLines: number;
  /** Market depth subscriptions of all clients together; above it error 309. */
  readonly marketDepth: number;
  /** Tick-by-tick subscriptions of all clients together; above it error 10190. */
  readonly tickByTick: number;
  /** Account summary subscriptions of one client; above it error 322. */
  readonly accountSummaries: number;
  /** Scanner subscriptions of all clients together; above it error 322. */
  readonly scanners: number;
  /** Historical requests of one client that may wait for their answer. */
  readonly historicalOpen: number;
  /** False switches off the pacing rules for bars of 30 seconds or less (error 162 or 420). */
  readonly historicalPacing: boolean;
  /** Active orders on one side of one contract; above it error 201. */
  readonly activeOrdersPerSide: number;
}

export const defaultLimits: GatewayLimits = {
  messagesPerSecond: 50,
  clients: 32,
  marketDataLines: 100,
  marketDepth: 3,
  tickByTick: 3,
  accountSummaries: 2,
  scanners: 10,
  historicalOpen: 50,
  historicalPacing: true,
  activeOrdersPerSide: 20,
};
