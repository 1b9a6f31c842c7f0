import type { DecimalText } from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import type { OrderDraft } from '../../../shared/domain/order';
import type { Quote } from '../../../shared/domain/quote';
import type { RiskPolicy, RiskState } from '../../../shared/domain/risk';

/** An order that passed the gate before. */
export interface PassedOrder {
  readonly draft: OrderDraft;
  /** Time of this machine, UTC ms. */
  readonly atMs: number;
}

/** What IB said of an order before it was sent: the account after it, base currency. */
export interface MarginAfter {
  readonly initMargin: DecimalText;
  readonly equityWithLoan: DecimalText;
  /** What the order adds to the initial margin; null when IB left it out. */
  readonly initMarginChange: DecimalText | null;
}

/** Everything that the checks look at, as it is known at one moment. Null: not known. */
export interface RiskFacts {
  /** Time of this machine, UTC ms. */
  readonly nowMs: number;
  /** Time of the gateway, UTC ms: sessions are reckoned by it. */
  readonly marketNowMs: number;
  readonly policy: RiskPolicy;
  readonly state: RiskState;
  readonly instrument: Instrument;
  readonly quote: Quote;
  /** Of this instrument: positive long, negative short, 0 when there is none. Null before IB has told the positions. */
  readonly position: DecimalText | null;
  /**
   * What may still be bought and sold of this instrument apart from the order: see `openExposure`, and fills that are not
   * in the position yet.
   */
  readonly openBuys: DecimalText;
  readonly openSells: DecimalText;
  /** Live orders of this installation, those on their way included. */
  readonly openOrders: number;
  /** Base currency for one unit of the instrument's currency. */
  readonly rateToBase: DecimalText | null;
  readonly baseCurrency: string | null;
  readonly netLiquidation: DecimalText | null;
  /** Profit and loss of the day, base currency; negative is a loss. */
  readonly dailyPnl: DecimalText | null;
  readonly passed: readonly PassedOrder[];
}
