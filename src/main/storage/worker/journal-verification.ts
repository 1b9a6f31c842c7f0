import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import type { JournalFlaw, JournalVerification } from '../protocol';
import { genesisHash, hashEntry, sameBytes, signEntry, signHead } from './journal-chain';
import { bytes, headRow, type JournalKey } from './journal-repository';

/** Entries that are looked at in one go; between two of them other requests are served. */
const entriesPerSlice = 200;

type Unproven = Extract<JournalVerification, { ok: true }>['unproven'];
type Failed = Extract<JournalVerification, { ok: false }>;

/** The first thing that is wrong. */
interface Failure {
  readonly seq: number;
  readonly reason: Failed['reason'];
  readonly flaw: JournalFlaw;
}

/** An entry as whoever changed the file may have left it: anything that SQLite can hold in its columns. */
const writtenRow = z.object({
  seq: z.number(),
  at_ms: z.number(),
  kind: z.string(),
  order_key: z.string().nullable(),
  body: z.string(),
  key_fingerprint: z.string(),
  previous_hash: bytes,
  hash: bytes,
  signature: bytes,
});
type WrittenRow = z.infer<typeof writtenRow>;
const numbered = z.object({ seq: z.number() });

/** What was found so far. */
interface Walk {
  previous: WrittenRow | null;
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
  const before = findBeforeFirst(database);
  if (before !== null) return describe(database, walk, before);
  for (;;) {
    const rows = slice.all(walk.previous?.seq ?? 0, entriesPerSlice);
    for (const row of rows) {
      const failure = step(database, key, walk, row);
      if (failure !== null) return describe(database, walk, failure);
    }
    // The end is judged in the same turn as the last slice, before anything can be appended.
    if (rows.length < entriesPerSlice) break;
    await pause();
  }
  const failure = checkHead(database, key, walk) ?? findUnknownKey(database, walk);
  if (failure !== null) return describe(database, walk, failure);
  return { ok: true, entries: walk.entries, proven: walk.proven, unproven: walk.unproven };
}

/** Lets the requests that wait pass. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Entries are numbered from 1; what stands before it is not on the way of the walk. */
function findBeforeFirst(database: Database): Failure | null {
  const row = numbered
    .optional()
    .parse(database.prepare('SELECT seq FROM journal_entries WHERE seq < 1 ORDER BY seq LIMIT 1').get());
  return row === undefined ? null : { seq: row.seq, reason: 'added', flaw: 'outside' };
}

