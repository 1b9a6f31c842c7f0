/**
 * Counter-based randomness: every number is a pure function of the seed and of what it is for, so any moment of
 * any instrument can be computed without walking there from a beginning.
 */

function mix(state: number, value: number): number {
  let h = Math.imul(state ^ value, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h | 0;
}

/** A 32-bit hash of a seed and up to three 32-bit keys. */
export function hash32(seed: number, a: number, b = 0, c = 0): number {
  return mix(mix(mix(mix(seed | 0, 0x9e3779b9), a), b ^ 0x51ed270b), c ^ 0x2545f491) >>> 0;
}

/** A number in (0, 1) from a 32-bit hash. */
export function uniform(hash: number): number {
  return (hash + 0.5) / 4294967296;
}

/** A standard normal number from a 32-bit hash (Box-Muller, with a second hash made of the first). */
export function normal(hash: number): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(hash)));
  return radius * Math.cos(2 * Math.PI * uniform(mix(hash, 0x3c6ef372) >>> 0));
}

/** A hash of a text, for keys that are names (FNV-1a). */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    h = Math.imul(h ^ text.charCodeAt(index), 0x01000193);
  }
  return h >>> 0;
}
