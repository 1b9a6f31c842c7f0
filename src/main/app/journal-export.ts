import type { JournalFormat } from '../../shared/ipc/journal-schemas';
import { ok, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { JournalStore } from '../storage/storage';
import { type ExportDeps, type ExportFile, exportFile } from './file-export';
import { headOf, lineOf } from './journal-lines';

/** Entries that are read and written in one go. */
const entriesPerPage = 500;

type Entries = Pick<JournalStore, 'readJournal'>;

/** Writes every entry of the journal into a file of the trader's choice. */
export async function exportJournal(
  journal: Entries,
  format: JournalFormat,
  deps: ExportDeps,
): Promise<Result<{ readonly path: string | null; readonly entries: number }, RequestError>> {
  const exported = await exportFile(deps, 'journal', format, (file) => writeJournal(journal, format, file));
  return exported.ok ? ok({ path: exported.value.path, entries: exported.value.count }) : exported;
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
