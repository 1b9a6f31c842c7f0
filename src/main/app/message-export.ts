import { err, ok, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { MessageLog } from '../broker/port';
import type { Logger } from '../platform/logger';

/** Lines that are written before the event loop gets a turn. */
const LINES_PER_WRITE = 200;

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

/** Writes what the log of messages holds into a file of the trader's choice, one JSON object a line. */
export async function exportMessages(
  messages: MessageLog,
  { chooseFile, openFile, nowMs, log }: ExportDeps,
): Promise<Result<{ readonly path: string | null; readonly messages: number }, RequestError>> {
  const day = new Date(nowMs()).toISOString().slice(0, 10);
  const path = await chooseFile(`tradewind-messages-${day}.jsonl`);
  if (path === null) return ok({ path, messages: 0 });
  try {
    const file = await openFile(path);
    try {
      return ok({ path, messages: await writeLines(messages.exportJsonLines(), file) });
    } finally {
      await file.close();
    }
  } catch (error) {
    log.error('messages not exported', { error: String(error) });
    return err({
      code: 'storage',
      text: 'The file could not be written. Choose another place, or make room on the disk.',
    });
  }
}

async function writeLines(lines: Iterable<string>, file: ExportFile): Promise<number> {
  let count = 0;
  let batch: string[] = [];
  for (const line of lines) {
    batch.push(`${line}\n`);
    count += 1;
    if (batch.length < LINES_PER_WRITE) continue;
    await file.write(batch.join(''));
    batch = [];
  }
  await file.write(batch.join(''));
  return count;
}
