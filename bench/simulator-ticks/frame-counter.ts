import { connect, type Socket } from 'node:net';

/** A client that takes everything and only counts the frames, so that it never holds the other side back. */
export class FrameCounter {
  readonly #socket: Socket;
  #frames = 0;
  /** Bytes until the next frame begins; negative while a length field is cut in two. */
  #skip = 0;
  #head: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#count(chunk));
  }

  static connect(port: number): Promise<FrameCounter> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new FrameCounter(socket)));
    });
  }

  get frames(): number {
    return this.#frames;
  }

  /** Sends one message of the API: its fields, each ended by NUL. */
  send(...fields: readonly string[]): void {
    const payload = Buffer.from(fields.map((field) => `${field}\0`).join(''));
    const head = Buffer.alloc(4);
    head.writeUInt32BE(payload.length);
    this.#socket.write(Buffer.concat([head, payload]));
  }

  /** Sends the greeting of a client that speaks server version 193. */
  greet(): void {
    const versions = Buffer.from('v100..193');
    const head = Buffer.alloc(4);
    head.writeUInt32BE(versions.length);
    this.#socket.write(Buffer.concat([Buffer.from('API\0'), head, versions]));
  }

  close(): void {
    this.#socket.destroy();
  }

  #count(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const skipped = Math.min(this.#skip, chunk.length - at);
      at += skipped;
      this.#skip -= skipped;
      if (this.#skip > 0 || at === chunk.length) return;
      const wanted = 4 - this.#head.length;
      const head = Buffer.concat([this.#head, chunk.subarray(at, at + wanted)]);
      at += Math.min(wanted, chunk.length - at);
      if (head.length < 4) {
        this.#head = head;
        return;
      }
      this.#head = Buffer.alloc(0);
      this.#skip = head.readUInt32BE(0);
      this.#frames += 1;
    }
  }
}
