import type { Socket } from 'node:net';
import type { FaultScript } from '../faults/fault-script';
import { type FaultControl, GatewayFaults } from '../faults/gateway-faults';
import type { WallClock, World } from '../world/world';
import { ClientSession, type SessionOwner } from './client-session';
import { createGatewayContext, type UpdatePace } from './gateway-context';
import type { GatewayLimits } from './gateway-limits';
import type { GatewayLog } from './gateway-log';
import { guardedWorld } from './guarded-world';
import type { MarketDataSubscription } from './market-data-permission';
import { type ListenAddress, Listener, type ListenResult } from './listener';

export type { ListenAddress, ListenResult } from './listener';

export interface GatewayOptions {
  readonly world: World;
  /** Told of connections and faults; nothing by default. */
  readonly log?: GatewayLog;
  /** Simulated milliseconds between updates of slow streams; 1,000 and 180,000 by default. */
  readonly pace?: UpdatePace;
  /** What differs from the limits of Interactive Brokers. */
  readonly limits?: Partial<GatewayLimits>;
  /** Refuses everything about orders with 321, as a Gateway does whose API is set to read-only; false by default. */
  readonly readOnlyApi?: boolean;
  /** Whether all market data are live, delayed or refused; live by default. */
  readonly marketData?: MarketDataSubscription;
  /** Bytes that may wait for a client that does not read, 32 MiB by default. */
  readonly outputLimitBytes?: number;
  /** Connections at a time, 64 by default. */
  readonly maxConnections?: number;
  /** What breaks, and when; nothing by default. */
  readonly faults?: FaultScript;
  /**
   * What the message rate and the historical pacing are measured with: the time of the host by default. A test that
   * moves its own time gives its clock.
   */
  readonly wall?: WallClock;
}

export interface Gateway {
  /** Starts to listen; a gateway listens at one address at a time. */
  listen(address: ListenAddress): Promise<ListenResult>;
  /** Ends all connections and stops listening. The world goes on. */
  close(): Promise<void>;
  /** Lets things break on command, and says what has broken. */
  readonly faults: FaultControl;
}

const DEFAULT_OUTPUT_LIMIT_BYTES = 33_554_432;
const DEFAULT_CONNECTIONS = 64;

/** A gateway that speaks the TWS wire protocol in front of a simulated world. */
export function createGateway(options: GatewayOptions): Gateway {
  const { world, log = () => undefined, faults: script = { steps: [] } } = options;
  const clientIds = new Set<number>();
  const sessions = new Map<Socket, ClientSession>();
  const accept = (socket: Socket): void => {
    sessions.set(socket, new ClientSession(socket, owner));
    socket.once('close', () => sessions.delete(socket));
  };
  const report = (error: unknown): void => log({ kind: 'fault', clientId: undefined, error });
  const listener = new Listener(options.maxConnections ?? DEFAULT_CONNECTIONS, accept, report);
  // Before the orders of the context: faults come before any client is told of an order.
  const faults = new GatewayFaults(world, script, listener, ({ fault, clientId }) =>
    log({ kind: 'struck', fault, clientId }),
  );
  const context = createGatewayContext(guardedWorld(world, report), options);
  const owner: SessionOwner = {
    context,
    log,
    faults,
    outputLimitBytes: options.outputLimitBytes ?? DEFAULT_OUTPUT_LIMIT_BYTES,
    claim: (clientId) => {
      if (clientIds.has(clientId)) return 'taken';
      if (clientIds.size >= context.limits.clients) return 'full';
      clientIds.add(clientId);
      return 'ok';
    },
    release: (clientId) => void clientIds.delete(clientId),
  };
  return {
    faults,
    listen: (address) => listener.listen(address),
    close: async () => {
      faults.close();
      for (const session of sessions.values()) session.close();
      context.orders.close();
      await listener.close();
    },
  };
}
