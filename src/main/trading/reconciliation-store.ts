import type { Result } from '../../shared/domain/result';
import type { ReconciliationDocument } from '../../shared/ipc/reconciliation-schemas';

/** Where start positions and the newest report outlive the app, for one profile. */
export interface ReconciliationStore {
  /** Null when nothing was kept yet. */
  load(): Promise<Result<ReconciliationDocument | null, string>>;
  save(document: ReconciliationDocument): Promise<Result<void, string>>;
}
