import type { Profile } from '../../shared/domain/profile';
import { err, ok, type Result } from '../../shared/domain/result';
import { riskDocumentSchema } from '../../shared/ipc/risk-schemas';
import type { Logger } from '../platform/logger';
import type { DocumentStore } from '../storage/storage';
import { describeStorageError, StorageError } from '../storage/storage-error';
import { forNewAccount } from '../trading/risk/risk-document';
import type { RiskStore } from '../trading/risk/risk-gate-deps';

export interface RiskStoreDeps {
  readonly storage: DocumentStore;
  /** Settles when the files are open. */
  readonly ready: Promise<void>;
  readonly profile: Profile;
  readonly log: Logger;
}

/** Keeps the limits and the state of the gate of one profile among the documents beside the journal. */
export function createRiskStore({ storage, ready, profile, log }: RiskStoreDeps): RiskStore {
  const name = `risk.${profile}`;
  const attempt = async <T>(work: () => Promise<Result<T, string>>): Promise<Result<T, string>> => {
    try {
      await ready;
      return await work();
    } catch (error) {
      log.error('limits: storage refused', { error: String(error) });
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
        const document = riskDocumentSchema.safeParse(kept);
        if (!document.success) return err('They were written by another version.');
        // The account of the simulator begins anew with each start of the app.
        return ok(profile === 'simulator' ? forNewAccount(document.data) : document.data);
      }),
    save: (document) =>
      attempt(async () => {
        await storage.putDocument(name, document);
        return ok(undefined);
      }),
  };
}
