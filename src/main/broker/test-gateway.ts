import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frameOf } from './error-frame';
import type { GatewayTarget } from './port';

/** Message ids of the client, as far as the tests speak of them. Source: @stoqey/ib, OUT_MSG_ID. */
export const clientMessages = {
  reqMktData: '1',
  cancelMktData: '2',
  placeOrder: '3',
  cancelOrder: '4',
  reqAccountUpdates: '6',
  reqExecutions: '7',
  reqContractDetails: '9',
  reqAllOpenOrders: '16',
  reqHistoricalData: '20',
  reqCurrentTime: '49',
  reqGlobalCancel: '58',
  reqMarketDataType: '59',
  reqPositions: '61',
  startApi: '71',
  reqMatchingSymbols: '81',
  reqCompletedOrders: '99',
} as const;

/** How the gateway treats a connection. */
export interface GatewayScript {
  /** Fields of the answer to the handshake; null says nothing at all. */
  readonly version?: readonly string[] | null;
  /** Bytes sent as soon as a client is there, instead of a handshake. */
  readonly greeting?: Buffer;
  /** What follows START_API; the default starts a session with account DU1234567 and next order id 11. */
  readonly start?: (gateway: TestGateway) => void;
  /** Answers a message; return false for the default answer. */
  readonly answer?: (gateway: TestGateway, fields: readonly string[]) => boolean;
}

type Waiter = {
  readonly matches: (fields: readonly string[]) => boolean;
  readonly tell: (fields: readonly string[]) => void;
};

/** A scripted gateway on a loopback or local socket, for tests of the broker. It serves one client at a time. */
export class TestGateway {
  /** Every message received, in order, over all connections. */
  readonly received: (readonly string[])[] = [];
  script: GatewayScript;
  readonly #server: Server;
  readonly #folder: string | null;
  readonly #path: string | null;
  #port = 0;
  #client: Socket | null = null;
  #waiters: Waiter[] = [];
  #input = Buffer.alloc(0);
  #greeted = false;
  /** Connections accepted so far. */
  connections = 0;

  constructor(script: GatewayScript = {}, transport: 'tcp' | 'local' = 'tcp') {
    this.script = script;
    this.#folder = transport === 'local' ? mkdtempSync(join(tmpdir(), 'tradewind-')) : null;
    this.#path = this.#folder === null ? null : join(this.#folder, 'gateway');
    this.#server = createServer((socket) => this.#accept(socket));
  }

  async listen(): Promise<GatewayTarget> {
    await new Promise<void>((resolve) => {
      if (this.#path === null) this.#server.listen({ host: '127.0.0.1', port: this.#port }, () => resolve());
      else this.#server.listen({ path: this.#path }, () => resolve());
    });
    const address = this.#server.address();
    if (this.#path !== null) return { kind: 'local', path: this.#path, clientId: 7 };
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#port = address.port;
    return { kind: 'tcp', host: '127.0.0.1', port: address.port, clientId: 7 };
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Ends the current connection from this side. */
  drop(): void {
    this.#client?.destroy();
    this.#client = null;
  }

  /** Sends messages, all in one write. */
  send(...messages: (readonly string[])[]): void {
    this.sendBytes(Buffer.concat(messages.map((fields) => frameOf(fields))));
  }

  sendBytes(bytes: Buffer): void {
    this.#client?.write(bytes);
  }

  /** The first message, received already or to come, that fits. */
  message(
    id: string,
    matches: (fields: readonly string[]) => boolean = () => true,
  ): Promise<readonly string[]> {
    const fits = (fields: readonly string[]) => fields[0] === id && matches(fields);
    const already = this.received.find(fits);
    if (already !== undefined) return Promise.resolve(already);
    return this.nextMessage(id, matches);
  }

  /** The next message to come that fits. */
  nextMessage(
    id: string,
    matches: (fields: readonly string[]) => boolean = () => true,
  ): Promise<readonly string[]> {
    return new Promise((resolve) => {
      this.#waiters.push({ matches: (fields) => fields[0] === id && matches(fields), tell: resolve });
    });
  }

  /** How many messages with this id were received. */
  count(id: string): number {
    return this.received.filter((fields) => fields[0] === id).length;
  }

  #accept(socket: Socket): void {
    this.connections += 1;
    this.#client = socket;
    this.#input = Buffer.alloc(0);
    this.#greeted = false;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => this.#read(bytes));
    if (this.script.greeting !== undefined) socket.write(this.script.greeting);
  }

  #read(bytes: Buffer): void {
    this.#input = Buffer.concat([this.#input, bytes]);
    if (!this.#greeted) {
      if (this.#input.length < 8) return;
      const length = this.#input.readUInt32BE(4);
      if (this.#input.length < 8 + length) return;
      this.#input = this.#input.subarray(8 + length);
      this.#greeted = true;
      const { version = ['193', '20261004 11:59:03 US/Eastern'], greeting } = this.script;
      if (version !== null && greeting === undefined) this.send(version);
    }
    while (this.#input.length >= 4) {
      const length = this.#input.readUInt32BE(0);
      if (this.#input.length < 4 + length) return;
      const fields = this.#input.toString('utf8', 4, 4 + length - 1).split('\0');
      this.#input = this.#input.subarray(4 + length);
      this.#take(fields);
    }
  }

  #take(fields: readonly string[]): void {
    this.received.push(fields);
    const waiter = this.#waiters.find((candidate) => candidate.matches(fields));
    if (waiter !== undefined) {
      this.#waiters = this.#waiters.filter((other) => other !== waiter);
      waiter.tell(fields);
    }
    if (this.script.answer?.(this, fields) === true) return;
    switch (fields[0]) {
      case clientMessages.startApi:
        if (this.script.start === undefined) this.start();
        else this.script.start(this);
        return;
      case clientMessages.reqCurrentTime:
        this.send(['49', '1', '1791086344']);
        return;
      case undefined:
      default:
    }
  }

  /** Starts the session, as the recording shows it. */
  start(nextValidId = 11): void {
    this.send(
      ['15', '1', 'DU1234567'],
      ['9', '1', String(nextValidId)],
      ['4', '2', '-1', '2104', 'Market data farm connection is OK:hfarm', ''],
    );
  }
}
