import { connect, createServer, type Server, type Socket } from 'node:net';
import { type DecodedRequest, decodeRequest } from '../wire/requests/decode-request';

const PREFIX_BYTES = 4;
/** What the library offers. */
const OFFERED = 'v100..193';

/**
 * Stands between the library and a gateway and asks for an older version than the library would, which both then speak.
 * What the client asks is kept as the gateway understands it.
 */
export class VersionProxy {
  readonly version: number;
  readonly requests: DecodedRequest[] = [];
  readonly #server: Server;
  readonly #sockets: Socket[] = [];

  private constructor(version: number, gatewayPort: number) {
    this.version = version;
    this.#server = createServer((client) => this.#join(client, connect(gatewayPort, '127.0.0.1')));
  }

  static async start(version: number, gatewayPort: number): Promise<VersionProxy> {
    const proxy = new VersionProxy(version, gatewayPort);
    await new Promise<void>((resolve) => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
    return address.port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #join(client: Socket, gateway: Socket): void {
    this.#sockets.push(client, gateway);
    for (const socket of [client, gateway]) {
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
    }
    client.on('close', () => gateway.destroy());
    gateway.on('close', () => client.destroy());
    const outgoing = new Frames();
    const incoming = new Frames();
    let greeted = false;
    client.on('data', (chunk) => {
      if (greeted) {
        for (const whole of outgoing.take(chunk))
          this.requests.push(decodeRequest(fieldsOf(whole), this.version));
        gateway.write(chunk);
        return;
      }
      greeted = true;
      const offer = chunk.toString('latin1');
      if (!offer.endsWith(OFFERED)) throw new Error(`the library offers ${JSON.stringify(offer)}`);
      gateway.write(offer.replace(OFFERED, `v100..${this.version}`), 'latin1');
    });
    gateway.on('data', (chunk) => {
      client.write(Buffer.concat(incoming.take(chunk).map((whole) => readable(whole, this.version))));
    });
  }
}

class Frames {
  #rest = Buffer.alloc(0);

  /** The frames that are whole now, with their length. */
  take(chunk: Buffer): readonly Buffer[] {
    const found: Buffer[] = [];
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (bytes.length >= PREFIX_BYTES && bytes.length >= PREFIX_BYTES + bytes.readUInt32BE(0)) {
      const end = PREFIX_BYTES + bytes.readUInt32BE(0);
      found.push(bytes.subarray(0, end));
      bytes = bytes.subarray(end);
    }
    this.#rest = Buffer.from(bytes);
    return found;
  }
}

function fieldsOf(whole: Buffer): readonly string[] {
  return whole.toString('utf8', PREFIX_BYTES).split('\0').slice(0, -1);
}

/**
 * The library forgets two fields that the official clients read: the model code of openOrder at 103 to 144, which it
 * looks for by the version of the message, and the advisor's profile of completedOrder at 150 to 176. Both are empty
 * here, stand behind the three fields of the advisor, and are taken out for it.
 */
function readable(whole: Buffer, version: number): Buffer {
  const id = whole.toString('latin1', PREFIX_BYTES, PREFIX_BYTES + 4);
  if (id.startsWith('5\0') && version >= 103 && version <= 144) return withoutEmpty(whole, 36);
  if (id.startsWith('101\0') && version >= 150 && version <= 176) return withoutEmpty(whole, 31);
  return whole;
}

function withoutEmpty(whole: Buffer, position: number): Buffer {
  const fields = fieldsOf(whole);
  if (fields[position] !== '') throw new Error(`field ${position} of message ${fields[0]} is not empty`);
  const rest = fields.toSpliced(position, 1);
  const body = Buffer.from(rest.map((field) => `${field}\0`).join(''));
  const length = Buffer.alloc(PREFIX_BYTES);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}
