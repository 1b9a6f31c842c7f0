import { createServer, type Server, type Socket } from 'node:net';
import type { World } from '../world/world';
import { ClientSession, type SessionOwner } from './client-session';
import { createGatewayContext, type UpdatePace } from './gateway-context';
import type { GatewayLimits } from './gateway-limits';
import type { GatewayLog } from './gateway-log';

/** Where a gateway listens: a unix domain socket or Windows named pipe, or a TCP port (0 for any free one). */
export type ListenAddress = { readonly path: string } | { readonly host: string; readonly port: number };

export type ListenResult =
  | { readonly ok: true /** The TCP port, undefined for a path. */; readonly port: number | undefined }
  | { readonly ok: false /** `EADDRINUSE` and the like. */; readonly code: string; readonly message: string };

export interface GatewayOptions {
  readonly world: World;
  /** Told of connections and faults; nothing by default. */
  readonly log?: GatewayLog;
  /** Simulated milliseconds between updates of slow streams; 1,000 and 180,000 by default. */
  readonly pace?: UpdatePace;
  /** What differs from the limits of Interactive Brokers. */
  readonly limits?: Partial<GatewayLimits>;
  /** Bytes that may wait for a client that does not read, 32 MiB by default. */
  readonly outputLimitBytes?: number;
  /** Connections at a time, 64 by default. */
  readonly maxConnections?: number;
}

export interface Gateway {
  /** Starts to listen; a gateway listens at one address at a time. */
  listen(address: ListenAddress): Promise<ListenResult>;
  /** Ends all connections and stops listening. The world goes on. */
  close(): Promise<void>;
}

const DEFAULT_OUTPUT_LIMIT_BYTES = 33_554_432;
const DEFAULT_CONNECTIONS = 64;

/** A gateway that speaks the TWS wire protocol in front of a simulated world. */
export function createGateway(options: GatewayOptions): Gateway {
  const { world, log = () => undefined } = options;
  const context = createGatewayContext(world, options);
  const clientIds = new Set<number>();
  const sessions = new Map<Socket, ClientSession>();
  const owner: SessionOwner = {
    context,
    log,
    outputLimitBytes: options.outputLimitBytes ?? DEFAULT_OUTPUT_LIMIT_BYTES,
    claim: (clientId) => {
      if (clientIds.has(clientId)) return false;
      clientIds.add(clientId);
      return true;
    },
    release: (clientId) => void clientIds.delete(clientId),
  };
  const server = createServer((socket) => {
    sessions.set(socket, new ClientSession(socket, owner));
    socket.once('close', () => sessions.delete(socket));
  });
  server.maxConnections = options.maxConnections ?? DEFAULT_CONNECTIONS;
  return {
    listen: (address) => startListening(server, address),
    close: async () => {
      for (const session of sessions.values()) session.close();
      context.orders.close();
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function startListening(server: Server, address: ListenAddress): Promise<ListenResult> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      resolve({ ok: false, code: error.code ?? 'UNKNOWN', message: error.message });
    };
    server.once('error', failed);
    server.listen(address, () => {
      server.removeListener('error', failed);
      const bound = server.address();
      resolve({ ok: true, port: typeof bound === 'object' && bound !== null ? bound.port : undefined });
    });
  });
}
