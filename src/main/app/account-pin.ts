import * as z from 'zod';
import type { Profile } from '../../shared/domain/profile';
import { err, type Result } from '../../shared/domain/result';
import type { PinnedAccount } from '../trading/mode-proof';
import { createStoredDocument, type StoredDocumentDeps } from './stored-document';

/** Remembers which account a profile trades, so that another login is noticed before an order goes to it. */
export interface AccountPin {
  readonly pinned: PinnedAccount;
  /** Reads what was pinned in an earlier run. */
  load(): Promise<void>;
  /** Pins an account, or none. It holds for this run even when the disk refuses it; the error is a sentence. */
  set(accountId: string | null): Promise<Result<void, string>>;
}

const pinSchema = z.strictObject({ accountId: z.string().min(1).max(40).nullable() });
type Pin = z.infer<typeof pinSchema>;

export interface AccountPinDeps extends Pick<StoredDocumentDeps<Pin>, 'storage' | 'ready' | 'log'> {
  readonly profile: Profile;
}

/** The pin of one profile, kept among the documents beside the journal. */
export function createAccountPin({ profile, ...deps }: AccountPinDeps): AccountPin {
  const document = createStoredDocument<Pin>({
    ...deps,
    subject: 'pinned account',
    name: `account.${profile}`,
    schema: pinSchema,
  });
  let pinned: PinnedAccount = { kind: 'looked-up' };
  return {
    get pinned() {
      return pinned;
    },
    async load() {
      const kept = await document.load();
      // It may have been set meanwhile.
      if (pinned.kind !== 'looked-up') return;
      pinned = kept.ok ? { kind: 'known', accountId: kept.value?.accountId ?? null } : { kind: 'unreadable' };
    },
    async set(accountId) {
      pinned = { kind: 'known', accountId };
      const saved = await document.save({ accountId });
      return saved.ok ? saved : err('The account of this profile could not be kept for the next start.');
    },
  };
}
