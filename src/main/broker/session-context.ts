import type { FarmKind, FarmTrouble } from '../../shared/domain/connection';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { ContractMemory } from './contract-facts';
import type { GatewayLink } from './gateway-link';
import type { IdSource } from './ids';
import type { BrokerOptions } from './options';
import type { BrokerError } from './port';
import type { RequestTable } from './request-table';
import type { LaneScheduler } from './scheduler';

/** What the parts of a session share. */
export interface SessionContext {
  readonly clock: Clock;
  readonly log: Logger;
  readonly options: BrokerOptions;
  readonly ids: IdSource;
  readonly scheduler: LaneScheduler;
  readonly requests: RequestTable;
  /** What is known of the instruments that the gateway has described. */
  readonly contracts: ContractMemory;
  /** The connection on which requests may be sent now, or null. */
  link(): GatewayLink | null;
  /** Whether the gateway is connected with Interactive Brokers, as far as it has said. */
  connected(): boolean;
  /** The farms of this kind that are down. */
  farmsDown(kind: FarmKind): readonly FarmTrouble[];
  /** The gateway's clock, UTC ms. */
  gatewayNowMs(): number;
  /** True when the built-in simulator is behind the connection. */
  simulated(): boolean;
}

/** One area of the session: quotes, history, orders and so on. */
export interface SessionPart {
  /** Registers its listeners on a connection that is about to be opened. */
  listen(link: GatewayLink): void;
  /** The session has started: sends what must be sent again on every connection. */
  begin(link: GatewayLink): void;
  /** The connection is gone. */
  end(): void;
  /** The gateway is back at Interactive Brokers and has lost its subscriptions (1101), or a farm came back. */
  resubscribe(link: GatewayLink): void;
}

export const notConnected: BrokerError = {
  kind: 'not-connected',
  code: null,
  text: 'There is no connection to the gateway.',
};

export const connectionLost: BrokerError = {
  kind: 'not-connected',
  code: null,
  text: 'The connection to the gateway was lost before the answer came.',
};
