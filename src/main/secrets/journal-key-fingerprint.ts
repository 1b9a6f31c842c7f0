import { createHash } from 'node:crypto';

/** What names a journal key without telling anything of it: the first 16 hex digits of its SHA-256. */
export function journalKeyFingerprint(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}
