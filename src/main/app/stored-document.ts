import type * as z from 'zod';
import { err, ok, type Result } from '../../shared/domain/result';
import type { Logger } from '../platform/logger';
import type { DocumentStore } from '../storage/storage';
import { describeStorageError, StorageError } from '../storage/storage-error';

export interface StoredDocumentDeps<T> {
  readonly storage: DocumentStore;
  /** Settles when the files are open. */
  readonly ready: Promise<void>;
  readonly log: Logger;
  /** What the document holds, for the log. */
  readonly subject: string;
  /** The name under which storage keeps it. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/** One document beside the journal. Every error is a sentence for the trader. */
export interface StoredDocument<T> {
  /** Null when nothing was kept yet; an error also when what was kept has another form. */
  load(): Promise<Result<T | null, string>>;
  save(document: T): Promise<Result<void, string>>;
}

/** Reads and writes one document, checked against its schema when it is read. */
export function createStoredDocument<T>(deps: StoredDocumentDeps<T>): StoredDocument<T> {
  const { storage, ready, log, subject, name, schema } = deps;
  const attempt = async <V>(work: () => Promise<Result<V, string>>): Promise<Result<V, string>> => {
    try {
      await ready;
      return await work();
    } catch (error) {
      log.error(`${subject}: storage refused`, { error: String(error) });
      return err(storageSentence(error));
    }
  };
  return {
    load: () =>
      attempt(async () => {
        const kept = await storage.getDocument(name);
        if (kept === undefined || kept === null) return ok(null);
        const document = schema.safeParse(kept);
        return document.success ? ok(document.data) : err('They were written by another version.');
      }),
    save: (document) =>
      attempt(async () => {
        await storage.putDocument(name, document);
        return ok(undefined);
      }),
  };
}

/** What a failure of storage means, as a sentence for the trader. */
export function storageSentence(error: unknown): string {
  return error instanceof StorageError
    ? describeStorageError(error.kind)
    : 'The data files could not be used.';
}
