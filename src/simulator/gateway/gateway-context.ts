import { nodeWallClock } from '../world/wall-clock';
import type { WallClock, World } from '../world/world';
import { defaultLimits, type GatewayLimits } from './gateway-limits';
import { DisplayGroups } from './display-groups';
import { DepthControl } from './depth-control';
import { HistoricalPacing } from './historical-pacing';
import { LineBudget } from './line-budget';
import { MarketDataPermissions, type MarketDataSubscription } from './market-data-permission';
import { OrderDesk } from './order-desk';

/** How often streams that are not sent with every change are brought up to date, in simulated milliseconds. */
export interface UpdatePace {
  /** Forming bars, profit and loss, delayed quotes. */
  readonly frequentMs: number;
  /** Account values and summaries. */
  readonly accountMs: number;
}

/** What all clients of a gateway share. */
export interface GatewayContext {
  readonly world: World;
  readonly orders: OrderDesk;
  readonly limits: GatewayLimits;
  readonly lines: LineBudget;
  readonly depthLines: LineBudget;
  readonly tickByTickLines: LineBudget;
  readonly scannerLines: LineBudget;
  readonly displayGroups: DisplayGroups;
  readonly pace: UpdatePace;
  /** The historical requests of all clients, as the pacing rules see them. */
  readonly historicalPacing: HistoricalPacing;
  /** The time by which messages and historical requests are rated. */
  readonly wall: WallClock;
  /** What fault scripts do to market depth. */
  readonly depth: DepthControl;
  /** Who may see which market data; fault scripts change it. */
  readonly permissions: MarketDataPermissions;
}

const defaultPace: UpdatePace = { frequentMs: 1_000, accountMs: 180_000 };

/** What the clients of one gateway share, with what differs from the defaults. */
export function createGatewayContext(
  world: World,
  options: {
    readonly limits?: Partial<GatewayLimits>;
    readonly pace?: UpdatePace;
    readonly readOnlyApi?: boolean;
    readonly marketData?: MarketDataSubscription;
    readonly wall?: WallClock;
  } = {},
): GatewayContext {
  const limits = { ...defaultLimits, ...options.limits };
  return {
    world,
    orders: new OrderDesk(world, { limits, readOnlyApi: options.readOnlyApi ?? false }),
    limits,
    lines: new LineBudget(limits.marketDataLines),
    depthLines: new LineBudget(limits.marketDepth),
    tickByTickLines: new LineBudget(limits.tickByTick),
    depth: new DepthControl(),
    permissions: new MarketDataPermissions(options.marketData),
    scannerLines: new LineBudget(limits.scanners),
    displayGroups: new DisplayGroups(),
    pace: options.pace ?? defaultPace,
    historicalPacing: new HistoricalPacing(),
    wall: options.wall ?? nodeWallClock,
  };
}
