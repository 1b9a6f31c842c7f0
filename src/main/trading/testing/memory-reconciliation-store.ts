import { ok, type Result } from '../../../shared/domain/result';
import type { ReconciliationDocument } from '../../../shared/ipc/reconciliation-schemas';
import type { ReconciliationStore } from '../reconciliation-store';

/** Start positions and the newest report in memory; they outlive the app as those on a disk do. */
export class MemoryReconciliationStore implements ReconciliationStore {
  document: ReconciliationDocument | null = null;

  load(): Promise<Result<ReconciliationDocument | null, string>> {
    return Promise.resolve(ok(this.document));
  }

  save(document: ReconciliationDocument): Promise<Result<void, string>> {
    this.document = document;
    return Promise.resolve(ok(undefined));
  }
}
