import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, MAX_CLIENT_FRAME_BYTES, type WireInput } from './frame-reader';

function frame(...fields: readonly string[]): Buffer {
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(''));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

function hello(versions: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(versions.length);
  return Buffer.concat([Buffer.from('API\0'), length, Buffer.from(versions)]);
}

const conversation = Buffer.concat([
  hello('v100..193 +PACEAPI'),
  frame('71', '2', '1', ''),
  frame('49', '1'),
  frame('81', '5', 'Zürich'),
]);

const understood: readonly WireInput[] = [
  { kind: 'hello', versions: 'v100..193 +PACEAPI' },
  { kind: 'message', fields: ['71', '2', '1', ''] },
  { kind: 'message', fields: ['49', '1'] },
  { kind: 'message', fields: ['81', '5', 'Zürich'] },
];

describe('FrameReader', () => {
  it('reads several messages of one packet', () => {
    expect(new FrameReader().push(conversation)).toEqual(understood);
  });

  it('reads the same whatever way the packets are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(conversation.length), { maxLength: 12 }), (cuts) => {
        const reader = new FrameReader();
        const edges = [0, ...cuts.sort((a, b) => a - b), conversation.length];
        const inputs = edges
          .slice(1)
          .flatMap((end, index) => reader.push(conversation.subarray(edges[index] ?? 0, end)));
        expect(inputs).toEqual(understood);
      }),
    );
  });

  it('gives up at a length that no client sends, a negative one among them', () => {
    for (const length of [0, MAX_CLIENT_FRAME_BYTES + 1, 0x80000000, 0xffffffff]) {
      const reader = new FrameReader();
      reader.push(hello('v100..193'));
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(length);
      expect(reader.push(bytes)).toEqual([{ kind: 'broken', reason: `a message of ${length} bytes` }]);
      expect(reader.push(frame('49', '1'))).toEqual([]);
    }
  });

  it('gives up at a connection that does not begin with the handshake', () => {
    const [input] = new FrameReader().push(Buffer.from('GET / HTTP/1.1\r\n'));
    expect(input?.kind).toBe('broken');
  });
});
