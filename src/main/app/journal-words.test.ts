import { describe, expect, it } from 'vitest';
import { journalFlaws } from '../storage/protocol';
import type { JournalVerification } from '../storage/storage';
import { describeVerification } from './journal-words';

type Failed = Extract<JournalVerification, { ok: false }>;

const broken: Failed = {
  ok: false,
  seq: 4,
  reason: 'changed',
  flaw: 'content',
  entries: 10,
  entry: { atMs: Date.UTC(2026, 9, 5, 14, 30, 7, 250), kind: 'order-sent' },
  lastGood: { seq: 3, atMs: Date.UTC(2026, 9, 5, 14, 30, 7), kind: 'order-intent' },
};
const part = (fromSeq: number, toSeq: number, sealedBySeq: number | null) => ({
  fromSeq,
  toSeq,
  keyFingerprint: '0123456789abcdef',
  sealedBySeq,
});

describe('what is said of a verification', () => {
  it('is that all is in order', () => {
    expect(describeVerification({ ok: true, entries: 1_412, proven: 1_412, unproven: [] })).toEqual({
      verdict: 'proven',
      entries: 1_412,
      text: 'All of the 1,412 entries are in order.',
      firstBad: null,
    });
    expect(describeVerification({ ok: true, entries: 0, proven: 0, unproven: [] }).text).toBe(
      'The journal is empty.',
    );
  });

  it('names what a key that is gone signed, and what covers it', () => {
    const sealed = describeVerification({
      ok: true,
      entries: 14,
      proven: 11,
      unproven: [part(11, 13, 14)],
    });
    expect(sealed.verdict).toBe('proven');
    expect(sealed.text).toContain('Entries 11–13 were signed with a key that is gone');
  });

  it('does not call proven what nothing proves', () => {
    const open = describeVerification({
      ok: true,
      entries: 14,
      proven: 10,
      unproven: [part(3, 4, 5), part(14, 14, null)],
    });
    expect(open.verdict).toBe('unproven');
    expect(open.text).toContain('entry 14 was signed with a key that is gone');
  });

  it('names the first bad entry by number, time and kind', () => {
    expect(describeVerification(broken)).toEqual({
      verdict: 'broken',
      entries: 10,
      text: 'Entry 4 (2026-10-05 14:30:07.250 UTC, order-sent) was changed: what it says does not give the hash that it carries.',
      firstBad: { seq: 4, atMs: broken.entry?.atMs, kind: 'order-sent' },
    });
  });

  it('names the neighbour of an entry that is gone', () => {
    const text = describeVerification({ ...broken, reason: 'removed', flaw: 'gap', entry: null }).text;
    expect(text).toContain('Entry 4 was removed');
    expect(text).toContain('The last one in order is entry 3 (2026-10-05 14:30:07.000 UTC, order-intent)');
  });

  it.each(journalFlaws)('has a sentence of its own for %s', (flaw) => {
    const texts = journalFlaws.map((other) => describeVerification({ ...broken, flaw: other }).text);
    const { text } = describeVerification({ ...broken, flaw });
    expect(text).toMatch(/4.*\.$/);
    expect(texts.filter((other) => other === text)).toHaveLength(1);
  });

  it('stands what a forger may have written', () => {
    const { text, firstBad } = describeVerification({
      ...broken,
      entry: { atMs: 9e18, kind: `x\u0000\n${'y'.repeat(500)}` },
    });
    expect(text).toContain('at no real time');
    expect(text).toHaveLength([...text].filter((character) => character >= ' ').length);
    expect(firstBad?.kind?.length).toBe(64);
  });
});
