import * as z from 'zod';
import type { Profile } from '../../shared/domain/profile';
import { err, ok, type Result } from '../../shared/domain/result';
import { reconciliationDocumentSchema } from '../../shared/ipc/reconciliation-schemas';
import type { Logger } from '../platform/logger';
import type { DocumentStore } from '../storage/storage';
import { describeStorageError, StorageError } from '../storage/storage-error';
import type { ReconciliationStore } from '../trading/reconciliation-store';

export interface ReconciliationStoreDeps {
  readonly storage: DocumentStore;
  /** Settles when the files are open. */
  readonly ready: Promise<void>;
  readonly profile: Profile;
  /**
   * Names the account's history: `ib`, or one run of the built-in simulator, which begins with an account that has
   * nothing to do with that of the run before.
   */
  readonly world: string;
  readonly log: Logger;
}

const keptSchema = z.strictObject({ world: z.string().max(1_000), document: reconciliationDocumentSchema });

/** Keeps start positions and the newest report of one profile among the documents beside the journal. */
export function createReconciliationStore({
  storage,
  ready,
  profile,
  world,
  log,
}: ReconciliationStoreDeps): ReconciliationStore {
  const name = `reconciliation.${profile}`;
  const attempt = async <T>(work: () => Promise<Result<T, string>>): Promise<Result<T, string>> => {
    try {
      await ready;
      return await work();
    } catch (error) {
      log.error('reconciliation: storage refused', { error: String(error) });
      return err(
        error instanceof StorageError
          ? describeStorageError(error.kind)
          : 'The data files could not be used.',
      );
    }
  };
  return {
    load: () =>
      attempt(async () => {
        const kept = await storage.getDocument(name);
        if (kept === undefined || kept === null) return ok(null);
        const parsed = keptSchema.safeParse(kept);
        if (!parsed.success) return err('They were written by another version.');
        return ok(parsed.data.world === world ? parsed.data.document : null);
      }),
    save: (document) =>
      attempt(async () => {
        await storage.putDocument(name, { world, document });
        return ok(undefined);
      }),
  };
}
