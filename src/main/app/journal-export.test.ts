import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../storage/storage';
import { StorageError } from '../storage/storage-error';
import { hashEntry } from '../storage/worker/journal-chain';
import { canonicalJson } from '../storage/canonical-json';
import type { ExportDeps } from './file-export';
import { exportJournal } from './journal-export';
import { csvCell, headOf, lineOf } from './journal-lines';
import { exportTarget } from './testing/export-target';

const entry: JournalEntry = {
  seq: 7,
  atMs: Date.UTC(2026, 9, 5, 14, 30, 0, 250),
  kind: 'order-intent',
  orderKey: null,
  body: { symbol: 'AAPL', accountId: 'DU1234567', note: 'a "quoted", word\n' },
  keyFingerprint: '0123456789abcdef',
  previousHash: '00'.repeat(32),
  hash: 'ab'.repeat(32),
  signature: 'cd'.repeat(32),
};

function scene(count: number, changes: Partial<ExportDeps> = {}) {
  const asked: number[] = [];
  const journal = {
    readJournal: ({ afterSeq, limit }: { afterSeq: number; limit: number }) => {
      asked.push(afterSeq);
      const size = Math.min(limit, count - afterSeq);
      return Promise.resolve(
        Array.from({ length: Math.max(0, size) }, (_, index) => ({ ...entry, seq: afterSeq + index + 1 })),
      );
    },
  };
  return { journal, asked, ...exportTarget(changes) };
}

describe('a line of the exported journal', () => {
  it('is JSON with everything that the hash covers, and account ids as they are', () => {
    const line = lineOf(entry, 'jsonl');
    expect(line.endsWith('}\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({ ...entry, time: '2026-10-05T14:30:00.250Z' });
  });

  it('lets anybody compute the hash anew', () => {
    const read = JSON.parse(lineOf(entry, 'jsonl')) as JournalEntry;
    const content = { ...entry, previousHash: Buffer.from(entry.previousHash, 'hex') };
    expect(
      hashEntry({
        ...read,
        body: canonicalJson(read.body),
        previousHash: Buffer.from(read.previousHash, 'hex'),
      }),
    ).toEqual(hashEntry({ ...content, body: canonicalJson(entry.body) }));
  });

  it('is a row of CSV with as many cells as the head', () => {
    expect(headOf('csv')).toBe(
      'seq,time,atMs,kind,orderKey,body,keyFingerprint,previousHash,hash,signature\r\n',
    );
    expect(lineOf(entry, 'csv')).toBe(
      `7,2026-10-05T14:30:00.250Z,${entry.atMs},order-intent,,"{""accountId"":""DU1234567"",""note"":""a \\""quoted\\"", word\\n"",""symbol"":""AAPL""}",0123456789abcdef,${entry.previousHash},${entry.hash},${entry.signature}\r\n`,
    );
  });

  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', `'+1`],
    ['-1+2', `'-1+2`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\tcmd', `"'\tcmd"`.replace(/^"|"$/g, '')],
    ['a,b', '"a,b"'],
    ['two\nlines', '"two\nlines"'],
    ['plain', 'plain'],
    [' padded ', '" padded "'],
  ])('has no cell that a spreadsheet takes for a formula: %j', (text, cell) =>
    expect(csvCell(text)).toBe(cell),
  );
});

describe('the export of the journal', () => {
  it('writes every entry, page by page, into the chosen file', async () => {
    const { journal, deps, written, asked, state } = scene(1_200);
    expect(await exportJournal(journal, 'jsonl', deps)).toEqual({
      ok: true,
      value: { path: '/chosen', entries: 1_200 },
    });
    expect(asked).toEqual([0, 500, 1_000]);
    const lines = written.join('').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as JournalEntry).seq)).toEqual(
      Array.from({ length: 1_200 }, (_, index) => index + 1),
    );
    expect(state).toEqual({ suggested: 'tradewind-journal-2026-10-05.jsonl', closed: true });
  });

  it('names the file after its format and begins CSV with a head, also without entries', async () => {
    const { journal, deps, written, state } = scene(0);
    expect(await exportJournal(journal, 'csv', deps)).toMatchObject({ value: { entries: 0 } });
    expect(written.join('')).toBe(headOf('csv'));
    expect(state.suggested).toBe('tradewind-journal-2026-10-05.csv');
  });

  it('writes nothing when the trader changes their mind', async () => {
    const { journal, deps, written } = scene(3, { chooseFile: () => Promise.resolve(null) });
    expect(await exportJournal(journal, 'csv', deps)).toEqual({
      ok: true,
      value: { path: null, entries: 0 },
    });
    expect(written).toEqual([]);
  });

  it('says what refused, the disk or the journal, and closes the file', async () => {
    const failing = scene(3);
    const refusing = {
      readJournal: () => Promise.reject(new StorageError('closed', 'the journal file is not open')),
    };
    expect(await exportJournal(refusing, 'csv', failing.deps)).toMatchObject({
      ok: false,
      error: { code: 'storage', text: 'The data files are closed. Restart Tradewind.' },
    });
    expect(failing.state.closed).toBe(true);
    const { journal, deps } = scene(3, { openFile: () => Promise.reject(new Error('EACCES')) });
    expect(await exportJournal(journal, 'csv', deps)).toMatchObject({
      ok: false,
      error: { text: expect.stringContaining('could not be written') },
    });
  });
});
