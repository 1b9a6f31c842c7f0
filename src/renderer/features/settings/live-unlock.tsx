import { type FormEvent, useState } from 'react';
import { useStatus } from '../../app/status-store';
import { request } from '../../lib/ipc-client';
import { Button, TextField } from '../../ui';

/** Allows orders with real money, or takes that back. */
export function LiveUnlock() {
  const status = useStatus((state) => state.status);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string | null>(null);
  if (status === null) return null;
  const { trading, accountId } = status;

  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== accountId) {
      setError('This is not the id of the connected account. Type it exactly as it is shown.');
      return;
    }
    const result = await request('live.unlock', { accountId: typed.trim() });
    setError(result.ok ? null : result.error.text);
    if (result.ok) setTyped('');
  };
  const lock = async () => {
    const result = await request('live.lock', {});
    setError(result.ok ? null : result.error.text);
  };

  if (trading.allowed) {
    return (
      <div className="live-unlock">
        <p className="live-unlock-title">Orders go to the live account {accountId}.</p>
        <Button variant="danger" onClick={() => void lock()}>
          Lock live orders
        </Button>
        {error === null ? null : <p className="settings-error">{error}</p>}
      </div>
    );
  }
  if (!trading.needsLiveUnlock || accountId === null) {
    return (
      <div className="live-unlock">
        <p className="live-unlock-title">Live orders do not go out.</p>
        <p>{trading.reason}</p>
      </div>
    );
  }
  return (
    <form className="live-unlock" onSubmit={(event) => void unlock(event)}>
      <p className="live-unlock-title">Live orders are locked.</p>
      <p>
        To trade with real money until the app ends, the mode changes, another account is connected or the day
        ends in New York, type the account id <strong>{accountId}</strong>.
      </p>
      <div className="live-unlock-row">
        <TextField label="Account id" value={typed} onChange={setTyped} error={error} maxLength={40} />
        <Button type="submit" variant="danger" disabled={typed.trim() === ''}>
          Allow live orders
        </Button>
      </div>
    </form>
  );
}
