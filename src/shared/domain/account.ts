import type { DecimalText } from './decimal';
import type { InstrumentName } from './instrument';

/** The values of the account strip; null while the gateway has not said them. In the account's base currency. */
export interface AccountSummary {
  readonly accountId: string;
  readonly currency: string | null;
  readonly netLiquidation: DecimalText | null;
  readonly totalCash: DecimalText | null;
  readonly buyingPower: DecimalText | null;
  readonly availableFunds: DecimalText | null;
  readonly excessLiquidity: DecimalText | null;
  readonly initMargin: DecimalText | null;
  readonly maintMargin: DecimalText | null;
  readonly grossPositionValue: DecimalText | null;
  /** From reqPnL. */
  readonly dailyPnl: DecimalText | null;
  readonly unrealizedPnl: DecimalText | null;
  readonly realizedPnl: DecimalText | null;
  readonly receivedMs: number | null;
  /** True while the connection that fed it is gone. */
  readonly stale: boolean;
}

/** One position as IB reports it. */
export interface Position extends InstrumentName {
  readonly accountId: string;
  readonly currency: string;
  readonly multiplier: DecimalText;
  /** Positive long, negative short. */
  readonly quantity: DecimalText;
  /** Per unit of the instrument's price (IB's average cost divided by the multiplier), commissions included. */
  readonly averagePrice: DecimalText | null;
  readonly marketPrice: DecimalText | null;
  readonly marketValue: DecimalText | null;
  readonly unrealizedPnl: DecimalText | null;
  readonly realizedPnl: DecimalText | null;
  readonly dailyPnl: DecimalText | null;
  /** How much more IB has than start position and fills make, where nothing explains it; null when it adds up. */
  readonly unexplained: DecimalText | null;
  readonly receivedMs: number;
  readonly stale: boolean;
}
