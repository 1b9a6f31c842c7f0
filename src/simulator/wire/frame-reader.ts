/** The largest message a client may send, in bytes. A place-order message has about 600. */
export const MAX_CLIENT_FRAME_BYTES = 1_048_576;

const LENGTH_BYTES = 4;
const HELLO = Buffer.from('API\0', 'latin1');
const MAX_HANDSHAKE_BYTES = 1_024;

/** What the reader found: the version line of the handshake, a message, or the reason why the stream is no use. */
export type WireInput =
  | { readonly kind: 'hello'; readonly versions: string }
  | { readonly kind: 'message'; readonly fields: readonly string[] }
  | { readonly kind: 'broken'; readonly reason: string };

/**
 * Cuts a byte stream into the handshake (`API\0`, length, version line) and the messages after it (length,
 * NUL-terminated fields). Packets may hold parts of messages or many of them. After `broken` nothing is read any more.
 */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);
  #greeted = false;
  #broken = false;

  push(chunk: Buffer): readonly WireInput[] {
    if (this.#broken) return [];
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const found: WireInput[] = [];
    if (!this.#greeted) {
      const hello = this.#readHello();
      if (hello === undefined) return found;
      found.push(hello);
      if (hello.kind === 'broken') return found;
    }
    for (;;) {
      const input = this.#readMessage();
      if (input === undefined) return found;
      found.push(input);
      if (input.kind === 'broken') return found;
    }
  }

  #readHello(): WireInput | undefined {
    const seen = Math.min(this.#pending.length, HELLO.length);
    if (!this.#pending.subarray(0, seen).equals(HELLO.subarray(0, seen))) {
      return this.#break('the connection does not begin with API');
    }
    const start = HELLO.length + LENGTH_BYTES;
    if (this.#pending.length < start) return undefined;
    const length = this.#pending.readUInt32BE(HELLO.length);
    if (length === 0 || length > MAX_HANDSHAKE_BYTES) return this.#break(`a handshake of ${length} bytes`);
    if (this.#pending.length < start + length) return undefined;
    const versions = this.#pending.toString('latin1', start, start + length);
    this.#pending = this.#pending.subarray(start + length);
    this.#greeted = true;
    return { kind: 'hello', versions };
  }

  #readMessage(): WireInput | undefined {
    if (this.#pending.length < LENGTH_BYTES) return undefined;
    const length = this.#pending.readUInt32BE(0);
    if (length === 0 || length > MAX_CLIENT_FRAME_BYTES) return this.#break(`a message of ${length} bytes`);
    const end = LENGTH_BYTES + length;
    if (this.#pending.length < end) return undefined;
    const text = this.#pending.toString('utf8', LENGTH_BYTES, end);
    this.#pending = this.#pending.subarray(end);
    const fields = text.split('\0');
    if (text.endsWith('\0')) fields.pop();
    return { kind: 'message', fields };
  }

  #break(reason: string): WireInput {
    this.#broken = true;
    this.#pending = Buffer.alloc(0);
    return { kind: 'broken', reason };
  }
}
