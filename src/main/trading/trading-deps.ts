import type { Position } from '../../shared/domain/account';
import type { DecimalText } from '../../shared/domain/decimal';
import type { ConId, ContractRef, Instrument } from '../../shared/domain/instrument';
import type { Fill, Order } from '../../shared/domain/order';
import type { TradingPermission } from '../../shared/ipc/streams';
import type { Broker, BrokerResult } from '../broker/port';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { Random } from '../platform/random';
import type { OpenPosition } from './kill-switch';
import type { ReconciliationStore } from './reconciliation-store';
import type { LatencyLedger } from './latency-ledger';
import type { RiskSources, RiskStore } from './risk/risk-gate-deps';
import type { TradingStore } from './trading-store';

/** Instruments by conId, as `market-data/` keeps them. */
export interface InstrumentSource {
  get(conId: Order['conId']): Promise<BrokerResult<Instrument>>;
  contractRef(instrument: Instrument): ContractRef;
}

/** Told after each change. */
export interface TradingListener {
  order(order: Order): void;
  fill(fill: Fill): void;
  /** Everything should be shown anew. */
  reset(): void;
  /** The newest comparison with IB, what it found, or whether orders wait for it changed. */
  reconciliation(): void;
  /** State or limits of the risk gate changed. */
  risk(): void;
  /** A sentence for the messages panel. */
  notice(severity: 'information' | 'warning' | 'error', code: number | null, text: string): void;
}

/** The positions as IB tells them. */
export interface PositionSource {
  /** Asks IB for all positions and takes them over. False without an answer on the connection `epoch`. */
  list(epoch: number): Promise<boolean>;
  /** Open positions of the account; null before IB has listed them in this connection. */
  held(): readonly Position[] | null;
  /** Marks a position with the quantity that nothing explains; null takes the mark away. */
  flag(conId: ConId, unexplained: DecimalText | null): void;
}

export interface TradingDeps {
  readonly broker: Broker;
  readonly instruments: InstrumentSource;
  readonly store: TradingStore;
  readonly clock: Clock;
  /** The time of the gateway, UTC ms: orders are shown in it, as fills are. */
  readonly marketNowMs: () => number;
  readonly random: Random;
  readonly log: Logger;
  readonly listener: TradingListener;
  readonly clientId: number;
  /** The mode proof of this moment. */
  readonly permission: () => TradingPermission;
  /** Account that orders go to; null before the gateway has named it. */
  readonly accountId: () => string | null;
  /** What the risk gate looks at, apart from orders and margins, which trading knows itself. */
  readonly risk: Pick<RiskSources, 'account' | 'position' | 'rateToBase' | 'quote'>;
  readonly riskStore: RiskStore;
  readonly positionSource: PositionSource;
  readonly reconciliationStore: ReconciliationStore;
  /** Open positions of the account; null before IB has told them. */
  readonly positions: () => readonly OpenPosition[] | null;
  /** Told when an order passes a point on its way. */
  readonly latency?: LatencyLedger;
}
