import * as z from 'zod';
import type { Profile } from '../../shared/domain/profile';
import { err, ok, type Result } from '../../shared/domain/result';
import type { Logger } from '../platform/logger';
import type { DocumentStore } from '../storage/storage';
import type { PinnedAccount } from '../trading/mode-proof';

/** Remembers which account a profile trades, so that another login is noticed before an order goes to it. */
export interface AccountPin {
  readonly pinned: PinnedAccount;
  /** Reads what was pinned in an earlier run. */
  load(): Promise<void>;
  /** Pins an account, or none. It holds for this run even when the disk refuses it; the error is a sentence. */
  set(accountId: string | null): Promise<Result<void, string>>;
}

export interface AccountPinDeps {
  readonly storage: DocumentStore;
  /** Settles when the files are open. */
  readonly ready: Promise<void>;
  readonly profile: Profile;
  readonly log: Logger;
}

const pinSchema = z.strictObject({ accountId: z.string().min(1).max(40).nullable() });

/** The pin of one profile, kept among the documents beside the journal. */
export function createAccountPin({ storage, ready, profile, log }: AccountPinDeps): AccountPin {
  const name = `account.${profile}`;
  let pinned: PinnedAccount = { kind: 'looked-up' };
  return {
    get pinned() {
      return pinned;
    },
    async load() {
      let found: PinnedAccount = { kind: 'unreadable' };
      try {
        await ready;
        const document = await storage.getDocument(name);
        const kept = pinSchema.safeParse(document ?? { accountId: null });
        if (kept.success) found = { kind: 'known', accountId: kept.data.accountId };
      } catch (error) {
        log.error('the pinned account could not be read', { error: String(error) });
      }
      // It may have been set meanwhile.
      if (pinned.kind === 'looked-up') pinned = found;
    },
    async set(accountId) {
      pinned = { kind: 'known', accountId };
      try {
        await ready;
        await storage.putDocument(name, { accountId });
        return ok(undefined);
      } catch (error) {
        log.error('the pinned account could not be kept', { error: String(error) });
        return err('The account of this profile could not be kept for the next start.');
      }
    },
  };
}
