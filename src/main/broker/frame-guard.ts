import { readBidSize } from './bid-frame';
import { repairErrorFrame } from './error-frame';

/**
 * The library throws its whole buffer away and disconnects beyond 0xffffff bytes, length prefix included.
 * Source: @stoqey/ib 1.6.10, core/io/socket.
 */
const maxFrameLength = 0xffffff - 4;
/** The answer to the handshake is a version and a time. */
const maxFirstFrameLength = 1_024;
/** An error text is a sentence; beyond this the library's unescaping, quadratic in the length, would be felt. */
const maxErrorFrameLength = 65_536;
/** The library decodes a message in quadratic time: 80,000 fields (10,000 bars) take about a quarter of a second. */
const maxFields = 80_000;
/** Frames shorter than this cannot hold so many fields that it matters. */
const countFieldsFrom = 80_000;

const nul = 0;
const digitFour = 0x34;

/** Why a stream of bytes cannot be the gateway's, or no longer is. */
export type FrameFault =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'unterminated' };

export interface FrameGuardEvents {
  /** One or more whole frames with their length prefixes, valid during the call. Returns false to stop. */
  deliver(frames: Buffer): boolean;
  /** A whole frame that the library must not see, because decoding it would hold the process up. */
  skipped(messageId: string, bytes: number): void;
  /** A whole frame as it came, `bytes[start, end)` without its length prefix, before anything is done with it. */
  frame(bytes: Buffer, start: number, end: number): void;
  /** Bytes that begin with a fault, as far as they have come. */
  rejected(fault: FrameFault, bytes: Buffer): void;
  /** The frame that is delivered next is a bid with this size; everything before it has been delivered. */
  bidSize(reqId: number, size: number): void;
}

/**
 * Cuts a byte stream into TWS frames before the library sees them, and lets only whole and sane ones through: a
 * negative length sends the library into an endless loop, and a frame without its final NUL is glued to the next.
 * Frames that arrive together are delivered together, so that the library's own buffer stays empty between chunks.
 */
export class FrameGuard {
  readonly #events: FrameGuardEvents;
  #parts: Buffer[] = [];
  #held = 0;
  #first = true;

  constructor(events: FrameGuardEvents) {
    this.#events = events;
  }

  /**
   * Takes the next bytes; what of them must wait is copied, so that the caller may use the buffer again. After a fault
   * nothing more may be pushed.
   */
  push(chunk: Buffer): FrameFault | null {
    if (this.#held === 0) return this.#scan(chunk);
    this.#parts.push(Buffer.from(chunk));
    this.#held += chunk.length;
    if (this.#held < 4) return null;
    if (this.#parts.length > 1 && (this.#parts[0]?.length ?? 0) < 4)
      this.#parts = [Buffer.concat(this.#parts)];
    const length = this.#parts[0]?.readUInt32BE(0) ?? 0;
    // A long frame comes in many chunks: they are joined once, when the last is there.
    if (this.#lengthFits(length) && this.#held < 4 + length) return null;
    const joined = this.#parts.length === 1 ? (this.#parts[0] ?? chunk) : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#held = 0;
    return this.#scan(joined);
  }

  #lengthFits(length: number): boolean {
    return length >= 1 && length <= (this.#first ? maxFirstFrameLength : maxFrameLength);
  }

  #scan(bytes: Buffer): FrameFault | null {
    let start = 0;
    let offset = 0;
    const flush = (end: number) => end === start || this.#events.deliver(bytes.subarray(start, end));
    while (bytes.length - offset >= 4) {
      const length = bytes.readUInt32BE(offset);
      if (!this.#lengthFits(length)) {
        return flush(offset) ? this.#reject({ kind: 'length', length }, bytes.subarray(offset)) : null;
      }
      const end = offset + 4 + length;
      if (end > bytes.length) break;
      if (bytes[end - 1] !== nul) {
        return flush(offset) ? this.#reject({ kind: 'unterminated' }, bytes.subarray(offset, end)) : null;
      }
      this.#events.frame(bytes, offset + 4, end);
      if (this.#first) {
        this.#first = false;
        if (!this.#events.deliver(bytes.subarray(offset, end))) return null;
        start = end;
      } else {
        const replacement = this.#inspect(bytes, offset, length);
        if (replacement !== 'pass') {
          if (!flush(offset)) return null;
          if (replacement !== 'skip' && !this.#events.deliver(replacement)) return null;
          start = end;
        } else {
          const bid = readBidSize(bytes, offset + 4, end);
          // Frames delivered together must fit the library's buffer as well.
          if (bid !== null || end - start > maxFrameLength) {
            if (!flush(offset)) return null;
            start = offset;
          }
          if (bid !== null) this.#events.bidSize(bid.reqId, bid.size);
        }
      }
      offset = end;
    }
    if (!flush(offset)) return null;
    if (offset < bytes.length) {
      this.#parts = [Buffer.from(bytes.subarray(offset))];
      this.#held = bytes.length - offset;
    }
    return null;
  }

  #inspect(bytes: Buffer, offset: number, length: number): Buffer | 'pass' | 'skip' {
    if (bytes[offset + 4] === digitFour && bytes[offset + 5] === nul) {
      if (length > maxErrorFrameLength) return this.#skip('4', length);
      return repairErrorFrame(bytes.subarray(offset, offset + 4 + length)) ?? 'pass';
    }
    if (length >= countFieldsFrom && countNuls(bytes, offset + 4, offset + 4 + length) > maxFields) {
      return this.#skip(bytes.toString('latin1', offset + 4, bytes.indexOf(nul, offset + 4)), length);
    }
    return 'pass';
  }

  #reject(fault: FrameFault, bytes: Buffer): FrameFault {
    this.#events.rejected(fault, bytes);
    return fault;
  }

  #skip(messageId: string, length: number): 'skip' {
    this.#events.skipped(messageId, length);
    return 'skip';
  }
}

function countNuls(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(nul, start); at !== -1 && at < end; at = bytes.indexOf(nul, at + 1)) count += 1;
  return count;
}
