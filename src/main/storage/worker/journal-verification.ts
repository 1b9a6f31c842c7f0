import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import type { JournalVerification } from '../protocol';
import { genesisHash, hashEntry, sameBytes, signEntry, signHead } from './journal-chain';
import { type EntryRow, entryRow, headRow, type JournalKey } from './journal-repository';

/** Entries that are looked at in one go; between two of them other requests are served. */
const entriesPerSlice = 200;

type Unproven = Extract<JournalVerification, { ok: true }>['unproven'];
type Failure = Extract<JournalVerification, { ok: false }>['reason'];

/** What was found so far. */
interface Walk {
  previous: EntryRow | null;
  entries: number;
  proven: number;
  unproven: Unproven;
}

/**
 * Follows the chain from its first entry to its head. The links are checked for every entry, the signature for those
 * whose key is at hand. What cannot be checked itself is sealed by a later entry that a keychain's key signed: it is
 * unchanged since that one was written.
 * @param pause lets other requests pass.
 */
export async function verifyJournal(
  database: Database,
  key: JournalKey | null,
  pause: () => Promise<void>,
): Promise<JournalVerification> {
  const slice = database.prepare('SELECT * FROM journal_entries WHERE seq > ? ORDER BY seq LIMIT ?');
  const walk: Walk = { previous: null, entries: 0, proven: 0, unproven: [] };
  for (;;) {
    const rows = z.array(entryRow).parse(slice.all(walk.previous?.seq ?? 0, entriesPerSlice));
    for (const row of rows) {
      const failure = step(database, key, walk, row);
      if (failure !== null) return { ok: false, ...failure, entries: countEntries(database) };
    }
    // The end is judged in the same turn as the last slice, before anything can be appended.
    if (rows.length < entriesPerSlice) break;
    await pause();
  }
  const failure = checkHead(database, key, walk) ?? findUnknownKey(database, walk);
  if (failure !== null) return { ok: false, ...failure, entries: walk.entries };
  return { ok: true, entries: walk.entries, proven: walk.proven, unproven: walk.unproven };
}

function step(database: Database, key: JournalKey | null, walk: Walk, row: EntryRow) {
  const expectedSeq = (walk.previous?.seq ?? 0) + 1;
  if (row.seq !== expectedSeq) return fail(expectedSeq, 'removed');
  const link = checkLink(database, walk, row);
  if (link !== null) return link;
  const hash = hashEntry({
    seq: row.seq,
    atMs: row.at_ms,
    kind: row.kind,
    orderKey: row.order_key,
    body: row.body,
    keyFingerprint: row.key_fingerprint,
    previousHash: row.previous_hash,
  });
  if (!sameBytes(hash, row.hash)) return fail(row.seq, 'changed');
  if (key !== null && key.fingerprint === row.key_fingerprint) {
    if (!sameBytes(signEntry(key.key, hash), row.signature)) return fail(row.seq, 'changed');
    walk.proven += 1;
    if (key.origin === 'keychain') {
      walk.unproven = walk.unproven.map((part) => ({ ...part, sealedBySeq: part.sealedBySeq ?? row.seq }));
    }
  } else {
    walk.unproven = extend(walk.unproven, row);
  }
  walk.previous = row;
  walk.entries += 1;
  return null;
}

function checkLink(database: Database, walk: Walk, row: EntryRow) {
  if (sameBytes(row.previous_hash, walk.previous?.hash ?? genesisHash)) return null;
  const elsewhere = database
    .prepare('SELECT 1 FROM journal_entries WHERE hash = ? LIMIT 1')
    .get(Buffer.from(row.previous_hash));
  if (elsewhere !== undefined) return fail(row.seq, 'reordered');
  // The entry that this one follows is gone, or stands before it with another content and a hash to fit.
  const before = walk.previous;
  const beforeIsUnproven = before !== null && walk.unproven.at(-1)?.toSeq === before.seq;
  return beforeIsUnproven ? fail(before.seq, 'changed') : fail(row.seq, 'removed');
}

function checkHead(database: Database, key: JournalKey | null, walk: Walk) {
  const head = headRow.optional().parse(database.prepare('SELECT * FROM journal_head').get());
  const lastSeq = walk.previous?.seq ?? 0;
  if (head === undefined) return walk.previous === null ? null : fail(lastSeq + 1, 'removed');
  if (head.seq > lastSeq) return fail(lastSeq + 1, 'removed');
  if (head.seq < lastSeq) return fail(head.seq + 1, 'changed');
  const signed = key === null || key.fingerprint !== head.key_fingerprint;
  const genuine = signed || sameBytes(signHead(key.key, head.seq, head.hash), head.signature);
  return genuine && sameBytes(head.hash, walk.previous?.hash ?? genesisHash)
    ? null
    : fail(lastSeq, 'changed');
}

/** A part that nothing seals and whose key ought to be in the keychain is not verified, however sound its links are. */
function findUnknownKey(database: Database, walk: Walk) {
  const isSession = database.prepare(
    `SELECT 1 FROM journal_keys WHERE fingerprint = ? AND origin = 'session'`,
  );
  const unknown = walk.unproven.find(
    (part) => part.sealedBySeq === null && isSession.get(part.keyFingerprint) === undefined,
  );
  return unknown === undefined ? null : fail(unknown.fromSeq, 'key-unknown');
}

function extend(unproven: Unproven, row: EntryRow): Unproven {
  const last = unproven.at(-1);
  if (last !== undefined && last.toSeq === row.seq - 1 && last.keyFingerprint === row.key_fingerprint) {
    return [...unproven.slice(0, -1), { ...last, toSeq: row.seq }];
  }
  return [
    ...unproven,
    { fromSeq: row.seq, toSeq: row.seq, keyFingerprint: row.key_fingerprint, sealedBySeq: null },
  ];
}

function fail(seq: number, reason: Failure) {
  return { seq, reason };
}

function countEntries(database: Database): number {
  const row = database.prepare('SELECT count(*) AS entries FROM journal_entries').get();
  return z.object({ entries: z.number() }).parse(row).entries;
}
