import { useState } from 'react';
import { type Profile, profiles } from '../../../shared/domain/profile';
import { selectProfile, useSettings } from '../../app/settings-store';
import { useStatus } from '../../app/status-store';
import { classNames } from '../../ui';
import { LiveUnlock } from './live-unlock';
import { LiveBan, PinnedAccount, ReadOnlyChoice } from './order-locks';

const modes: Readonly<Record<Profile, { readonly name: string; readonly explanation: string }>> = {
  simulator: {
    name: 'Simulator',
    explanation:
      'A gateway built into the app, with invented prices and money. Nothing leaves this computer.',
  },
  paper: {
    name: 'Paper',
    explanation:
      'Your Interactive Brokers paper account, through TWS or IB Gateway: real prices, pretended money. Orders go out only when the account is proven to be a paper account.',
  },
  live: {
    name: 'Live',
    explanation:
      'Your real account and real money. Orders stay locked until you have typed out the account id, in each session.',
  },
};

/** Which of the three ways the app runs. */
export function ModeSection() {
  const selected = useSettings((state) => state.settings.profile);
  const profile = useStatus((state) => state.status?.profile ?? null) ?? selected;
  const info = useSettings((state) => state.info);
  const liveForbidden = useSettings((state) => state.settings.liveForbidden);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const locked = info?.unofficialRuntime === true;

  const change = async (next: Profile) => {
    if (next === profile) return;
    setBusy(true);
    setError(null);
    const result = await selectProfile(next);
    setBusy(false);
    if (!result.ok) setError(result.error.text);
  };
  return (
    <div className="settings-section">
      <div role="radiogroup" aria-label="Mode" className="mode-choices">
        {profiles.map((candidate) => {
          const forbidden = candidate === 'live' && liveForbidden;
          const disabled = busy || forbidden || (locked && candidate !== 'simulator');
          return (
            <label
              key={candidate}
              className={classNames(
                'mode-choice',
                `mode-choice-${candidate}`,
                disabled && 'mode-choice-disabled',
              )}
            >
              <input
                type="radio"
                name="mode"
                value={candidate}
                checked={profile === candidate}
                disabled={disabled}
                onChange={() => void change(candidate)}
              />
              <span className="mode-choice-name">{modes[candidate].name}</span>
              <span className="mode-choice-text">
                {forbidden
                  ? 'Forbidden on this installation for good. Nothing in the app can allow it again.'
                  : modes[candidate].explanation}
              </span>
            </label>
          );
        })}
      </div>
      {locked ? (
        <p className="settings-note">
          Paper and Live are off: the app runs on a development build of Electron that nobody vouches for.
          Install the official runtime to connect to Interactive Brokers.
        </p>
      ) : null}
      {info?.commandLine.profile === null || info === null ? null : (
        <p className="settings-note">
          The command line chose the mode for this run: {info.commandLine.profile}.
        </p>
      )}
      {error === null ? null : (
        <p className="settings-error" role="alert">
          {error}
        </p>
      )}
      {profile === 'live' ? <LiveUnlock /> : null}
      <PinnedAccount />
      <ReadOnlyChoice />
      <LiveBan />
    </div>
  );
}
