import { type FormEvent, useEffect, useState } from 'react';
import { type JournalKeyStatus, newKeyConfirmation } from '../../../shared/ipc/journal-schemas';
import type { Result } from '../../../shared/domain/result';
import type { RequestError } from '../../../shared/ipc/errors';
import { request } from '../../lib/ipc-client';
import { Button, TextField } from '../../ui';
import './journal.css';

/** Which key signs the journal, and what can be done when it is out of reach or lost. */
export function JournalKeySection() {
  const [status, setStatus] = useState<JournalKeyStatus | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let ended = false;
    void request('journal.key', {}).then((answer) => {
      if (!ended && answer.ok) setStatus(answer.value);
    });
    return () => {
      ended = true;
    };
  }, []);

  const run = async (work: () => Promise<Result<JournalKeyStatus, RequestError>>) => {
    setBusy(true);
    const answer = await work();
    setBusy(false);
    if (answer.ok) setStatus(answer.value);
    setProblem(answer.ok ? null : answer.error.text);
  };
  const retry = () => run(() => request('journal.retryKey', {}));
  const begin = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== newKeyConfirmation) {
      setProblem(`Type ${newKeyConfirmation} to confirm.`);
      return;
    }
    setTyped('');
    void run(() => request('journal.startNewKey', { confirmation: newKeyConfirmation }));
  };
  if (status === null || status.state === 'opening') return null;
  const isLost = status.state === 'locked' || status.state === 'other-key';
  return (
    <section className="journal-key" data-testid="journal-key" data-state={status.state}>
      <p>
        {status.text} <span className="journal-mono">Key {status.fingerprint}</span>
      </p>
      {status.state === 'keychain' ? null : (
        <Button disabled={busy} onClick={() => void retry()}>
          {busy ? 'Trying…' : 'Try the keychain again'}
        </Button>
      )}
      {isLost ? (
        <form onSubmit={begin} className="journal-new-key">
          <p>
            If the former key is lost for good, the journal can go on with{' '}
            {status.state === 'other-key' ? 'the key that the keychain holds' : 'a new one'}. Entries so far
            can then no longer be proven by their own key; they are covered by the first entry that the new
            key signs, which says so. This cannot be taken back.
          </p>
          <div className="journal-new-key-row">
            <TextField
              label={`Type ${newKeyConfirmation}`}
              value={typed}
              onChange={setTyped}
              maxLength={20}
            />
            <Button type="submit" variant="danger" disabled={busy || typed.trim() === ''}>
              Begin a new key
            </Button>
          </div>
        </form>
      ) : null}
      {problem === null ? null : (
        <p className="settings-error" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
