import type { JournalFormat } from '../../shared/ipc/journal-schemas';
import { canonicalJson } from '../storage/canonical-json';
import type { JournalEntry } from '../storage/storage';

const columns = [
  'seq',
  'time',
  'atMs',
  'kind',
  'orderKey',
  'body',
  'keyFingerprint',
  'previousHash',
  'hash',
  'signature',
] as const;

/** Lines before the entries, each with its line end. */
export function headOf(format: JournalFormat): string {
  return format === 'csv' ? `${columns.join(',')}\r\n` : '';
}

/**
 * One entry as a line with its line end. JSON Lines has the entry with its body as JSON, whose canonical form is what the
 * hash covers; CSV (RFC 4180) has the body as its canonical JSON text.
 */
export function lineOf(entry: JournalEntry, format: JournalFormat): string {
  const { seq, atMs, kind, orderKey, body, keyFingerprint, previousHash, hash, signature } = entry;
  const values = {
    seq,
    time: timeOf(atMs),
    atMs,
    kind,
    orderKey,
    body,
    keyFingerprint,
    previousHash,
    hash,
    signature,
  };
  if (format === 'jsonl') return `${JSON.stringify(values)}\n`;
  return `${columns
    .map((column) => {
      const value = column === 'body' ? canonicalJson(body) : values[column];
      return typeof value === 'number' ? String(value) : csvCell(value ?? '');
    })
    .join(',')}\r\n`;
}

/**
 * A cell of CSV that no spreadsheet takes for a formula: text that begins like one gets an apostrophe in front, which
 * spreadsheets read as "this is text".
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** ISO 8601 in UTC; empty for a time that no calendar has. */
function timeOf(atMs: number): string {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
