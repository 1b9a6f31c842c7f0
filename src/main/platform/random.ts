import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Randomness, injected so that tests can replace it. */
export interface Random {
  /** A random version 4 UUID in lower case. */
  uuid(): string;
  /** Unpredictable bytes, fit for a key. */
  bytes(length: number): Uint8Array;
  /** A number in [0, 1). */
  fraction(): number;
}

/** Randomness of the operating system. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  bytes: (length) => new Uint8Array(randomBytes(length)),
  fraction: () => randomInt(2 ** 32) / 2 ** 32,
};
