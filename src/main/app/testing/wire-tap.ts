import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** A message of a client, its fields as text; the first names its kind. */
export interface TappedFrame {
  readonly id: number;
  readonly fields: readonly string[];
}

/**
 * What becomes of a message. `pass`: it reaches the gateway. `cut`: it does not, and the connection ends. `mute`: it
 * reaches the gateway, but nothing that the gateway says from then on reaches the client. `drop`: it is lost, and the
 * connection stands.
 */
export type FrameFate = 'pass' | 'cut' | 'mute' | 'drop';

interface Wire {
  readonly client: Socket;
  readonly gateway: Socket;
  input: Buffer;
  greeted: boolean;
  muted: boolean;
  /** Messages go on in their order, also when one of them is held. */
  work: Promise<void>;
}

/**
 * A line between clients and a gateway, both on local sockets. It sees each message of a client before the gateway does,
 * and can hold it, lose it, or break the line around it.
 */
export class WireTap {
  /** Every message that arrived here, over all connections. */
  readonly frames: TappedFrame[] = [];
  /** Decides about each message when it arrives. */
  decide: (frame: TappedFrame) => FrameFate | Promise<FrameFate> = () => 'pass';
  readonly path: string;
  readonly #gatewayPath: string;
  readonly #wires = new Set<Wire>();
  #server: Server | null = null;

  /** @param path where the clients connect. */
  constructor(path: string, gatewayPath: string) {
    this.path = path;
    this.#gatewayPath = gatewayPath;
  }

  /** Connections that stand now. */
  get connections(): number {
    return this.#wires.size;
  }

  count(id: number): number {
    return this.frames.filter((frame) => frame.id === id).length;
  }

  async open(): Promise<void> {
    const server = createServer((client) => this.#accept(client));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path: this.path }, () => resolve());
    });
  }

  /** Ends every connection; new ones are taken. */
  cut(): void {
    for (const wire of this.#wires) this.#end(wire);
  }

  /** Ends every connection and takes no new one until {@link open}. */
  async close(): Promise<void> {
    this.cut();
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }

  #accept(client: Socket): void {
    const gateway = createConnection({ path: this.#gatewayPath });
    const wire: Wire = {
      client,
      gateway,
      input: Buffer.alloc(0),
      greeted: false,
      muted: false,
      work: Promise.resolve(),
    };
    this.#wires.add(wire);
    client.on('data', (bytes) => this.#read(wire, bytes));
    gateway.on('data', (bytes) => {
      if (!wire.muted) client.write(bytes);
    });
    for (const socket of [client, gateway]) {
      socket.on('error', () => this.#end(wire));
      socket.on('close', () => this.#end(wire));
    }
  }

  #end(wire: Wire): void {
    if (!this.#wires.delete(wire)) return;
    wire.client.destroy();
    wire.gateway.destroy();
  }

  #read(wire: Wire, bytes: Buffer): void {
    wire.input = Buffer.concat([wire.input, bytes]);
    if (!wire.greeted) {
      // `API`, NUL, and a first message that names the versions.
      if (wire.input.length < 8 || wire.input.length < 8 + wire.input.readUInt32BE(4)) return;
      const length = 8 + wire.input.readUInt32BE(4);
      wire.gateway.write(wire.input.subarray(0, length));
      wire.input = wire.input.subarray(length);
      wire.greeted = true;
    }
    while (wire.input.length >= 4 && wire.input.length >= 4 + wire.input.readUInt32BE(0)) {
      const message = wire.input.subarray(0, 4 + wire.input.readUInt32BE(0));
      wire.input = wire.input.subarray(message.length);
      wire.work = wire.work.then(() => this.#pass(wire, message));
    }
  }

  async #pass(wire: Wire, message: Buffer): Promise<void> {
    if (!this.#wires.has(wire)) return;
    const fields = message.toString('utf8', 4, message.length - 1).split('\0');
    const frame = { id: Number(fields[0]), fields };
    this.frames.push(frame);
    const fate = await this.decide(frame);
    if (fate === 'cut') {
      this.#end(wire);
      return;
    }
    if (fate === 'drop') return;
    if (fate === 'mute') wire.muted = true;
    wire.gateway.write(message);
  }
}
