import type { Profile } from '../../shared/domain/profile';
import type { BarStore } from '../history/bar-store';
import type { Storage } from '../storage/storage';

export interface BarCacheDeps {
  readonly storage: Storage;
  /** Settles when the files are open. */
  readonly ready: Promise<void>;
  readonly profile: Profile;
}

/** The cache of bars as the history sees it: bars of different profiles never mix. */
export function createBarCache({ storage, ready, profile }: BarCacheDeps): BarStore {
  return {
    async putBars(series, columns, coverage) {
      await ready;
      await storage.putBars({ profile, ...series }, columns, coverage);
    },
    async readBars(series, range) {
      await ready;
      return storage.readBars({ profile, ...series }, range);
    },
    async readCoverage(series) {
      await ready;
      return storage.readCoverage({ profile, ...series });
    },
  };
}
