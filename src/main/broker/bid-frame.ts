const nul = 0;
const digitZero = 0x30;
const digitOne = 0x31;
const digitNine = 0x39;

/** The size that a bid carries. */
export interface BidSize {
  readonly reqId: number;
  /** NaN when it is no number. */
  readonly size: number;
}

/**
 * Reads the size out of a frame when it is a bid: TICK_PRICE, `1`, version, reqId, tick type `1`, price, size,
 * attributes. Null for every other message, and for a bid without a size.
 * @param start index of the first byte behind the length prefix
 * @param end index behind the frame's last NUL
 */
export function readBidSize(bytes: Buffer, start: number, end: number): BidSize | null {
  if (bytes[start] !== digitOne || bytes[start + 1] !== nul) return null;
  let at = nextField(bytes, start + 2, end);
  let reqId = 0;
  for (; at < end && bytes[at] !== nul; at += 1) {
    const digit = bytes[at] ?? nul;
    if (digit < digitZero || digit > digitNine) return null;
    reqId = reqId * 10 + digit - digitZero;
  }
  if (at + 3 > end || bytes[at + 1] !== digitOne || bytes[at + 2] !== nul) return null;
  const sizeStart = nextField(bytes, at + 3, end);
  const sizeEnd = nextField(bytes, sizeStart, end) - 1;
  if (sizeEnd <= sizeStart) return null;
  return { reqId, size: Number(bytes.toString('latin1', sizeStart, sizeEnd)) };
}

/** Index behind the NUL of the field at `at`, `end` at most. */
function nextField(bytes: Buffer, at: number, end: number): number {
  let next = at;
  while (next < end && bytes[next] !== nul) next += 1;
  return Math.min(next + 1, end);
}
