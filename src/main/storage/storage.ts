import type { BarColumns } from '../../shared/domain/bar';
import type { OrderKey, OrderState } from '../../shared/domain/order';
import type { Profile } from '../../shared/domain/profile';
import type { Coverage, Interval } from '../history/coverage';
import type {
  Commission,
  FileReport,
  JournalGroup,
  JournalVerification,
  OrderIntentOutcome,
  SeriesKey,
} from './protocol';

export type {
  Commission,
  FileReport,
  JournalGroup,
  JournalVerification,
  OrderIntentOutcome,
  SeriesKey,
} from './protocol';

/** What was found when the data files were opened. */
export interface StorageReport {
  /** The cache of bars: opened, created, rebuilt after damage, or refused. */
  readonly history: FileReport;
  /** The journal: opened, created, restored from a copy, started anew, or refused. */
  readonly journal: FileReport;
}

/** Cached bars. Every method rejects with a `StorageError`. */
export interface BarStore {
  /** Adds at most 10,000 bars, replacing those of the same time, and marks `coverage` as known. */
  putBars(series: SeriesKey, columns: BarColumns, coverage: Interval): Promise<void>;
  /** The newest `limit` bars (at most 10,000) that start before `endMs`, ascending. */
  readBars(series: SeriesKey, range: { readonly endMs: number; readonly limit: number }): Promise<BarColumns>;
  /** The spans of time whose bars are known. */
  readCoverage(series: SeriesKey): Promise<Coverage>;
}

/** An entry for the journal. */
export interface NewJournalEntry {
  /** When it happened, UTC ms, a whole number. */
  readonly atMs: number;
  /** What happened: lower-case words, such as `order.intent`. */
  readonly kind: string;
  readonly orderKey: OrderKey | null;
  /** Any JSON value; it is kept in canonical form. */
  readonly body: unknown;
}

/** An entry as the journal holds it; `body` is parsed JSON and is to be checked by who knows the kind. */
export interface JournalEntry extends NewJournalEntry {
  /** 1 for the first entry, without gaps. */
  readonly seq: number;
  /** SHA-256 in hex, over this entry and the hash before. */
  readonly hash: string;
  /** Names the key that signed it. */
  readonly keyFingerprint: string;
  /** Hash of the entry before, in hex; zeros for the first. */
  readonly previousHash: string;
  /** HMAC-SHA-256 of the hash, in hex. */
  readonly signature: string;
}

/** Which entries a page shows; see {@link journalGroups}. */
export interface JournalPageQuery {
  /** Entries before this one; null for the newest. */
  readonly beforeSeq: number | null;
  /** At most 1,000. */
  readonly limit: number;
  readonly group: JournalGroup;
  /** Text in the body, the kind or the order's key; empty for all. */
  readonly search: string;
}

/** Entries, newest first. A page may hold fewer than asked for, because only so many are looked at in one go. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Where to go on for earlier ones; null when everything was looked at. */
  readonly nextBeforeSeq: number | null;
  /** Entries of the whole journal. */
  readonly total: number;
}

/** The append-only journal. Every method rejects with a `StorageError`. */
export interface JournalStore {
  /** Gives the key that entries are signed with, 32 bytes; has to come before the first append. */
  useJournalKey(key: Uint8Array, origin: 'keychain' | 'session'): Promise<void>;
  /** Resolves when all of the entries (1 to 100) are on the disk; on `crashed` it is not known whether they are. */
  appendJournal(
    entries: readonly NewJournalEntry[],
  ): Promise<readonly { readonly seq: number; readonly hash: string }[]>;
  /** Entries after `afterSeq`, ascending, at most `limit` (1,000). */
  readJournal(range: { readonly afterSeq: number; readonly limit: number }): Promise<readonly JournalEntry[]>;
  /** A page of entries, newest first. */
  pageJournal(query: JournalPageQuery): Promise<JournalPage>;
  /** Follows the chain from end to end; appends go on meanwhile. */
  verifyJournal(): Promise<JournalVerification>;
  /** The fingerprint of the keychain's key, or null while none was recorded. */
  getJournalKeyFingerprint(): Promise<string | null>;
  recordJournalKeyFingerprint(fingerprint: string): Promise<void>;
}

