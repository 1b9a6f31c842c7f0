import { ok } from '../../../shared/domain/result';
import type { Clock } from '../../platform/clock';
import type { Logger } from '../../platform/logger';
import { systemRandom } from '../../platform/random';
import type { Storage } from '../../storage/storage';
import { createJournalKeeper } from '../journal-keeper';
import type { HandlerDeps } from '../request-handlers';
import { Warnings } from '../warnings';

/** What the handlers need for journal and exports, on a machine without keychain and dialogs. */
export function journalHandling(
  storage: Storage,
  clock: Clock,
  log: Logger,
): Pick<HandlerDeps, 'journal' | 'messageExport'> {
  const state = { kind: 'unavailable', reason: 'no-bus', detail: 'a test' } as const;
  const nothingExported = {
    chooseFile: () => Promise.resolve(null),
    openFile: () => Promise.reject(new Error('nothing is exported')),
    nowMs: () => clock.nowMs(),
    log,
  };
  return {
    journal: {
      storage,
      attempt: async (work) => ok(await work()),
      keeper: createJournalKeeper({
        storage,
        secrets: {
          get: () => Promise.resolve({ kind: 'unreachable', state }),
          set: () => Promise.resolve({ stored: 'session' }),
          state: () => state,
          retry: () => Promise.resolve(state),
        },
        warnings: new Warnings(),
        random: systemRandom,
        clock,
        log,
      }),
      export: nothingExported,
    },
    messageExport: nothingExported,
  };
}
