import type { ContractRef, Instrument } from '../../shared/domain/instrument';
import type { Fill, Order } from '../../shared/domain/order';
import type { TradingPermission } from '../../shared/ipc/streams';
import type { Broker, BrokerResult } from '../broker/port';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { Random } from '../platform/random';
import type { RiskLimits } from './risk-gate';
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
  /** A sentence for the messages panel. */
  notice(severity: 'information' | 'warning' | 'error', code: number | null, text: string): void;
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
  readonly limits: RiskLimits;
}
