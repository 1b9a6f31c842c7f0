import { connect, type Socket } from 'node:net';

const open = new Set<Socket>();

/** A client of bytes alone, for what no library sends, and to see what none would show. */
export class RawClient {
  readonly socket: Socket;
  /** The fields of each message so far. */
  readonly messages: string[][] = [];
  /** Bytes of each packet so far. */
  readonly packets: number[] = [];
  /** Everything received that was no whole message yet. */
  rest = Buffer.alloc(0);
  /** The code of the error that ended the connection, `ECONNRESET` and the like. */
  errorCode: string | undefined;
  readonly #wakes = new Set<() => void>();

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    open.add(this.socket);
    this.socket.on('data', (chunk) => this.#take(chunk));
    this.socket.on('error', (error: NodeJS.ErrnoException) => {
      this.errorCode = error.code;
    });
    this.socket.on('close', () => {
      open.delete(this.socket);
      this.#wake();
    });
  }

  /** Connects and starts a session; resolves when the farm notices have come. */
  static async start(port: number, clientId = 1, versions = 'v100..193'): Promise<RawClient> {
    const client = new RawClient(port);
    client.hello(versions);
    client.startApi(clientId);
    await client.message(([id, , , code]) => id === '4' && code === '2158');
    return client;
  }

  /** Ends the sockets of all raw clients. */
  static closeAll(): void {
    for (const socket of open) socket.destroy();
  }

  send(...fields: readonly string[]): void {
    const body = Buffer.from(fields.map((field) => `${field}\0`).join(''));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    this.socket.write(Buffer.concat([length, body]));
  }

  hello(versions: string): void {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(versions.length);
    this.socket.write(Buffer.concat([Buffer.from('API\0'), length, Buffer.from(versions)]));
  }

  startApi(clientId: number): void {
    this.send('71', '2', String(clientId), '');
  }

  /** Asks for market data of the fake world's stock. */
  reqMarketDataType(type: number): void {
    this.send('59', '1', String(type));
  }

  reqMktData(reqId: number, snapshot = false): void {
    const contract = ['265598', '', '', '', '', '', '', '', '', '', '', ''];
    this.send('1', '11', String(reqId), ...contract, '0', '', snapshot ? '1' : '0', '0', '');
  }

  /** The first message so far, or to come, that fits. */
  async message(fits: (fields: readonly string[]) => boolean): Promise<readonly string[]> {
    return this.until(() => this.messages.find(fits));
  }

  /** The first error, warning or notice with this code. */
  async code(code: number): Promise<readonly string[]> {
    return this.message(([id, , , found]) => id === '4' && found === String(code));
  }

  /** Waits until something is there. */
  async until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        this.#wakes.delete(look);
        resolve(found);
      };
      this.#wakes.add(look);
      look();
    });
  }

  /** Waits until the gateway has answered everything sent before. */
  async settle(): Promise<void> {
    const before = this.all('49').length;
    this.send('49', '1');
    await this.until(() => (this.all('49').length > before ? true : undefined));
  }

  /** The messages so far with this number. */
  all(id: string): readonly (readonly string[])[] {
    return this.messages.filter(([found]) => found === id);
  }

  /** The codes of all errors and notices so far. */
  codes(): readonly number[] {
    return this.all('4').map(([, , , code]) => Number(code));
  }

  /** Forgets what has come so far. */
  forget(): void {
    this.messages.length = 0;
    this.packets.length = 0;
  }

  async closed(): Promise<void> {
    await this.until(() => (this.socket.closed ? true : undefined));
  }

  #take(chunk: Buffer): void {
    this.packets.push(chunk.length);
    this.rest = Buffer.concat([this.rest, chunk]);
    while (this.rest.length >= 4 && this.rest.length >= 4 + this.rest.readUInt32BE(0)) {
      const end = 4 + this.rest.readUInt32BE(0);
      this.messages.push(this.rest.toString('utf8', 4, end).split('\0').slice(0, -1));
      this.rest = this.rest.subarray(end);
    }
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#wakes) wake();
  }
}
