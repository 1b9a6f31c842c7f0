import type { FaultScript } from './faults/fault-script';
import type { GatewayLimits } from './gateway/gateway-limits';
import type { MarketDataSubscription } from './gateway/market-data-permission';
import type { StartPosition } from './world/world';

/** What a simulated gateway is started with, whoever starts it. */
export interface SimulatorSettings {
  /** The same seed gives the same prices. */
  readonly seed: number;
  /** Simulated milliseconds per wall millisecond, 0.1 to 3600. */
  readonly speed: number;
  /** Where the simulated clock starts, ms since the epoch; undefined: a trading day at 10:30 New York time. */
  readonly startMs: number | undefined;
  /** Market events a second for the busiest stock at speed 1, 0.1 to 20,000. */
  readonly tickRate: number;
  /** A paper id, `DU` or `DF` and six to eight digits, or a live-looking one, `U` and as many (see `account-id.ts`). */
  readonly accountId: string;
  /** Start cash in the base currency. */
  readonly cash: number;
  /** Base currency of the account; USD when it is left out. */
  readonly baseCurrency?: string;
  /** Positions that the account holds at the start, besides its cash. */
  readonly startPositions?: readonly StartPosition[];
  /** What differs from the limits of Interactive Brokers. */
  readonly limits?: Partial<GatewayLimits>;
  /** Refuses everything about orders with 321; false by default. */
  readonly readOnlyApi?: boolean;
  /** Which market data the login has subscribed to: live ones by default. */
  readonly marketData?: MarketDataSubscription;
  /** What breaks, and when; nothing by default. */
  readonly faults?: FaultScript;
}

export const defaultSettings: SimulatorSettings = {
  seed: 1,
  speed: 1,
  startMs: undefined,
  tickRate: 20,
  accountId: 'DU1234567',
  cash: 1_000_000,
};

export const SPEED_RANGE = { minimum: 0.1, maximum: 3_600 } as const;
export const TICK_RATE_RANGE = { minimum: 0.1, maximum: 20_000 } as const;