function step(database: Database, key: JournalKey | null, walk: Walk, found: unknown): Failure | null {
  const expectedSeq = (walk.previous?.seq ?? 0) + 1;
  if (numbered.parse(found).seq !== expectedSeq) return { seq: expectedSeq, reason: 'removed', flaw: 'gap' };
  const readable = writtenRow.safeParse(found);
  if (!readable.success) return { seq: expectedSeq, reason: 'changed', flaw: 'unreadable' };
  const row = readable.data;
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
  if (!sameBytes(hash, row.hash)) return { seq: row.seq, reason: 'changed', flaw: 'content' };
  if (key !== null && key.fingerprint === row.key_fingerprint) {
    if (!sameBytes(signEntry(key.key, hash), row.signature))
      return { seq: row.seq, reason: 'changed', flaw: 'signature' };
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

function checkLink(database: Database, walk: Walk, row: WrittenRow): Failure | null {
  const { previous } = walk;
  if (sameBytes(row.previous_hash, previous?.hash ?? genesisHash)) return null;
  // Entries before it were put in when it follows one from further up; nobody with the key signed those.
  const follows = sameBytes(row.previous_hash, genesisHash)
    ? { seq: 0 }
    : seqOfHash(database, row.previous_hash);
  if (follows !== undefined && follows.seq < row.seq && isUnproven(walk, follows.seq + 1))
    return { seq: follows.seq + 1, reason: 'added', flaw: 'between' };
  if (follows !== undefined) return { seq: row.seq, reason: 'reordered', flaw: 'position' };
  // The entry that this one follows is gone, or stands before it with another content and a hash to fit.
  return previous !== null && isUnproven(walk, previous.seq)
    ? { seq: previous.seq, reason: 'changed', flaw: 'rewritten' }
    : { seq: row.seq, reason: 'removed', flaw: 'predecessor' };
}

function seqOfHash(database: Database, hash: Uint8Array) {
  const row = database.prepare('SELECT seq FROM journal_entries WHERE hash = ? ORDER BY seq LIMIT 1');
  return numbered.optional().parse(row.get(Buffer.from(hash)));
}

/** True for an entry that was passed with its links alone. */
function isUnproven(walk: Walk, seq: number): boolean {
  return walk.unproven.some((part) => part.fromSeq <= seq && seq <= part.toSeq);
}

function checkHead(database: Database, key: JournalKey | null, walk: Walk): Failure | null {
  const found = database.prepare('SELECT * FROM journal_head').get();
  const lastSeq = walk.previous?.seq ?? 0;
  if (found === undefined) {
    const isEmpty = walk.previous === null && !hasClaims(database);
    return isEmpty ? null : { seq: lastSeq + 1, reason: 'removed', flaw: 'head' };
  }
  const readable = headRow.safeParse(found);
  if (!readable.success) return { seq: lastSeq, reason: 'changed', flaw: 'head' };
  const head = readable.data;
  if (head.seq > lastSeq) return { seq: lastSeq + 1, reason: 'removed', flaw: 'end' };
  if (head.seq < lastSeq) return { seq: head.seq + 1, reason: 'added', flaw: 'outside' };
  const isOfOtherKey = key === null || key.fingerprint !== head.key_fingerprint;
  const genuine = isOfOtherKey || sameBytes(signHead(key.key, head.seq, head.hash), head.signature);
  const sameKey = walk.previous === null || head.key_fingerprint === walk.previous.key_fingerprint;
  return genuine && sameKey && sameBytes(head.hash, walk.previous?.hash ?? genesisHash)
    ? null
    : { seq: lastSeq, reason: 'changed', flaw: 'head' };
}

/** A key of an order is claimed in the transaction that writes its first entry. */
function hasClaims(database: Database): boolean {
  return database.prepare('SELECT 1 FROM idempotency_keys LIMIT 1').get() !== undefined;
}

/** A part that nothing seals and whose key ought to be in the keychain is not verified, however sound its links are. */
function findUnknownKey(database: Database, walk: Walk): Failure | null {
  const isSession = database.prepare(
    `SELECT 1 FROM journal_keys WHERE fingerprint = ? AND origin = 'session'`,
  );
  const unknown = walk.unproven.find(
    (part) => part.sealedBySeq === null && isSession.get(part.keyFingerprint) === undefined,
  );
  return unknown === undefined ? null : { seq: unknown.fromSeq, reason: 'key-unknown', flaw: 'key' };
}

function extend(unproven: Unproven, row: WrittenRow): Unproven {
  const last = unproven.at(-1);
  if (last !== undefined && last.toSeq === row.seq - 1 && last.keyFingerprint === row.key_fingerprint) {
    return [...unproven.slice(0, -1), { ...last, toSeq: row.seq }];
  }
  return [
    ...unproven,
    { fromSeq: row.seq, toSeq: row.seq, keyFingerprint: row.key_fingerprint, sealedBySeq: null },
  ];
}

/** Names the entry and the one before it, where the walk got that far. */
function describe(database: Database, walk: Walk, { seq, reason, flaw }: Failure): Failed {
  const reached = walk.previous?.seq ?? 0;
  const before = seq - 1 >= 1 && seq - 1 <= reached ? nameOf(database, seq - 1) : null;
  return {
    ok: false,
    seq,
    reason,
    flaw,
    entries: countEntries(database),
    entry: nameOf(database, seq),
    lastGood: before === null ? null : { seq: seq - 1, ...before },
  };
}

/** Time and kind of what stands under a number; null when nothing does, or nothing that has a time and a kind. */
function nameOf(database: Database, seq: number): Failed['entry'] {
  const row = database.prepare('SELECT at_ms, kind FROM journal_entries WHERE seq = ?').get(seq);
  const found = z.object({ at_ms: z.number(), kind: z.string() }).safeParse(row);
  return found.success ? { atMs: found.data.at_ms, kind: found.data.kind } : null;
}

function countEntries(database: Database): number {
  const row = database.prepare('SELECT count(*) AS entries FROM journal_entries').get();
  return z.object({ entries: z.number() }).parse(row).entries;
}
