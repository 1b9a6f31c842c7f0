import { describe, expect, it } from 'vitest';
import { OutputBuffer, type OutputSink } from './output-buffer';

class RecordingSink implements OutputSink {
  readonly writes: Buffer[] = [];
  backlog = 0;
  overflows = 0;

  write(bytes: Buffer): void {
    this.writes.push(bytes);
  }

  backlogBytes(): number {
    return this.backlog;
  }

  overflow(): void {
    this.overflows += 1;
  }
}

describe('OutputBuffer', () => {
  it('writes the frames of one turn together, each with its length', async () => {
    const sink = new RecordingSink();
    const output = new OutputBuffer(sink, 1_000);
    output.append('49\x001\0');
    output.append('4\0ü\0');
    expect(sink.writes).toEqual([]);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(Buffer.concat(sink.writes).toString('hex')).toBe('000000053439003100000000053400c3bc00');
    expect(sink.writes).toHaveLength(1);
  });

  it('grows for a message of any size below the limit', () => {
    const sink = new RecordingSink();
    const output = new OutputBuffer(sink, 1_000_000);
    output.append('a'.repeat(300_000));
    output.flush();
    expect(sink.writes[0]?.length).toBe(300_004);
  });

  it('gives a client up that leaves too much unread', () => {
    const sink = new RecordingSink();
    const output = new OutputBuffer(sink, 1_000);
    sink.backlog = 996;
    output.append('49\0');
    output.append('49\0');
    output.flush();
    expect(sink.overflows).toBe(1);
    expect(sink.writes).toEqual([]);
  });
});
