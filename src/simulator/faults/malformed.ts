import type { Malformation } from './fault';

const LENGTH_BYTES = 4;
const HUGE_LENGTH = 2_000_000_000;
const EXTRA_FIELDS = 100_000;
const GARBAGE_BYTES = 64;

/** A message in the form of a frame that something is wrong with; `payload` is its fields, each ended by NUL. */
export function malformedBytes(payload: string, how: Malformation): Buffer {
  const body = Buffer.from(payload, 'utf8');
  switch (how) {
    case 'truncated': {
      const fields = payload.split('\0').slice(0, -1);
      return framed(ended(fields.slice(0, Math.max(1, Math.ceil(fields.length / 2)))));
    }
    case 'cut-frame':
      return withLength(body.length, body.subarray(0, Math.floor(body.length / 2)));
    case 'negative-length':
      return withLength(body.length | 0x80000000, body);
    case 'zero-length':
      return Buffer.concat([withLength(0, Buffer.alloc(0)), framed(payload)]);
    case 'huge-length':
      return withLength(HUGE_LENGTH, body);
    case 'missing-nul':
      return framed(payload.slice(0, -1));
    case 'garbage-bytes':
      return garbage();
    case 'garbage-frame':
      return withLength(GARBAGE_BYTES, garbage());
    case 'unknown-message':
      return framed(changed(payload, (field, index) => (index === 0 ? '99999' : field)));
    case 'not-numbers':
      return framed(changed(payload, (field, index) => (index === 0 ? field : 'NaN')));
    case 'empty-fields':
      return framed(changed(payload, (field, index) => (index === 0 ? field : '')));
    case 'absurd-count':
      return framed(
        changed(payload, (field, index) =>
          index > 0 && /^-?\d+$/.test(field) ? String(HUGE_LENGTH) : field,
        ),
      );
    case 'too-many-fields':
      return framed(payload + '1\0'.repeat(EXTRA_FIELDS));
  }
}

function changed(payload: string, change: (field: string, index: number) => string): string {
  return ended(payload.split('\0').slice(0, -1).map(change));
}

function ended(fields: readonly string[]): string {
  return fields.map((field) => `${field}\0`).join('');
}

function framed(payload: string): Buffer {
  const body = Buffer.from(payload, 'utf8');
  return withLength(body.length, body);
}

/** `length` is written as 32 bits, whatever it means. */
function withLength(length: number, body: Buffer): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES + body.length);
  bytes.writeUInt32BE(length >>> 0, 0);
  body.copy(bytes, LENGTH_BYTES);
  return bytes;
}

/** Always the same bytes, so that a script does the same each time: none below 0x80, so none is text or NUL. */
function garbage(): Buffer {
  return Buffer.from(Array.from({ length: GARBAGE_BYTES }, (_, index) => 0x80 + ((index * 37) % 0x80)));
}
