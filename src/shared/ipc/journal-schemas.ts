import * as z from 'zod';
import { text, timeMs } from './primitives';

/** Longest part of an entry's body that the window shows, in characters; the export has all of it. */
export const shownBodyLength = 8_000;

/** Which entries are shown. */
export const journalGroups = ['all', 'orders', 'fills', 'settings'] as const;
export type JournalGroup = (typeof journalGroups)[number];

/** An entry as the window shows it; account ids are not masked. */
export const journalEntrySchema = z.strictObject({
  /** 1 for the first entry, without gaps. */
  seq: z.number().int().min(1),
  atMs: timeMs,
  /** What happened, such as `order-intent`. */
  kind: z.string().max(64),
  /** Our key of the order, or null. */
  orderKey: z.string().max(60).nullable(),
  /** JSON text, cut where it is longer than the window shows. */
  body: z.string().max(shownBodyLength),
  isCut: z.boolean(),
  /** SHA-256 in hex. */
  hash: z.string().max(64),
  keyFingerprint: z.string().max(16),
});
export type ShownJournalEntry = z.infer<typeof journalEntrySchema>;

export const journalQuerySchema = z.strictObject({
  group: z.enum(journalGroups),
  /** Text in the body, the kind or the order's key; empty for all. */
  search: text.max(80),
  /** Entries before this one; null for the newest. */
  beforeSeq: z.number().int().min(1).nullable(),
  limit: z.number().int().min(1).max(500),
});
export type JournalQuery = z.infer<typeof journalQuerySchema>;

/** Entries, newest first; `nextBeforeSeq` says where earlier ones begin, null when there are none. */
export const journalPageSchema = z.strictObject({
  entries: z.array(journalEntrySchema).max(500),
  nextBeforeSeq: z.number().int().min(1).nullable(),
  total: z.number().int().min(0),
});
export type ShownJournalPage = z.infer<typeof journalPageSchema>;

/**
 * What verification came to. `proven`: every entry was signed by the key of the keychain, or stands before one that was.
 * `unproven`: nothing wrong was found, but some entries were signed with a key that is gone. `broken`: an entry was
 * changed, removed, added or moved, or the key that should prove them is not at hand.
 */
export const journalVerdicts = ['proven', 'unproven', 'broken'] as const;

export const journalVerdictSchema = z.strictObject({
  verdict: z.enum(journalVerdicts),
  entries: z.number().int().min(0),
  /** A sentence; names the first bad entry. */
  text,
  /** Number, time and kind of the first bad entry; time and kind are null where nothing stands under the number. */
  firstBad: z
    .strictObject({ seq: z.number().int(), atMs: z.number().nullable(), kind: z.string().nullable() })
    .nullable(),
});
export type JournalVerdict = z.infer<typeof journalVerdictSchema>;

export const journalFormats = ['jsonl', 'csv'] as const;
export type JournalFormat = (typeof journalFormats)[number];

/**
 * Which key signs new entries. `keychain`: the keychain's. `locked`: the recorded key is out of reach. `other-key`: the
 * keychain holds another key than the recorded one. `session`: none was ever recorded and none can be kept.
 * `opening`: not known yet.
 */
export const journalKeyStates = ['opening', 'keychain', 'locked', 'other-key', 'session'] as const;

export const journalKeySchema = z.strictObject({
  state: z.enum(journalKeyStates),
  /** Names the key in use; null while opening. */
  fingerprint: z.string().max(16).nullable(),
  /** A sentence: what it means and what can be done. */
  text,
});
export type JournalKeyStatus = z.infer<typeof journalKeySchema>;

/** What the trader types to begin a new key. */
export const newKeyConfirmation = 'NEW KEY';

const duration = z.number().min(0).nullable();

/** How long one order took, ms; null where it is not known. */
export const orderLatencySchema = z.strictObject({
  orderId: z.string().max(60),
  /** When main received it, UTC ms. */
  receivedMs: timeMs,
  /** From the key or click to main, by the clock of the machine. */
  pressedToReceived: duration,
  /** Mode proof, risk gate and checks. */
  receivedToJudged: duration,
  /** Until the journal was synced to the disk. */
  judgedToJournaled: duration,
  /** Until the operating system took the bytes. */
  journaledToWritten: duration,
  /** Until IB's first word on it. */
  writtenToAcknowledged: duration,
  /** From the bytes to the first and the last fill. */
  writtenToFirstFill: duration,
  writtenToLastFill: duration,
  /** From the key or click (without one, from main) to IB's first word. */
  total: duration,
});
export type OrderLatency = z.infer<typeof orderLatencySchema>;

/** The spans of {@link orderLatencySchema}, in order. */
export const latencySpans = [
  'pressedToReceived',
  'receivedToJudged',
  'judgedToJournaled',
  'journaledToWritten',
  'writtenToAcknowledged',
  'writtenToFirstFill',
  'writtenToLastFill',
  'total',
] as const;
export type LatencySpan = (typeof latencySpans)[number];

/** Median and 99th percentile of a span over the session, ms. */
export const latencySummarySchema = z.strictObject({
  span: z.enum(latencySpans),
  count: z.number().int().min(0),
  p50: duration,
  p99: duration,
});
export type LatencySummary = z.infer<typeof latencySummarySchema>;

const nothing = z.strictObject({});

/** The requests about the journal and the latency of orders. */
export const journalRequests = {
  /** A page of the journal, newest first, read from the disk. */
  'journal.read': { capability: 'read', input: journalQuerySchema, output: journalPageSchema },
  /** Walks the chain of the journal. */
  'journal.verify': { capability: 'read', input: nothing, output: journalVerdictSchema },
  /** Asks for a file and writes every entry into it, account ids unmasked; null when the trader changed their mind. */
  'journal.export': {
    capability: 'admin',
    input: z.strictObject({ format: z.enum(journalFormats) }),
    output: z.strictObject({ path: text.nullable(), entries: z.number().int().min(0) }),
  },
  'journal.key': { capability: 'read', input: nothing, output: journalKeySchema },
  /** Looks for the keychain and its key again; entries after that are signed with it. */
  'journal.retryKey': { capability: 'admin', input: nothing, output: journalKeySchema },
  /** Begins a new key although one is recorded. */
  'journal.startNewKey': {
    capability: 'admin',
    input: z.strictObject({ confirmation: z.literal(newKeyConfirmation) }),
    output: journalKeySchema,
  },
  /** How long the orders of this session took, newest first, and the percentiles over all of them. */
  'order.latency': {
    capability: 'read',
    input: nothing,
    output: z.strictObject({
      orders: z.array(orderLatencySchema).max(200),
      summary: z.array(latencySummarySchema).max(20),
    }),
  },
} as const;
