import { ok, type Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { MessageLog } from '../broker/port';
import { type ExportDeps, type ExportFile, exportFile } from './file-export';

/** Lines that are written before the event loop gets a turn. */
const LINES_PER_WRITE = 200;

/** Writes what the log of messages holds into a file of the trader's choice, one JSON object a line. */
export async function exportMessages(
  messages: MessageLog,
  deps: ExportDeps,
): Promise<Result<{ readonly path: string | null; readonly messages: number }, RequestError>> {
  const exported = await exportFile(deps, 'messages', 'jsonl', (file) =>
    writeLines(messages.exportJsonLines(), file),
  );
  return exported.ok ? ok({ path: exported.value.path, messages: exported.value.count }) : exported;
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
