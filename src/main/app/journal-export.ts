import type { JournalFormat } from '../../shared/ipc/journal-schemas';
import { err, ok, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { JournalStore } from '../storage/storage';
import { describeStorageError, StorageError } from '../storage/storage-error';
import { headOf, lineOf } from './journal-lines';
import type { ExportDeps, ExportFile } from './message-export';

/** Entries that are read and written in one go. */
const entriesPerPage = 500;

type Entries = Pick<JournalStore, 'readJournal'>;

/** Writes every entry of the journal into a file of the trader's choice. */
export async function exportJournal(
  journal: Entries,
  format: JournalFormat,
  { chooseFile, openFile, nowMs, log }: ExportDeps,
): Promise<Result<{ readonly path: string | null; readonly entries: number }, RequestError>> {
  const day = new Date(nowMs()).toISOString().slice(0, 10);
  const path = await chooseFile(`tradewind-journal-${day}.${format}`);
  if (path === null) return ok({ path, entries: 0 });
  try {
    const file = await openFile(path);
    try {
      return ok({ path, entries: await writeJournal(journal, format, file) });
    } finally {
      await file.close();
    }
  } catch (error) {
    log.error('journal not exported', { error: String(error) });
    return err({
      code: 'storage',
      text:
        error instanceof StorageError
          ? describeStorageError(error.kind)
          : 'The file could not be written. Choose another place, or make room on the disk.',
    });
  }
}

/** Writes all entries in their order, page by page; returns how many. Rejects when a page cannot be read or written. */
export async function writeJournal(
  journal: Entries,
  format: JournalFormat,
  file: Pick<ExportFile, 'write'>,
): Promise<number> {
  await file.write(headOf(format));
  let afterSeq = 0;
  let written = 0;
  for (;;) {
    const page = await journal.readJournal({ afterSeq, limit: entriesPerPage });
    if (page.length > 0) await file.write(page.map((entry) => lineOf(entry, format)).join(''));
    written += page.length;
    afterSeq = page.at(-1)?.seq ?? afterSeq;
    if (page.length < entriesPerPage) return written;
  }
}
