import type { DecimalText } from '../../../shared/domain/decimal';
import type { ConId } from '../../../shared/domain/instrument';
import type { Order, OrderDraft } from '../../../shared/domain/order';
import type { Quote } from '../../../shared/domain/quote';
import type { Result } from '../../../shared/domain/result';
import type { WhatIfMargin } from '../../broker/port';
import type { Clock } from '../../platform/clock';
import type { NewRecord } from '../trading-store';
import type { RiskDocument } from './risk-document';
import type { MarginAfter } from './risk-facts';

/** What the gate needs to know of an account; null where it is not known. */
export interface RiskAccount {
  readonly baseCurrency: string | null;
  readonly netLiquidation: DecimalText | null;
  readonly dailyPnl: DecimalText | null;
}

/** Where the gate learns what it looks at. */
export interface RiskSources {
  account(): RiskAccount;
  /** Signed quantity; `0` when there is none; null before IB has told the positions. */
  position(conId: ConId): DecimalText | null;
  /** Base currency for one unit. */
  rateToBase(currency: string): DecimalText | null;
  orders(): readonly Order[];
  /** What is known of a market, waiting a moment for its first values when nobody watched it before. */
  quote(conId: ConId): Promise<Quote>;
  whatIf(draft: OrderDraft): Promise<Result<WhatIfMargin, { readonly text: string }>>;
}

/** Where the gate keeps its settings between runs. */
export interface RiskStore {
  /** Null when nothing was kept yet. */
  load(): Promise<Result<RiskDocument | null, string>>;
  save(document: RiskDocument): Promise<Result<void, string>>;
}

export interface RiskGateDeps {
  readonly sources: RiskSources;
  readonly store: RiskStore;
  readonly clock: Clock;
  readonly marketNowMs: () => number;
  /**
   * Whether {@link marketNowMs} is the gateway's clock. Before it is compared, this machine may be in another day, and a
   * gate that a loss closed must not open for that.
   */
  readonly marketClockKnown: () => boolean;
  readonly journal: (records: readonly NewRecord[]) => void;
  readonly notice: (severity: 'information' | 'warning' | 'error', text: string) => void;
  /** State or settings changed. */
  readonly onChange: () => void;
}

/** What was asked about an order before it is judged. */
export interface Inquiry {
  readonly quote: Quote;
  /** Null when the buying power was not asked for. */
  readonly margin: MarginAfter | null;
  /** Tick of the passed orders when the buying power was asked for. */
  readonly tick: number;
}
