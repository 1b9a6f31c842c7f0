import { ok, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import { shownBodyLength, type ShownJournalEntry } from '../../shared/ipc/journal-schemas';
import type { RequestHandlers } from '../ipc/router';
import { canonicalJson } from '../storage/canonical-json';
import type { JournalEntry, JournalStore } from '../storage/storage';
import { exportJournal } from './journal-export';
import type { JournalKeeper } from './journal-keeper';
import { describeVerification } from './journal-words';
import type { ExportDeps } from './file-export';

export interface JournalHandlerDeps {
  readonly storage: Pick<JournalStore, 'pageJournal' | 'readJournal' | 'verifyJournal'>;
  /** Runs work on the journal once it is open; what storage rejects with becomes an answer. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<Result<T, RequestError>>;
  readonly keeper: Pick<JournalKeeper, 'status' | 'retry' | 'startNewKey'>;
  readonly export: ExportDeps;
}

type JournalRequestName = Extract<keyof RequestHandlers, `journal.${string}`>;

/** What answers the requests about the journal. */
export function createJournalHandlers(deps: JournalHandlerDeps): Pick<RequestHandlers, JournalRequestName> {
  const { storage, attempt, keeper } = deps;
  const flattened = async <T>(
    work: () => Promise<Result<T, RequestError>>,
  ): Promise<Result<T, RequestError>> => {
    const answer = await attempt(work);
    return answer.ok ? answer.value : answer;
  };
  return {
    'journal.read': (query) =>
      attempt(async () => {
        const page = await storage.pageJournal(query);
        return { ...page, entries: page.entries.map(shownEntry) };
      }),
    'journal.verify': () => attempt(async () => describeVerification(await storage.verifyJournal())),
    'journal.export': ({ format }) => flattened(() => exportJournal(storage, format, deps.export)),
    'journal.key': () => ok(keeper.status()),
    'journal.retryKey': () => flattened(() => keeper.retry()),
    'journal.startNewKey': () => flattened(() => keeper.startNewKey()),
  };
}

/** An entry for the window; a body that is longer than it shows is cut. */
function shownEntry({
  seq,
  atMs,
  kind,
  orderKey,
  body,
  hash,
  keyFingerprint,
}: JournalEntry): ShownJournalEntry {
  const text = canonicalJson(body);
  const isCut = text.length > shownBodyLength;
  return { seq, atMs, kind, orderKey, body: text.slice(0, shownBodyLength), isCut, hash, keyFingerprint };
}
