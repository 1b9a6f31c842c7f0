import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../canonical-json';

/** What precedes the first entry. */
export const genesisHash: Buffer = Buffer.alloc(32);

/** The parts of an entry that its hash covers. */
export interface ChainedContent {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly orderKey: string | null;
  /** Canonical JSON text. */
  readonly body: string;
  readonly keyFingerprint: string;
  /** Hash of the entry before, or {@link genesisHash}. */
  readonly previousHash: Uint8Array;
}

/**
 * SHA-256 over the canonical JSON of an entry and the hash before it. It needs no key, so the links of the chain can be
 * followed through entries whose key is not at hand; what proves them is a signature further on.
 */
export function hashEntry(content: ChainedContent): Buffer {
  const text = canonicalJson([
    content.seq,
    content.atMs,
    content.kind,
    content.orderKey,
    content.body,
    content.keyFingerprint,
    Buffer.from(content.previousHash).toString('hex'),
  ]);
  return createHash('sha256').update(text).digest();
}

/** HMAC-SHA-256 of an entry's hash; only who has the key can make it. */
export function signEntry(key: Uint8Array, hash: Uint8Array): Buffer {
  return createHmac('sha256', key).update('journal entry\n').update(hash).digest();
}

/** HMAC-SHA-256 that the chain ends at this entry; without it the newest entries could be removed unseen. */
export function signHead(key: Uint8Array, seq: number, hash: Uint8Array): Buffer {
  return createHmac('sha256', key)
    .update(`journal head\n${String(seq)}\n`)
    .update(hash)
    .digest();
}

/** Compares hashes or signatures; unequal lengths are unequal. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
