import type { World } from '../world/world';
import { defaultLimits, type GatewayLimits } from './gateway-limits';
import { LineBudget } from './line-budget';
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
  readonly pace: UpdatePace;
}

const defaultPace: UpdatePace = { frequentMs: 1_000, accountMs: 180_000 };

/** What the clients of one gateway share, with what differs from the defaults. */
export function createGatewayContext(
  world: World,
  options: { readonly limits?: Partial<GatewayLimits>; readonly pace?: UpdatePace } = {},
): GatewayContext {
  const limits = { ...defaultLimits, ...options.limits };
  return {
    world,
    orders: new OrderDesk(world),
    limits,
    lines: new LineBudget(limits.marketDataLines),
    depthLines: new LineBudget(limits.marketDepth),
    tickByTickLines: new LineBudget(limits.tickByTick),
    pace: options.pace ?? defaultPace,
  };
}
