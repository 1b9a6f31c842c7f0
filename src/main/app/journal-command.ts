import type { JournalFormat } from '../../shared/ipc/journal-schemas';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { readJournalKey } from '../secrets/journal-key';
import type { SecretStore } from '../secrets/secret-store';
import type { JournalReader } from '../storage/storage';
import { describeStorageError, StorageError } from '../storage/storage-error';
import { writeJournal } from './journal-export';
import { describeVerification } from './journal-words';
import type { ExportFile } from './file-export';

/** What the command line asks of the journal. */
export type JournalCommand =
  | { readonly kind: 'verify' }
  | { readonly kind: 'export'; readonly path: string; readonly format: JournalFormat };

export interface JournalCommandDeps {
  /** Folder of the journal. */
  readonly directory: string;
  readonly secrets: Pick<SecretStore, 'start' | 'get' | 'stop'>;
  /** Rejects with a `StorageError`. */
  readonly openReader: () => Promise<JournalReader>;
  /** Rejects when the file is there already. */
  readonly createFile: (path: string) => Promise<ExportFile>;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: Logger;
}

/** What is printed, as one JSON object on a line, and the code to end with. */
export interface JournalCommandResult {
  readonly code: 0 | 1;
  readonly answer: Readonly<Record<string, unknown>>;
}

/**
 * Verifies or exports the journal without a window, beside an app that may be running. Ends with 0 when every entry is
 * proven, or when the export is complete; with 1 otherwise. Never rejects.
 */
export async function runJournalCommand(
  command: JournalCommand,
  deps: JournalCommandDeps,
): Promise<JournalCommandResult> {
  const { directory, log } = deps;
  const base = { command: command.kind, directory };
  try {
    const reader = await deps.openReader();
    try {
      return command.kind === 'verify'
        ? await verify(reader, deps, base)
        : await write(reader, command, deps, base);
    } finally {
      await reader.stop();
    }
  } catch (error) {
    log.error('journal command failed', { error: String(error) });
    return { code: 1, answer: { ...base, error: describe(error), detail: String(error) } };
  }
}

async function verify(
  reader: JournalReader,
  { secrets }: JournalCommandDeps,
  base: object,
): Promise<JournalCommandResult> {
  await secrets.start();
  const found = await readJournalKey(secrets);
  secrets.stop();
  if (found !== null) await reader.useJournalKey(found.key, 'keychain');
  const recorded = await reader.getJournalKeyFingerprint();
  const verdict = describeVerification(await reader.verifyJournal());
  const isAtHand = found !== null && (recorded === null || recorded === found.fingerprint);
  return {
    code: verdict.verdict === 'proven' ? 0 : 1,
    answer: { ...base, ...verdict, key: isAtHand ? 'at hand' : 'not at hand', keyFingerprint: recorded },
  };
}

async function write(
  reader: JournalReader,
  { path, format }: Extract<JournalCommand, { kind: 'export' }>,
  { createFile }: JournalCommandDeps,
  base: object,
): Promise<JournalCommandResult> {
  const file = await createFile(path);
  try {
    const entries = await writeJournal(reader, format, file);
    return { code: 0, answer: { ...base, path, format, entries } };
  } finally {
    await file.close();
  }
}

function describe(error: unknown): string {
  if (error instanceof StorageError)
    return error.message.startsWith('there is no journal')
      ? 'There is no journal in this folder.'
      : describeStorageError(error.kind);
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
    return 'The file is there already, and nothing was written over it. Choose another name.';
  return 'The file could not be written. Choose another place, or make room on the disk.';
}
