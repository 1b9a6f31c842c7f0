import type { World } from '../world/world';
import type { GatewayLimits } from './gateway-limits';
import type { LineBudget } from './line-budget';
import type { OrderDesk } from './order-desk';

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
