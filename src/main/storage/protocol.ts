import * as z from 'zod';
import { barSizes } from '../../shared/domain/bar';
import { isOrderKey, orderStates } from '../../shared/domain/order';
import { profiles } from '../../shared/domain/profile';
import { storageErrorSchema } from './storage-error';

/** Most bars that one request reads or writes. */
export const maximumBarsPerRequest = 10_000;
/** Most rows of the journal, the orders or the executions that one request reads. */
export const maximumRowsPerRequest = 1_000;
/** Longest JSON text of one entry, order, execution or document, in characters. */
export const maximumBodyLength = 1_000_000;

const timeMs = z.number().min(-8.64e15).max(8.64e15);
const shortText = z.string().min(1).max(100);
const bodyText = z.string().min(1).max(maximumBodyLength);
/** Our key of an order. */
export const orderKeySchema = z.string().refine(isOrderKey);
const orderKey = orderKeySchema;
const fingerprint = z.string().regex(/^[0-9a-f]{16}$/);
const permId = z.number().int().positive().nullable();
const seq = z.number().int().nonnegative();
const decimalText = z.string().regex(/^-?\d{1,30}(\.\d{1,30})?$/);
const key = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected a Uint8Array');
const column = z.custom<Float64Array>((value) => value instanceof Float64Array, 'expected a Float64Array');

/** Which bars: everything that makes two series different. Bars of different profiles never mix. */
export const seriesKeySchema = z.strictObject({
  profile: z.enum(profiles),
  /** Where the bars come from, such as `ib` or the simulator's seed; never an account. */
  source: shortText,
  conId: z.number().int().nonnegative(),
  barSize: z.enum(barSizes),
  /** TWS's word, such as `TRADES` or `MIDPOINT`. */
  whatToShow: shortText,
  regularHoursOnly: z.boolean(),
});

export const intervalSchema = z.strictObject({ startMs: timeMs, endMs: timeMs });

export const barColumnsSchema = z.strictObject({
  timeMs: column,
  open: column,
  high: column,
  low: column,
  close: column,
  volume: column,
  wap: column,
  count: column,
});

const newEntrySchema = z.strictObject({
  atMs: timeMs.int(),
  kind: z.string().regex(/^[a-z][a-z0-9.-]{0,63}$/),
  orderKey: orderKey.nullable(),
  body: bodyText,
});

const newEntries = z.array(newEntrySchema).min(1).max(100);
const writtenEntries = z.array(z.strictObject({ seq, hash: z.string() }));

const journalEntrySchema = newEntrySchema.extend({
  seq,
  hash: z.string(),
  keyFingerprint: fingerprint,
  previousHash: z.string(),
  signature: z.string(),
});

const orderSchema = z.strictObject({
  orderKey,
  profile: z.enum(profiles),
  accountId: shortText,
  permId,
  state: z.enum(orderStates),
  updatedMs: timeMs,
  body: bodyText,
});

const executionSchema = z.strictObject({
  execId: shortText,
  profile: z.enum(profiles),
  accountId: shortText,
  orderKey: orderKey.nullable(),
  permId,
  conId: z.number().int().nonnegative(),
  atMs: timeMs,
  body: bodyText,
});

const commissionSchema = z.strictObject({
  commission: decimalText,
  currency: shortText,
  realizedPnl: decimalText.nullable(),
});

const storedExecutionSchema = executionSchema.extend({ commission: commissionSchema.nullable() });

/** Which entries are shown: those about orders, fills, or what the trader and the rules set; all others are in `all`. */
export const journalGroups = ['all', 'orders', 'fills', 'settings'] as const;

const rowLimit = z.number().int().min(1).max(maximumRowsPerRequest);
const profileAndAccount = { profile: z.enum(profiles), accountId: shortText };

/** A part of the journal whose own key is not at hand. */
const unprovenSchema = z.strictObject({
  fromSeq: seq,
  toSeq: seq,
  keyFingerprint: fingerprint,
  /** The first later entry whose signature covers this part as well, or null. */
  sealedBySeq: seq.nullable(),
});

