import { profileWord } from '../../shared/domain/profile';
import type { AppStatus } from '../../shared/ipc/streams';
import { classNames, WarningIcon } from '../ui';
import { openSettings } from './dialog-store';
import { useSettings } from './settings-store';
import { useStatus } from './status-store';

/** The word for the mode; Live differs by shape, fill and sign as well, and read-only by a broken line. */
export function ModeBadge() {
  const status = useStatus((state) => state.status);
  const readOnly = useSettings((state) => state.settings.readOnly);
  if (status === null) return null;
  const { profile } = status;
  const live = profile === 'live';
  return (
    <button
      type="button"
      className={classNames('mode-badge', live && 'mode-badge-live', readOnly && 'mode-badge-read-only')}
      data-testid="mode-badge"
      data-mode={profile}
      title="Mode: click to change it"
      onClick={() => openSettings('mode')}
    >
      {live ? <WarningIcon /> : null}
      {modeWords(status, readOnly)}
    </button>
  );
}

/** The words of the badge: `PAPER`, `LIVE · LOCKED`, `LIVE · READ-ONLY`. */
export function modeWords(
  { profile, trading }: Pick<AppStatus, 'profile' | 'trading'>,
  readOnly: boolean,
): string {
  const word = profileWord[profile];
  if (readOnly) return `${word} · READ-ONLY`;
  if (profile !== 'live') return word;
  return `${word} · ${trading.allowed ? 'REAL MONEY' : 'LOCKED'}`;
}
