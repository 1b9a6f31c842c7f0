import * as z from 'zod';
import type { Profile } from '../../shared/domain/profile';
import { ok } from '../../shared/domain/result';
import { reconciliationDocumentSchema } from '../../shared/ipc/reconciliation-schemas';
import type { ReconciliationStore } from '../trading/reconciliation-store';
import { createStoredDocument, type StoredDocumentDeps } from './stored-document';

const keptSchema = z.strictObject({ world: z.string().max(1_000), document: reconciliationDocumentSchema });
type Kept = z.infer<typeof keptSchema>;

export interface ReconciliationStoreDeps extends Pick<StoredDocumentDeps<Kept>, 'storage' | 'ready' | 'log'> {
  readonly profile: Profile;
  /**
   * Names the account's history: `ib`, or one run of the built-in simulator, which begins with an account that has
   * nothing to do with that of the run before.
   */
  readonly world: string;
}

/** Keeps start positions and the newest report of one profile among the documents beside the journal. */
export function createReconciliationStore({
  profile,
  world,
  ...deps
}: ReconciliationStoreDeps): ReconciliationStore {
  const stored = createStoredDocument<Kept>({
    ...deps,
    subject: 'reconciliation',
    name: `reconciliation.${profile}`,
    schema: keptSchema,
  });
  return {
    async load() {
      const kept = await stored.load();
      if (!kept.ok) return kept;
      return ok(kept.value?.world === world ? kept.value.document : null);
    },
    save: (document) => stored.save({ world, document }),
  };
}