/**
 * What exactly is wrong with the first bad entry.
 * - `content`: its content does not give the hash that it carries.
 * - `signature`: its hash fits, but nobody with the key of the journal signed it.
 * - `rewritten`: the entry after it was written behind another version of it.
 * - `unreadable`: a field holds what no entry can hold.
 * - `gap`: its number is missing. `end`: the journal went on to it. `predecessor`: the entry before it is gone.
 * - `position`: it was written behind an entry that stands elsewhere now.
 * - `between`: it stands between two entries that were written one after the other.
 * - `outside`: it stands before the first entry, or after the signed end.
 * - `head`: the signed mark of the end is missing, or is not what the key of the journal signed.
 * - `key`: nothing at hand can prove it.
 */
export const journalFlaws = [
  'content',
  'signature',
  'rewritten',
  'unreadable',
  'gap',
  'end',
  'predecessor',
  'position',
  'between',
  'outside',
  'head',
  'key',
] as const;

const namedEntry = z.strictObject({ atMs: z.number(), kind: z.string() });

const verificationSchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    entries: seq,
    /** How many of them carry a signature that was checked with a key at hand. */
    proven: seq,
    unproven: z.array(unprovenSchema),
  }),
  z.strictObject({
    ok: z.literal(false),
    /** Number of the first entry that is wrong, or missing. */
    seq: z.number().int(),
    reason: z.enum(['changed', 'removed', 'added', 'reordered', 'key-unknown']),
    flaw: z.enum(journalFlaws),
    entries: seq,
    /** What stands under that number now; null where nothing does. */
    entry: namedEntry.nullable(),
    /** The last entry that is in order. */
    lastGood: namedEntry.extend({ seq }).nullable(),
  }),
]);

const fileReportSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('opened'), migratedFrom: z.number().optional() }),
  z.strictObject({ state: z.literal('created') }),
  z.strictObject({ state: z.literal('rebuilt'), setAside: z.string() }),
  z.strictObject({
    state: z.literal('restored'),
    /** Path of the damaged file, or null when the file was missing. */
    setAside: z.string().nullable(),
    copy: z.string(),
    /** When the copy was made, UTC ms: what was written later is lost here and has to be asked of the broker. */
    copyMadeMs: z.number(),
  }),
  z.strictObject({ state: z.literal('started-anew'), setAside: z.string() }),
  z.strictObject({ state: z.literal('refused'), error: storageErrorSchema }),
]);

/** Every request to a storage thread, with the schemas of what goes in and what comes back. */
export const storageRequests = {
  open: {
    input: z.strictObject({
      file: z.enum(['history', 'journal']),
      directory: z.string().min(1),
      /** The journal only: shows it as it is at this moment, beside a program that may be writing to it. */
      readOnly: z.boolean().optional(),
    }),
    output: fileReportSchema,
  },
  close: { input: z.strictObject({}), output: z.null() },
  'bars.put': {
    input: z.strictObject({ series: seriesKeySchema, columns: barColumnsSchema, coverage: intervalSchema }),
    output: z.null(),
  },
  'bars.read': {
    input: z.strictObject({
      series: seriesKeySchema,
      endMs: timeMs,
      limit: z.number().int().min(1).max(maximumBarsPerRequest),
    }),
    output: barColumnsSchema,
  },
  'bars.coverage': {
    input: z.strictObject({ series: seriesKeySchema }),
    output: z.array(intervalSchema),
  },
  'journal.use-key': {
    input: z.strictObject({ key, origin: z.enum(['keychain', 'session']) }),
    output: z.strictObject({ fingerprint }),
  },
  'journal.append': {
    input: z.strictObject({ entries: newEntries }),
    output: writtenEntries,
  },
  'journal.read': {
    input: z.strictObject({ afterSeq: seq, limit: rowLimit }),
    output: z.array(journalEntrySchema),
  },
  'journal.page': {
    input: z.strictObject({
      /** Entries before this one; null for the newest. */
      beforeSeq: seq.nullable(),
      limit: rowLimit,
      group: z.enum(journalGroups),
      /** Text in the body, the kind or the order's key, in any case of ASCII letters; empty for all. */
      search: z.string().max(100),
    }),
    output: z.strictObject({
      entries: z.array(journalEntrySchema),
      /** Where to go on for earlier ones; null when everything was looked at. */
      nextBeforeSeq: seq.nullable(),
      /** Entries of the whole journal. */
      total: seq,
    }),
  },
  'journal.verify': { input: z.strictObject({}), output: verificationSchema },
  'journal.key-fingerprint': { input: z.strictObject({}), output: fingerprint.nullable() },
  'journal.record-key-fingerprint': {
    input: z.strictObject({ fingerprint, atMs: timeMs }),
    output: z.null(),
  },
  'order.append-intent': {
    input: z.strictObject({ idempotencyKey: shortText, orderKey, atMs: timeMs, entries: newEntries }),
    output: z.discriminatedUnion('claimed', [
      z.strictObject({ claimed: z.literal(true), written: writtenEntries }),
      z.strictObject({ claimed: z.literal(false), orderKey }),
    ]),
  },
  'order.find-claim': {
    input: z.strictObject({ idempotencyKey: shortText }),
    output: z.strictObject({ orderKey }).nullable(),
  },
  'order.upsert': { input: orderSchema, output: z.null() },
  'order.open': { input: z.strictObject(profileAndAccount), output: z.array(orderSchema) },
  'order.ended': {
    input: z.strictObject({ ...profileAndAccount, sinceMs: timeMs }),
    output: z.array(orderSchema),
  },
  'execution.insert': { input: executionSchema, output: z.strictObject({ inserted: z.boolean() }) },
  'execution.commission': {
    input: z.strictObject({
      profile: z.enum(profiles),
      execId: shortText,
      atMs: timeMs,
      commission: commissionSchema,
    }),
    output: z.null(),
  },
  'execution.read': {
    input: z.strictObject({ ...profileAndAccount, sinceMs: timeMs }),
    output: z.array(storedExecutionSchema),
  },
  'document.put': {
    input: z.strictObject({ name: shortText, body: bodyText, atMs: timeMs }),
    output: z.null(),
  },
  'document.get': {
    input: z.strictObject({ name: shortText }),
    output: z.strictObject({ body: bodyText }).nullable(),
  },
} as const;

