import { type FormEvent, useState } from 'react';
import { profileWord } from '../../../shared/domain/profile';
import { liveBanWords } from '../../../shared/ipc/settings';
import { forbidLive, updateSettings, useSettings } from '../../app/settings-store';
import { useStatus } from '../../app/status-store';
import { request } from '../../lib/ipc-client';
import { Button, Checkbox, TextField } from '../../ui';

/** Whether orders may leave at all. */
export function ReadOnlyChoice() {
  const readOnly = useSettings((state) => state.settings.readOnly);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div className="order-lock">
      <Checkbox
        label="Read-only: no order leaves the app"
        checked={readOnly}
        onChange={(next) =>
          void updateSettings({ readOnly: next }).then((answer) =>
            setProblem(answer.ok ? null : answer.error.text),
          )
        }
      />
      <p className="settings-hint">
        In every mode. Cancels and the kill switch work all the same; positions are not closed by it.
      </p>
      {problem === null ? null : (
        <p className="settings-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** The account that the profile belongs to, and the way to another one. */
export function PinnedAccount() {
  const status = useStatus((state) => state.status);
  const [problem, setProblem] = useState<string | null>(null);
  if (status === null || status.profile === 'simulator') return null;
  const { pinnedAccountId, accountId, profile } = status;
  const release = async () => {
    const answer = await request('account.release', {});
    setProblem(answer.ok ? null : answer.error.text);
  };
  return (
    <section className="order-lock" aria-label="Account of the profile">
      <p>
        {pinnedAccountId === null ? (
          `No account belongs to the ${profileWord[profile]} profile yet.`
        ) : (
          <>
            The {profileWord[profile]} profile belongs to account <strong>{pinnedAccountId}</strong>
            {accountId === null || accountId === pinnedAccountId ? '.' : `; ${accountId} is connected.`}
          </>
        )}
      </p>
      <p className="settings-hint">
        It is the first account that was connected. Orders are refused when the gateway is logged in to
        another one. Releasing it is written to the journal, and the account that is connected takes its
        place.
      </p>
      <Button onClick={() => void release()}>Release the account</Button>
      {problem === null ? null : (
        <p className="settings-error" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

/** Forbids Live for good. */
export function LiveBan() {
  const forbidden = useSettings((state) => state.settings.liveForbidden);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string | null>(null);
  if (forbidden) {
    return (
      <p className="settings-note">
        Live was forbidden on this installation for good. The app has no way to allow it again.
      </p>
    );
  }
  const forbid = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await forbidLive(typed);
    setError(answer.ok ? null : answer.error.text);
  };
  return (
    <form className="order-lock" aria-label="Forbid Live" onSubmit={(event) => void forbid(event)}>
      <p>Forbid Live for good</p>
      <p className="settings-hint">
        For an installation that is never to trade real money. It cannot be taken back from within the app.
        Type <strong>{liveBanWords}</strong> to confirm.
      </p>
      <div className="live-unlock-row">
        <TextField label="Confirmation" value={typed} onChange={setTyped} error={error} maxLength={20} />
        <Button type="submit" variant="danger" disabled={typed.trim() !== liveBanWords}>
          Forbid Live
        </Button>
      </div>
    </form>
  );
}
