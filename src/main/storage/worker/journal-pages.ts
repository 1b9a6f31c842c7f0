import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import type { JournalGroup, StorageInput, StorageOutput } from '../protocol';
import { entryOf, entryRow } from './journal-repository';

/** Entries that one request looks at, so that nothing behind it waits long. */
const maximumScanned = 5_000;

/** Kinds of each group as patterns of GLOB. */
const patterns: Readonly<Record<Exclude<JournalGroup, 'all'>, readonly string[]>> = {
  orders: ['order-*', 'modify-*', 'replace-*', 'cancel-*', 'kill-switch*', 'reconciled*'],
  fills: ['fill*', 'position-*'],
  settings: ['settings-*', 'risk-*', 'live-*', 'account-*', 'profile-*', 'journal-*', 'read-only*'],
};

/** Reads the journal backwards. */
export interface JournalPages {
  /** Entries before a number, newest first; at most 5,000 are looked at, and the answer says where to go on. */
  read(query: StorageInput<'journal.page'>): StorageOutput<'journal.page'>;
}

export function createJournalPages(database: Database): JournalPages {
  const bounds = database.prepare(
    'SELECT count(*) AS total, coalesce(max(seq), 0) AS newest FROM journal_entries',
  );
  const boundsRow = z.object({ total: z.number(), newest: z.number() });

  return {
    read({ beforeSeq, limit, group, search }) {
      const { total, newest } = boundsRow.parse(bounds.get());
      const before = Math.min(beforeSeq ?? newest + 1, newest + 1);
      const lowest = Math.max(0, before - maximumScanned);
      const kinds = group === 'all' ? [] : patterns[group];
      const groupClause = kinds.length === 0 ? '' : ` AND (${kinds.map(() => 'kind GLOB ?').join(' OR ')})`;
      const needle = search.trim();
      const searchClause =
        needle === '' ? '' : ` AND (instr(lower(body), ?) > 0 OR instr(kind, ?) > 0 OR order_key = ?)`;
      const lower = needle.toLowerCase();
      const found = z.array(entryRow).parse(
        database
          .prepare(
            `SELECT * FROM journal_entries WHERE seq < ? AND seq >= ?${groupClause}${searchClause}
               ORDER BY seq DESC LIMIT ?`,
          )
          .all(before, lowest, ...kinds, ...(needle === '' ? [] : [lower, lower, lower]), limit),
      );
      const last = found.at(-1);
      // A full page may have stopped in the middle of what was to be looked at.
      const reached = found.length === limit && last !== undefined ? last.seq : lowest;
      return { entries: found.map(entryOf), nextBeforeSeq: reached <= 1 ? null : reached, total };
    },
  };
}
