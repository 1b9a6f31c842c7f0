import { describe, expect, it } from 'vitest';
import type { ShownJournalEntry } from '../../../shared/ipc/journal-schemas';
import {
  MOST_SHOWN,
  nothingShown,
  prettyBody,
  queryOf,
  type ShownJournal,
  summaryOf,
  withEarlier,
  withNewest,
  wordsOf,
} from './journal-query';

function entry(seq: number): ShownJournalEntry {
  return {
    seq,
    atMs: seq,
    kind: 'order-intent',
    orderKey: null,
    body: '{"side":"BUY"}',
    isCut: false,
    hash: '',
    keyFingerprint: '',
  };
}

/** A page of so many entries, newest first. */
function page(newest: number, count: number) {
  const entries = Array.from({ length: count }, (_, index) => entry(newest - index));
  const last = entries.at(-1)?.seq ?? 1;
  return { entries, nextBeforeSeq: last <= 1 ? null : last, total: newest };
}

const shownOf = (newest: number, count: number): ShownJournal => ({ ...page(newest, count), problem: null });
const seqs = (shown: ShownJournal | null) => shown?.entries?.map(({ seq }) => seq);

describe('the list of journal entries', () => {
  it('asks for what was typed without its blanks, and for few entries when it only looks for newer ones', () => {
    expect(queryOf({ group: 'fills', search: ' AAPL ' }, 40)).toMatchObject({
      group: 'fills',
      search: 'AAPL',
      beforeSeq: 40,
    });
    const filter = { group: 'all', search: '' } as const;
    expect(queryOf(filter, null, 'look').limit).toBeLessThan(queryOf(filter, null).limit);
  });

  it('takes the first page as it is', () => {
    expect(withNewest(nothingShown, page(3, 3))).toEqual(shownOf(3, 3));
  });

  it('puts newer entries on top and keeps where earlier ones begin', () => {
    const next = withNewest(shownOf(10, 3), page(12, 5));
    expect(seqs(next)).toEqual([12, 11, 10, 9, 8]);
    expect(next).toMatchObject({ nextBeforeSeq: 8, total: 12 });
  });

  it('stays as it is when nothing is newer, and learns the number of all', () => {
    const shown = shownOf(10, 3);
    expect(withNewest(shown, { ...page(10, 3), total: 14 })).toEqual({ ...shown, total: 14 });
  });

  it('begins anew when there are more newer entries than a look shows', () => {
    expect(withNewest(shownOf(10, 3), page(100, 50))).toBeNull();
  });

  it('puts earlier entries below, none twice', () => {
    const next = withEarlier(shownOf(10, 3), page(9, 4));
    expect(seqs(next)).toEqual([10, 9, 8, 7, 6]);
    expect(next.nextBeforeSeq).toBe(6);
    expect(withEarlier(shownOf(3, 1), page(2, 2)).nextBeforeSeq).toBeNull();
  });

  it('holds so many entries and no more', () => {
    const full = withEarlier(shownOf(10_000, MOST_SHOWN - 1), page(10_001 - MOST_SHOWN, 5));
    expect(full.entries).toHaveLength(MOST_SHOWN);
    expect(full.nextBeforeSeq).toBeNull();
  });
});

describe('an entry', () => {
  it('has its kind in words and its body in a line', () => {
    expect(wordsOf('order-intent')).toBe('order intent');
    const body = '{"legs":[1,2],"nothing":null,"quantity":"100","side":"BUY"}';
    expect(summaryOf({ body, isCut: false })).toBe('legs [1,2], quantity 100, side BUY');
  });

  it('shows a body that is no object, or was cut, as it is', () => {
    expect(summaryOf({ body: '"end"', isCut: false })).toBe('"end"');
    expect(summaryOf({ body: '{"a":', isCut: true })).toBe('{"a":');
    expect(prettyBody({ body: '{"a":', isCut: true })).toBe('{"a":…');
    expect(prettyBody({ body: '{"a":1}', isCut: false })).toBe('{\n  "a": 1\n}');
  });
});