export type StorageRequestName = keyof typeof storageRequests;
export type StorageInput<Name extends StorageRequestName> = z.infer<(typeof storageRequests)[Name]['input']>;
export type StorageOutput<Name extends StorageRequestName> = z.infer<
  (typeof storageRequests)[Name]['output']
>;

/** The same schemas by request, in the form that generic code can use. */
export const storageSchemas: {
  readonly [Name in StorageRequestName]: {
    readonly input: z.ZodType<StorageInput<Name>>;
    readonly output: z.ZodType<StorageOutput<Name>>;
  };
} = storageRequests;

const requestNames = Object.keys(storageRequests);

/** Tells whether a text names a request. */
export function isStorageRequestName(name: string): name is StorageRequestName {
  return requestNames.includes(name);
}

/** What is sent to a storage thread; `input` is checked against the schema of the request by its name. */
export const requestEnvelopeSchema = z.strictObject({
  id: z.number().int().nonnegative(),
  name: z.string().refine(isStorageRequestName),
  input: z.unknown(),
});

/** What a storage thread sends. */
export const replyEnvelopeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('value'), id: z.number(), value: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id: z.number(), error: storageErrorSchema }),
  /** A request took longer than a statement may; for the log. */
  z.strictObject({ type: z.literal('slow'), name: z.string(), elapsedMs: z.number() }),
  /** The cache was found damaged while in use, was set aside and begun anew. */
  z.strictObject({ type: z.literal('rebuilt'), setAside: z.string() }),
  /** Something that the request itself survived, such as a copy that could not be made. */
  z.strictObject({ type: z.literal('warning'), message: z.string() }),
]);

/** What is posted to a storage thread. */
export interface StorageRequestEnvelope {
  readonly id: number;
  readonly name: StorageRequestName;
  readonly input: unknown;
}

export type StorageReply = z.infer<typeof replyEnvelopeSchema>;
export type SeriesKey = z.infer<typeof seriesKeySchema>;
export type FileReport = z.infer<typeof fileReportSchema>;
export type OrderIntentOutcome = StorageOutput<'order.append-intent'>;
export type JournalVerification = z.infer<typeof verificationSchema>;
export type JournalFlaw = (typeof journalFlaws)[number];
export type JournalGroup = (typeof journalGroups)[number];
export type Commission = z.infer<typeof commissionSchema>;
