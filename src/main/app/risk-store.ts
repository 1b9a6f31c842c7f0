import type { Profile } from '../../shared/domain/profile';
import { ok } from '../../shared/domain/result';
import { riskDocumentSchema } from '../../shared/ipc/risk-schemas';
import { forNewAccount, type RiskDocument } from '../trading/risk/risk-document';
import type { RiskStore } from '../trading/risk/risk-gate-deps';
import { createStoredDocument, type StoredDocumentDeps } from './stored-document';

export interface RiskStoreDeps extends Pick<StoredDocumentDeps<RiskDocument>, 'storage' | 'ready' | 'log'> {
  readonly profile: Profile;
}

/** Keeps the limits and the state of the gate of one profile among the documents beside the journal. */
export function createRiskStore({ profile, ...deps }: RiskStoreDeps): RiskStore {
  const document = createStoredDocument<RiskDocument>({
    ...deps,
    subject: 'limits',
    name: `risk.${profile}`,
    schema: riskDocumentSchema,
  });
  return {
    async load() {
      const kept = await document.load();
      // The account of the simulator begins anew with each start of the app.
      return kept.ok && kept.value !== null && profile === 'simulator' ? ok(forNewAccount(kept.value)) : kept;
    },
    save: (changed) => document.save(changed),
  };
}
