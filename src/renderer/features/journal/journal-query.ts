import type { JournalGroup, JournalQuery, ShownJournalEntry } from '../../../shared/ipc/journal-schemas';

/** Entries that are asked for at a time. */
const PAGE = 200;
/** Entries that a look for newer ones asks for; small, because it goes on while orders are sent. */
const LOOK = 50;
/** Entries that the list holds; older ones are found by looking for them. */
export const MOST_SHOWN = 5_000;

/** What the trader chose to see. */
export interface JournalFilter {
  readonly group: JournalGroup;
  readonly search: string;
}

/** What the list shows. */
export interface ShownJournal {
  /** Newest first; null before the first answer. */
  readonly entries: readonly ShownJournalEntry[] | null;
  readonly total: number;
  /** Where earlier entries begin; null when all were looked at, or the list is full. */
  readonly nextBeforeSeq: number | null;
  readonly problem: string | null;
}

export const nothingShown: ShownJournal = { entries: null, total: 0, nextBeforeSeq: null, problem: null };

/** The question for a page of the journal. Pure. */
export function queryOf(
  { group, search }: JournalFilter,
  beforeSeq: number | null,
  kind: 'page' | 'look' = 'page',
): JournalQuery {
  return { group, search: search.trim().slice(0, 80), beforeSeq, limit: kind === 'page' ? PAGE : LOOK };
}

interface Page {
  readonly entries: readonly ShownJournalEntry[];
  readonly nextBeforeSeq: number | null;
  readonly total: number;
}

/**
 * Puts the newest entries on top. Null when they do not reach down to those that are shown: what lies between is not
 * known, and a whole page has to be asked for. Pure.
 */
export function withNewest(shown: ShownJournal, look: Page): ShownJournal | null {
  const top = shown.entries?.[0];
  if (shown.entries === null) return { ...look, problem: null };
  const fresh = top === undefined ? look.entries : look.entries.filter(({ seq }) => seq > top.seq);
  if (fresh.length === LOOK) return null;
  const { total } = look;
  if (fresh.length === 0) return { ...shown, total, problem: null };
  return capped({ ...shown, entries: [...fresh, ...shown.entries], total, problem: null });
}

/** Puts a page of earlier entries below those that are shown. Pure. */
export function withEarlier(shown: ShownJournal, page: Page): ShownJournal {
  const last = shown.entries?.at(-1);
  const earlier = last === undefined ? page.entries : page.entries.filter(({ seq }) => seq < last.seq);
  return capped({
    ...shown,
    entries: [...(shown.entries ?? []), ...earlier],
    nextBeforeSeq: page.nextBeforeSeq,
    problem: null,
  });
}

function capped(shown: ShownJournal): ShownJournal {
  const { entries } = shown;
  if (entries === null || entries.length < MOST_SHOWN) return shown;
  return { ...shown, entries: entries.slice(0, MOST_SHOWN), nextBeforeSeq: null };
}

/** `order-intent` as words. Pure. */
export function wordsOf(kind: string): string {
  return kind.replaceAll('-', ' ').replaceAll('.', ' ');
}

/** The body in one line: `side BUY, quantity 100`. Nested values are written as JSON, empty ones left out. Pure. */
export function summaryOf({ body, isCut }: Pick<ShownJournalEntry, 'body' | 'isCut'>): string {
  const value = isCut ? null : parsed(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return body;
  return Object.entries(value)
    .filter(([, member]) => member !== null && member !== '')
    .map(([name, member]) => `${name} ${typeof member === 'string' ? member : JSON.stringify(member)}`)
    .join(', ');
}

/** The body with a line for each member. Pure. */
export function prettyBody({ body, isCut }: Pick<ShownJournalEntry, 'body' | 'isCut'>): string {
  if (isCut) return `${body}…`;
  const value = parsed(body);
  return value === undefined ? body : JSON.stringify(value, null, 2);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Main writes JSON; should it ever not, the text itself is shown.
    return undefined;
  }
}
