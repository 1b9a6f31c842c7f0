import { useState } from 'react';
import type { JournalVerdict } from '../../../shared/ipc/journal-schemas';
import { useSettings } from '../../app/settings-store';
import { MISSING } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import { Button } from '../../ui';
import { JournalKeySection, Verdict } from '../journal';

/** Version, place of the data, the check of the journal, and whom the app owes. */
export function AboutSection() {
  const info = useSettings((state) => state.info);
  const [verdict, setVerdict] = useState<JournalVerdict | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const verify = async () => {
    setBusy(true);
    const result = await request('journal.verify', {});
    setBusy(false);
    setVerdict(result.ok ? result.value : null);
    setProblem(result.ok ? null : result.error.text);
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
        Every order, event and fill is kept in a chained journal. Verifying walks the chain and names the
        first entry that was changed, removed, added or moved. The Journal tab of the main window shows the
        entries and exports them.
      </p>
      <div className="about-journal">
        <Button disabled={busy} onClick={() => void verify()}>
          {busy ? 'Verifying…' : 'Verify the journal'}
        </Button>
        <Verdict verdict={verdict} problem={problem} />
      </div>
      <JournalKeySection />
    </div>
  );
}
