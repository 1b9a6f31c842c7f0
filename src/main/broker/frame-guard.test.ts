import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf } from './error-frame';
import { FrameGuard } from './frame-guard';
import type { FrameFault } from './frame-guard';

function run(chunks: readonly Buffer[]): {
  readonly delivered: Buffer[];
  readonly fault: FrameFault | null;
  readonly skipped: string[];
  readonly bidSizes: string[];
  /** Every frame that was seen, and what was rejected. */
  readonly seen: string[];
} {
  const delivered: Buffer[] = [];
  const skipped: string[] = [];
  const bidSizes: string[] = [];
  const seen: string[] = [];
  const guard = new FrameGuard({
    deliver: (frames) => delivered.push(Buffer.from(frames)) > 0,
    skipped: (id) => skipped.push(id),
    frame: (bytes, start, end) => seen.push(bytes.toString('utf8', start, end)),
    rejected: ({ kind }, bytes) => seen.push(`${kind}: ${bytes.toString('hex')}`),
    bidSize: (reqId, size) => bidSizes.push(`${reqId}: ${size} after ${delivered.length}`),
  });
  for (const chunk of chunks) {
    const buffer = Buffer.from(chunk);
    const fault = guard.push(buffer);
    // As a socket does that reads into one buffer.
    buffer.fill(0xff);
    if (fault !== null) return { delivered, fault, skipped, bidSizes, seen };
  }
  return { delivered, fault: null, skipped, bidSizes, seen };
}

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1))), bytes.length].sort(
    (a, b) => a - b,
  );
  return ends
    .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
    .filter((chunk) => chunk.length > 0);
}

/** Every buffer is a run of whole frames. */
function isWhole(buffer: Buffer): boolean {
  let offset = 0;
  while (offset + 4 <= buffer.length) offset += 4 + buffer.readUInt32BE(offset);
  return offset === buffer.length;
}

const field = fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
const frames = fc.array(
  fc.array(field, { minLength: 1, maxLength: 8 }).map((fields) => ['1', ...fields]),
  { minLength: 1, maxLength: 12 },
);
const places = fc.array(fc.nat(), { maxLength: 20 });

describe('FrameGuard', () => {
  it('delivers the same bytes, in whole frames, however they are split', () => {
    fc.assert(
      fc.property(frames, places, (messages, splits) => {
        const bytes = Buffer.concat(messages.map((fields) => frameOf(fields)));
        const { delivered, fault } = run(cut(bytes, splits));
        expect(fault).toBeNull();
        expect(Buffer.concat(delivered).equals(bytes)).toBe(true);
        expect(delivered.every(isWhole)).toBe(true);
      }),
    );
  });

  it('delivers frames that come together together', () => {
    const first = frameOf(['193', 'time']);
    const rest = Buffer.concat([frameOf(['1', '6']), frameOf(['2', '6']), frameOf(['1', '7'])]);
    expect(run([Buffer.concat([first, rest])]).delivered).toEqual([first, rest]);
  });

  it('never delivers anything but whole, terminated frames, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), places, (garbage, splits) => {
        const { delivered } = run(
          cut(Buffer.concat([frameOf(['193', 'time']), Buffer.from(garbage)]), splits),
        );
        for (const buffer of delivered) {
          expect(isWhole(buffer)).toBe(true);
          expect(buffer.at(-1)).toBe(0);
        }
      }),
    );
  });

  it('finds the fault behind good frames, however the bytes are split', () => {
    const faults = [
      Buffer.from([0x80, 0, 0, 1, 0]),
      Buffer.from([0, 0, 0, 0]),
      Buffer.from([1, 0, 0, 0]),
      Buffer.from([0, 0, 0, 1, 0x41]),
    ];
    fc.assert(
      fc.property(frames, fc.constantFrom(...faults), places, (messages, bad, splits) => {
        const good = Buffer.concat(messages.map((fields) => frameOf(fields)));
        const { delivered, fault } = run(cut(Buffer.concat([good, bad, frameOf(['1', 'late'])]), splits));
        expect(fault).not.toBeNull();
        expect(Buffer.concat(delivered).equals(good)).toBe(true);
      }),
    );
  });

  it('holds a long frame back until its last byte is there', () => {
    const long = frameOf(['13', 'x'.repeat(1_000_000)]);
    const chunks = [
      frameOf(['193', 'time']),
      ...cut(
        long,
        Array.from({ length: 100 }, (_, index) => index * 9_973),
      ),
    ];
    const { delivered, fault } = run(chunks);
    expect(fault).toBeNull();
    expect(delivered).toHaveLength(2);
    expect(delivered[1]?.equals(long)).toBe(true);
  });

  it('expects something short as the first frame', () => {
    expect(run([frameOf(['193', 'x'.repeat(2_000)])]).fault).toEqual({ kind: 'length', length: 2_005 });
  });

  it('empties the reject field of an error, and passes other errors as they are', () => {
    const first = frameOf(['193', 'time']);
    const plain = frameOf(['4', '2', '-1', '2104', 'ok', '']);
    const { delivered } = run([
      Buffer.concat([first, plain, frameOf(['4', '2', '1', '201', 'no', '{']), plain]),
    ]);
    expect(
      Buffer.concat(delivered).equals(
        Buffer.concat([first, plain, frameOf(['4', '2', '1', '201', 'no', '']), plain]),
      ),
    ).toBe(true);
  });

  it('tells the size of a bid just before it, when everything before it has been delivered', () => {
    const first = frameOf(['193', 'time']);
    const ask = frameOf(['1', '6', '7', '2', '187.3', '100', '1']);
    const bid = frameOf(['1', '6', '7', '1', '187.2', '300', '1']);
    const later = frameOf(['1', '6', '8', '1', '12', '4.5', '1']);
    const { delivered, bidSizes } = run([Buffer.concat([first, ask, bid, ask, later])]);
    expect(delivered).toEqual([first, ask, Buffer.concat([bid, ask]), later]);
    expect(bidSizes).toEqual(['7: 300 after 2', '8: 4.5 after 3']);
  });
});
