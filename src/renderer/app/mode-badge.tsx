import { profileWord } from '../../shared/domain/profile';
import { classNames, WarningIcon } from '../ui';
import { openSettings } from './dialog-store';
import { useStatus } from './status-store';

/** The word for the mode; Live differs by shape, fill and sign as well. */
export function ModeBadge() {
  const status = useStatus((state) => state.status);
  if (status === null) return null;
  const { profile, trading } = status;
  const live = profile === 'live';
  const remark = live ? (trading.allowed ? ' · REAL MONEY' : ' · LOCKED') : '';
  return (
    <button
      type="button"
      className={classNames('mode-badge', live && 'mode-badge-live')}
      data-testid="mode-badge"
      data-mode={profile}
      title="Mode: click to change it"
      onClick={() => openSettings('mode')}
    >
      {live ? <WarningIcon /> : null}
      {profileWord[profile]}
      {remark}
    </button>
  );
}
