import type { JournalVerdict } from '../../shared/ipc/journal-schemas';
import type { JournalVerification } from '../storage/storage';

type Failed = Extract<JournalVerification, { ok: false }>;
type Unproven = Extract<JournalVerification, { ok: true }>['unproven'][number];

/** Parts that a sentence names one by one. */
const namedParts = 3;

/** What a verification came to, as a sentence that names the first bad entry. Pure. */
export function describeVerification(found: JournalVerification): JournalVerdict {
  if (!found.ok) {
    const { seq, entries, entry } = found;
    return {
      verdict: 'broken',
      entries,
      text: describeFailure(found),
      firstBad: { seq, atMs: entry?.atMs ?? null, kind: entry === null ? null : printable(entry.kind) },
    };
  }
  const { entries, unproven } = found;
  const open = unproven.filter(({ sealedBySeq }) => sealedBySeq === null);
  if (open.length > 0)
    return {
      verdict: 'unproven',
      entries,
      text: `Nothing wrong was found among the ${count(entries)}, but not all of them are proven: ${list(open)} signed with a key that is gone, and nothing that was signed later covers them.`,
      firstBad: null,
    };
  const sealed =
    unproven.length === 0
      ? ''
      : ` ${capitalised(list(unproven))} signed with a key that is gone; what was signed later covers them.`;
  const text =
    entries === 0 ? 'The journal is empty.' : `All of the ${count(entries)} are in order.${sealed}`;
  return { verdict: 'proven', entries, text, firstBad: null };
}

function describeFailure(found: Failed): string {
  const { seq, entry, lastGood } = found;
  const name = `Entry ${seq}${entry === null ? '' : ` (${moment(entry.atMs)}, ${printable(entry.kind)})`}`;
  const after =
    lastGood === null
      ? ' No entry before it is left.'
      : ` The last one in order is entry ${lastGood.seq} (${moment(lastGood.atMs)}, ${printable(lastGood.kind)}).`;
  switch (found.flaw) {
    case 'content':
      return `${name} was changed: what it says does not give the hash that it carries.`;
    case 'signature':
      return `${name} was changed or forged: nobody with the key of the journal signed it.`;
    case 'rewritten':
      return `${name} was changed: the entry after it was written behind another version of it.`;
    case 'unreadable':
      return `${name} was changed: it holds what no entry can hold.`;
    case 'gap':
      return `Entry ${seq} was removed: its number is missing.${after}`;
    case 'end':
      return `Entry ${seq} was removed: the signed end of the journal lies behind it.${after}`;
    case 'predecessor':
      return `An entry was removed or replaced before entry ${seq}: the one that it was written behind is gone.${after}`;
    case 'position':
      return `${name} was moved: it was written behind another entry than the one that stands before it.${after}`;
    case 'between':
      return `${name} was added: the entries around it were written one right after the other.`;
    case 'outside':
      return `${name} was added: it stands outside of what the journal's signed end covers.`;
    case 'head':
      return `The end of the journal was changed, at entry ${seq}: its signed mark is missing or not genuine, so entries may have been removed there.`;
    case 'key':
      return `From ${name.replace('Entry', 'entry')} on nothing proves the journal: the key that signed it is not at hand. Every hash and link was checked and fits. Unlock the keychain that holds the key, and verify again.`;
  }
}

function count(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries.toLocaleString('en-US')} entries`;
}

/** `entries 4–9 and 2 more parts were`. */
function list(parts: readonly Unproven[]): string {
  const names = parts
    .slice(0, namedParts)
    .map(({ fromSeq, toSeq }) => (fromSeq === toSeq ? String(fromSeq) : `${fromSeq}–${toSeq}`));
  const rest = parts.length > namedParts ? ` and ${parts.length - namedParts} more parts` : '';
  const [first] = parts;
  const isOne = parts.length === 1 && first !== undefined && first.fromSeq === first.toSeq;
  return `${isOne ? 'entry' : 'entries'} ${names.join(', ')}${rest} ${isOne ? 'was' : 'were'}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `2026-10-05 14:30:07.250 UTC`; a time that no calendar has is said to be none. */
function moment(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime())
    ? 'at no real time'
    : `${date.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** Whoever changed the file may have put anything here. */
function printable(text: string): string {
  return Array.from(text.slice(0, 64), (character) => (character < ' ' ? ' ' : character)).join('');
}
