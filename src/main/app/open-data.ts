import { describeSecretState } from '../secrets/secret-state';
import type { SecretStore } from '../secrets/secret-store';
import type { FileReport, Storage } from '../storage/storage';
import { describeStorageError } from '../storage/storage-error';
import type { JournalKeeper } from './journal-keeper';
import type { Warnings } from './warnings';

export interface OpenDataDeps {
  readonly storage: Storage;
  readonly secrets: SecretStore;
  readonly warnings: Warnings;
  readonly keeper: Pick<JournalKeeper, 'open'>;
}

/**
 * Opens the data files and gives the journal its key. What the trader must know of it becomes a warning. Resolves when
 * the journal can be written.
 */
export async function openData({ storage, secrets, warnings, keeper }: OpenDataDeps): Promise<void> {
  const [report] = await Promise.all([storage.start(), secrets.start()]);
  const showState = (): void => {
    const state = secrets.state();
    warnings.set(
      'keychain',
      state.kind === 'available' || state.kind === 'checking' ? null : describeSecretState(state),
    );
  };
  showState();
  secrets.onStateChange(showState);
  const showReports = (file: 'history' | 'journal', found: FileReport): void =>
    warnings.set(`file-${file}`, describeReport(file, found));
  showReports('history', report.history);
  showReports('journal', report.journal);
  storage.onReopened(showReports);
  if (report.journal.state === 'refused') return;

  await keeper.open();
}

function describeReport(file: 'history' | 'journal', found: FileReport): string | null {
  switch (found.state) {
    case 'opened':
    case 'created':
      return null;
    case 'rebuilt':
      return `The cache of bars was damaged. It was set aside as ${found.setAside} and is filled again from the gateway.`;
    case 'restored': {
      const copyMade = new Date(found.copyMadeMs).toISOString().slice(0, 16).replace('T', ' ');
      const setAside =
        found.setAside === null
          ? 'The journal was missing.'
          : `The journal was damaged and set aside as ${found.setAside}.`;
      return `${setAside} Its copy of ${copyMade} UTC is used; what came later is taken from IB.`;
    }
    case 'started-anew':
      return `The journal was damaged and no copy was there. It was set aside as ${found.setAside}; a new one was begun, and today's orders are taken from IB.`;
    case 'refused':
      return `${file === 'journal' ? 'Journal' : 'Cache of bars'}: ${describeStorageError(found.error.kind)}`;
  }
}
