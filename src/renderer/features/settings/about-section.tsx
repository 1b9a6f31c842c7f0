import { useState } from 'react';
import { useSettings } from '../../app/settings-store';
import { MISSING } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import { Button } from '../../ui';

/** Version, place of the data, the check of the journal, and whom the app owes. */
export function AboutSection() {
  const info = useSettings((state) => state.info);
  const [verdict, setVerdict] = useState<{ readonly good: boolean; readonly text: string } | null>(null);
  const [busy, setBusy] = useState(false);

  const verify = async () => {
    setBusy(true);
    const result = await request('journal.verify', {});
    setBusy(false);
    setVerdict(
      result.ok
        ? { good: result.value.intact, text: result.value.text }
        : { good: false, text: result.error.text },
    );
  };
  return (
    <div className="settings-section">
      <dl className="about-facts">
        <div>
          <dt>Version</dt>
          <dd>Tradewind {info?.version ?? MISSING}</dd>
        </div>
        <div>
          <dt>Runtime</dt>
          <dd>
            Electron {info?.electron ?? MISSING}
            {info?.unofficialRuntime === true ? ', a development build: locked to the Simulator' : ''}
          </dd>
        </div>
        <div>
          <dt>Platform</dt>
          <dd>{info?.platform ?? MISSING}</dd>
        </div>
        <div>
          <dt>Data directory</dt>
          <dd className="about-path">{info?.dataDirectory ?? MISSING}</dd>
        </div>
        <div>
          <dt>Licence</dt>
          <dd>Apache-2.0</dd>
        </div>
        <div>
          <dt>Charts</dt>
          <dd>
            Charts by TradingView Lightweight Charts™, Apache-2.0, © TradingView, Inc.,
            https://www.tradingview.com
          </dd>
        </div>
      </dl>
      <h3 className="settings-heading">Journal</h3>
      <p>
        Every order, event and fill is kept in a chained journal. Verifying walks the chain and finds any
        entry that was changed or removed.
      </p>
      <div className="about-journal">
        <Button disabled={busy} onClick={() => void verify()}>
          {busy ? 'Verifying…' : 'Verify the journal'}
        </Button>
        <p role="status" className={verdict === null || verdict.good ? 'about-verdict' : 'settings-error'}>
          {verdict === null ? '' : `${verdict.good ? '✓' : '✕'} ${verdict.text}`}
        </p>
      </div>
    </div>
  );
}
