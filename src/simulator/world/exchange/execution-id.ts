/**
 * Execution ids in TWS's form, `0000e0d5.6571a3f1.01.01`: eight hexadecimal digits for the session, eight for
 * the execution. Multiplying by an odd number is one-to-one on 32 bits, so the ids of one world never repeat.
 */
export function executionId(seed: number, serial: number): string {
  const session = (0xe0d5 ^ (Math.imul(seed, 0x9e3779b1) & 0xffff)) >>> 0;
  const own = (Math.imul(serial, 0x9e3779b1) ^ seed) >>> 0;
  return `${hex(session)}.${hex(own)}.01.01`;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