/** What is kept of an order; `body` is any JSON value. */
export interface OrderRecord {
  readonly orderKey: OrderKey;
  readonly profile: Profile;
  readonly accountId: string;
  readonly permId: number | null;
  readonly state: OrderState;
  readonly updatedMs: number;
  readonly body: unknown;
}

/** What is kept of an execution; `body` is any JSON value. */
export interface ExecutionRecord {
  readonly execId: string;
  readonly profile: Profile;
  readonly accountId: string;
  readonly orderKey: OrderKey | null;
  readonly permId: number | null;
  readonly conId: number;
  readonly atMs: number;
  readonly body: unknown;
}

/** An execution with its commission, if that is known. */
export interface StoredExecution extends ExecutionRecord {
  readonly commission: Commission | null;
}

/** Orders and executions for the start of the next session. Every method rejects with a `StorageError`. */
export interface OrderStore {
  /**
   * Claims a key for an order and appends entries (1 to 100) to the journal, in one transaction with one sync of the disk.
   * Resolves when both are on the disk; on any error, `crashed` too, there are both or none. When the key was claimed
   * before, nothing is written, and `orderKey` is the order that has it.
   */
  appendOrderIntent(
    idempotencyKey: string,
    orderKey: OrderKey,
    entries: readonly NewJournalEntry[],
  ): Promise<OrderIntentOutcome>;
  /** The order that a key was claimed for, or null while it is free. Only reads. */
  findIdempotencyClaim(idempotencyKey: string): Promise<OrderKey | null>;
  /** Writes an order; a `permId` that is null does not erase a known one. */
  upsertOrder(order: OrderRecord): Promise<void>;
  /** Orders that can still trade. */
  readOpenOrders(profile: Profile, accountId: string): Promise<readonly OrderRecord[]>;
  /** Orders that cannot trade any more and changed since a moment, ascending; of more than 2,000 the newest. */
  readEndedOrders(query: {
    readonly profile: Profile;
    readonly accountId: string;
    readonly sinceMs: number;
  }): Promise<readonly OrderRecord[]>;
  /** Writes an execution once; `inserted` is false when it was known. */
  insertExecution(execution: ExecutionRecord): Promise<{ readonly inserted: boolean }>;
  /** Writes the commission of an execution, which may come before the execution. */
  updateCommission(execution: {
    readonly profile: Profile;
    readonly execId: string;
    readonly commission: Commission;
  }): Promise<void>;
  /** Executions since a moment, ascending; of more than 10,000 the newest. */
  readExecutions(query: {
    readonly profile: Profile;
    readonly accountId: string;
    readonly sinceMs: number;
  }): Promise<readonly StoredExecution[]>;
}

/** Small JSON documents by name, such as the watchlist. Every method rejects with a `StorageError`. */
export interface DocumentStore {
  putDocument(name: string, document: unknown): Promise<void>;
  /** The parsed document, to be checked by the reader, or undefined when there is none. */
  getDocument(name: string): Promise<unknown>;
}

/** The journal as it is at one moment, beside a program that may be writing to it. Every method rejects with a `StorageError`. */
export interface JournalReader
  extends Pick<JournalStore, 'useJournalKey' | 'readJournal' | 'verifyJournal' | 'getJournalKeyFingerprint'> {
  stop(): Promise<void>;
}

/** Everything that is kept on disk but the settings file. */
export interface Storage extends BarStore, JournalStore, OrderStore, DocumentStore {
  /** Opens the files; troubles with a file are in the report, whose requests then reject with the same error. */
  start(): Promise<StorageReport>;
  /** Closes the files and ends the threads. */
  stop(): Promise<void>;
  /** Tells when a file had to be opened anew while the app runs; returns the unsubscribe function. */
  onReopened(listener: (file: 'history' | 'journal', report: FileReport) => void): () => void;
}
