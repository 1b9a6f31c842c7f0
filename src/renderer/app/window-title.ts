import { profileWord } from '../../shared/domain/profile';
import type { AppStatus } from '../../shared/ipc/streams';
import { connectionWord } from '../features/connection/connection-words';

/** The title of the window, for example `Tradewind — SIMULATOR — ready`. */
export function windowTitle(status: Pick<AppStatus, 'profile' | 'connection'>): string {
  return `Tradewind — ${profileWord[status.profile]} — ${connectionWord(status.connection.state)}`;
}
