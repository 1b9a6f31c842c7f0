import * as z from 'zod';

/**
 * What went wrong in storage.
 * - `corrupt`: the file is damaged.
 * - `newer-version`: the file was written by a newer Tradewind; it is left untouched.
 * - `full`: the disk has no room.
 * - `busy`: too many requests wait already; nothing was done.
 * - `closed`: storage is not started, was stopped, or its thread ended too often.
 * - `crashed`: the thread ended while the request was under way; a write may or may not have happened.
 * - `invalid`: the request itself is wrong; nothing was done.
 * - `io`: the file could not be read or written for another reason.
 */
export const storageErrorKinds = [
  'corrupt',
  'newer-version',
  'full',
  'busy',
  'closed',
  'crashed',
  'invalid',
  'io',
] as const;
export type StorageErrorKind = (typeof storageErrorKinds)[number];

/** The form in which an error crosses the thread. */
export const storageErrorSchema = z.strictObject({ kind: z.enum(storageErrorKinds), message: z.string() });
export type StorageErrorData = z.infer<typeof storageErrorSchema>;

/** The one error that storage rejects with; `message` is for the log, {@link describeStorageError} for the trader. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly kind: StorageErrorKind;

  constructor(kind: StorageErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }

  /** The plain form of this error. */
  toData(): StorageErrorData {
    return { kind: this.kind, message: this.message };
  }
}

/** A sentence for the trader: what it means and what to do. */
export function describeStorageError(kind: StorageErrorKind): string {
  switch (kind) {
    case 'corrupt':
      return 'A data file of Tradewind is damaged. Restart Tradewind: it sets the file aside and goes on with its last copy.';
    case 'newer-version':
      return 'The data files were written by a newer version of Tradewind and were left as they are. Install that version again, or start with another data folder.';
    case 'full':
      return 'The disk is full. Make room and try again; nothing was written.';
    case 'busy':
      return 'Too much is waiting to be written. Try again in a moment; nothing was written.';
    case 'closed':
      return 'The data files are closed. Restart Tradewind.';
    case 'crashed':
      return 'The data files were being written when their thread ended; it is not certain that the last entry was kept. Look at the journal before you repeat anything.';
    case 'invalid':
      return 'That could not be stored because it is not valid.';
    case 'io':
      return 'A data file could not be read or written. Check that the data folder is there, is yours and is writable.';
  }
}

/** Any thrown value as a {@link StorageError}; SQLite's result codes and the system's codes decide the kind. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StorageError(kindOfCode(codeOf(error)), message, { cause: error });
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

function kindOfCode(code: string): StorageErrorKind {
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'corrupt';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  if (code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_TOOBIG' || code === 'SQLITE_MISMATCH')
    return 'invalid';
  return 'io';
}
