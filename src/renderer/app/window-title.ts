import { profileWord } from '../../shared/domain/profile';
import type { AppStatus } from '../../shared/ipc/streams';
import { connectionWord } from '../features/connection/connection-words';

/** The title of the window, for example `Tradewind — SIMULATOR — ready` or `Tradewind — LIVE — read-only — ready`. */
export function windowTitle(status: Pick<AppStatus, 'profile' | 'connection'>, readOnly = false): string {
  const parts = ['Tradewind', profileWord[status.profile], ...(readOnly ? ['read-only'] : [])];
  return [...parts, connectionWord(status.connection.state)].join(' — ');
}
