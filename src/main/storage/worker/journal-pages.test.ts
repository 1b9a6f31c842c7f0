import { describe, expect, it } from 'vitest';
import type { JournalPageQuery, NewJournalEntry, Storage } from '../storage';
import { journaledOrder, keychainKey } from '../testing/journal-fixture';
import { openStorage, temporaryDirectory } from '../testing/storage-fixture';

const newest: JournalPageQuery = { beforeSeq: null, limit: 100, group: 'all', search: '' };

async function journalOf(entries: readonly NewJournalEntry[]): Promise<Storage> {
  const { storage } = await openStorage(temporaryDirectory());
  await storage.useJournalKey(keychainKey, 'keychain');
  for (let start = 0; start < entries.length; start += 100)
    await storage.appendJournal(entries.slice(start, start + 100));
  return storage;
}

function entry(kind: string, body: unknown = {}): NewJournalEntry {
  return { atMs: 1, kind, orderKey: kind.startsWith('order') ? journaledOrder : null, body };
}

async function seqs(storage: Storage, query: Partial<JournalPageQuery>): Promise<readonly number[]> {
  return (await storage.pageJournal({ ...newest, ...query })).entries.map(({ seq }) => seq);
}

describe('a page of the journal', () => {
  it('has the newest entries first and says where earlier ones begin', async () => {
    const storage = await journalOf(Array.from({ length: 5 }, () => entry('order-sent')));
    expect(await storage.pageJournal({ ...newest, limit: 2 })).toMatchObject({
      entries: [{ seq: 5 }, { seq: 4 }],
      nextBeforeSeq: 4,
      total: 5,
    });
    expect(await storage.pageJournal({ ...newest, beforeSeq: 4 })).toMatchObject({
      entries: [{ seq: 3 }, { seq: 2 }, { seq: 1 }],
      nextBeforeSeq: null,
    });
    expect(await seqs(storage, { beforeSeq: 1 })).toEqual([]);
  });

  it('is empty for an empty journal', async () => {
    const storage = await journalOf([]);
    expect(await storage.pageJournal(newest)).toEqual({ entries: [], nextBeforeSeq: null, total: 0 });
  });

  it('shows orders, fills or settings alone', async () => {
    const storage = await journalOf(
      ['order-intent', 'fill', 'risk-limit-changed', 'order-latency', 'journal-key-began', 'profile-x'].map(
        (kind) => entry(kind),
      ),
    );
    expect(await seqs(storage, { group: 'orders' })).toEqual([4, 1]);
    expect(await seqs(storage, { group: 'fills' })).toEqual([2]);
    expect(await seqs(storage, { group: 'settings' })).toEqual([6, 5, 3]);
  });

  it('finds a text in the body, the kind or the key of the order, whatever its case, and takes it literally', async () => {
    const storage = await journalOf([
      entry('order-intent', { symbol: 'AAPL' }),
      entry('fill', { symbol: 'MSFT', note: '100%' }),
    ]);
    expect(await seqs(storage, { search: 'aapl' })).toEqual([1]);
    expect(await seqs(storage, { search: 'FILL' })).toEqual([2]);
    expect(await seqs(storage, { search: journaledOrder.toUpperCase() })).toEqual([1]);
    expect(await seqs(storage, { search: '0%' })).toEqual([2]);
    expect(await seqs(storage, { search: '%' })).toEqual([2]);
    expect(await seqs(storage, { search: "' OR 1=1 --" })).toEqual([]);
  });

  it('looks at so many entries in one go and can be asked to go on', async () => {
    const storage = await journalOf([
      entry('fill'),
      ...Array.from({ length: 5_100 }, () => entry('order-sent')),
    ]);
    const first = await storage.pageJournal({ ...newest, group: 'fills' });
    expect(first).toMatchObject({ entries: [], nextBeforeSeq: 102, total: 5_101 });
    expect(await seqs(storage, { group: 'fills', beforeSeq: first.nextBeforeSeq })).toEqual([1]);
  });
});
