import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { portOf } from './listening-port';

/** A word that the proxy exchanges on its way, in both directions; both have the same length. */
export interface Disguise {
  readonly gatewaySays: string;
  readonly appHears: string;
}

/** Stands between the app and a gateway, and can put bytes of its own into what the gateway says. */
export class TamperingProxy {
  private readonly server: Server;
  private readonly gatewayPort: number;
  private readonly sockets = new Set<Socket>();
  private readonly clients = new Set<Socket>();

  private readonly disguise: Disguise | null;

  private constructor(server: Server, gatewayPort: number, disguise: Disguise | null) {
    this.server = server;
    this.gatewayPort = gatewayPort;
    this.disguise = disguise;
  }

  static async start(gatewayPort: number, disguise: Disguise | null = null): Promise<TamperingProxy> {
    const server = createServer();
    const proxy = new TamperingProxy(server, gatewayPort, disguise);
    server.on('connection', (client) => proxy.join(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return portOf(this.server);
  }

  /** Sends bytes to the app in the gateway's name; between two messages, since the gateway writes whole ones. */
  inject(bytes: Buffer): void {
    for (const client of this.clients) client.write(bytes);
  }

  /** Sends the beginning of a message and ends the connection. */
  truncate(bytes: Buffer): void {
    for (const client of this.clients) client.end(bytes);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const gateway = connect(this.gatewayPort, '127.0.0.1');
    for (const socket of [client, gateway]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
    }
    this.clients.add(client);
    const { gatewaySays = '', appHears = '' } = this.disguise ?? {};
    client.on('data', (bytes) => gateway.write(exchanged(bytes, appHears, gatewaySays)));
    gateway.on('data', (bytes) => {
      if (client.writable) client.write(exchanged(bytes, gatewaySays, appHears));
    });
    client.on('close', () => {
      this.clients.delete(client);
      gateway.destroy();
    });
    gateway.on('close', () => client.destroy());
  }
}

function exchanged(bytes: Buffer, from: string, to: string): Buffer {
  return from === '' ? bytes : Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}
