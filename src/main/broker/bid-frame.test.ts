import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBidSize } from './bid-frame';
import { frameOf } from './error-frame';

function read(fields: readonly string[]) {
  const frame = frameOf(fields);
  // Another frame follows, as on the wire: its bytes are none of this frame's business.
  return readBidSize(Buffer.concat([frame, frameOf(['9', '8', '7'])]), 4, frame.length);
}

describe('readBidSize', () => {
  it('reads the request and the size of a bid', () => {
    expect(read(['1', '6', '10000001', '1', '187.25', '300', '1'])).toEqual({ reqId: 10_000_001, size: 300 });
    expect(read(['1', '6', '5', '1', '-1', '0.00000125', '1'])).toEqual({ reqId: 5, size: 0.00000125 });
  });

  it.each([
    ['an ask', ['1', '6', '5', '2', '187', '300', '1']],
    ['a delayed bid, whose size the library emits', ['1', '6', '5', '66', '187', '300', '1']],
    ['the day’s open', ['1', '6', '5', '14', '187', '300', '1']],
    ['a size', ['2', '6', '5', '1', '300']],
    ['a message whose number begins with 1', ['15', '1', '5', '1', '187', '300', '1']],
    ['a bid without a size', ['1', '6', '5', '1', '187', '', '1']],
    ['a request that is no number', ['1', '6', '-5', '1', '187', '300', '1']],
    ['a frame that ends early', ['1', '6', '5', '1']],
    ['a frame that ends earlier', ['1']],
  ])('leaves alone %s', (_name, fields) => {
    expect(read(fields)).toBeNull();
  });

  it('hands on a size that is no number as such', () => {
    expect(read(['1', '6', '5', '1', '187', 'many', '1'])).toEqual({ reqId: 5, size: Number.NaN });
  });

  it('copes with any fields, and never looks beyond the frame', () => {
    const field = fc.oneof(fc.constantFrom('', '1', '6'), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(
        fc.array(
          field.map((text) => text.replaceAll('\0', '')),
          { maxLength: 9 },
        ),
        (rest) => {
          const fields = ['1', ...rest];
          const isBid = /^\d*$/.test(fields[2] ?? 'x') && fields[3] === '1' && (fields[5] ?? '') !== '';
          const expected = isBid
            ? {
                reqId: Number(fields[2]),
                size: Number(Buffer.from(fields[5] ?? '', 'utf8').toString('latin1')),
              }
            : null;
          expect(read(fields)).toEqual(expected);
        },
      ),
    );
  });
});
