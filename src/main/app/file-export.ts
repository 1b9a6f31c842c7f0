import { err, ok, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { Logger } from '../platform/logger';
import { describeStorageError, StorageError } from '../storage/storage-error';

/** What an export needs of its surroundings. */
export interface ExportDeps {
  /** Asks the trader for a file; null when they changed their mind. */
  readonly chooseFile: (suggestedName: string) => Promise<string | null>;
  readonly openFile: (path: string) => Promise<ExportFile>;
  readonly nowMs: () => number;
  readonly log: Logger;
}

/** A file that is being written. Every method may reject. */
export interface ExportFile {
  write(text: string): Promise<unknown>;
  close(): Promise<void>;
}

/** What was written, and where; no path when the trader changed their mind. */
export interface Exported {
  readonly path: string | null;
  readonly count: number;
}

/**
 * Writes something into a file of the trader's choice and closes it, also after a failure.
 * @param subject what is written; it stands in the suggested name, before the day.
 * @param extension of the suggested name, without the dot.
 * @param write returns how many lines it wrote.
 */
export async function exportFile(
  { chooseFile, openFile, nowMs, log }: ExportDeps,
  subject: 'journal' | 'messages',
  extension: string,
  write: (file: ExportFile) => Promise<number>,
): Promise<Result<Exported, RequestError>> {
  const day = new Date(nowMs()).toISOString().slice(0, 10);
  const path = await chooseFile(`tradewind-${subject}-${day}.${extension}`);
  if (path === null) return ok({ path, count: 0 });
  try {
    const file = await openFile(path);
    try {
      return ok({ path, count: await write(file) });
    } finally {
      await file.close();
    }
  } catch (error) {
    log.error(`${subject} not exported`, { error: String(error) });
    return err({
      code: 'storage',
      text:
        error instanceof StorageError
          ? describeStorageError(error.kind)
          : 'The file could not be written. Choose another place, or make room on the disk.',
    });
  }
}
