import { useEffect, useState } from 'react';
import type { MarketDataType, Quote } from '../../shared/domain/quote';
import type { AppStatus } from '../../shared/ipc/streams';
import { connectionWord } from '../features/connection';
import { GateBadge, KillButton } from '../features/risk';
import { formatTime, MISSING } from '../lib/format';
import { quoteBus } from '../lib/quote-bus';
import { killHotkey } from './modifier';
import { useStatus } from './status-store';

/** Limits of an account without extras. Source: TWS API, market data lines and open historical requests. */
const marketDataLineLimit = 100;
const historicalRequestLimit = 50;

/** The line at the bottom: where the data comes from, how much of the gateway's limits is used, and its clock. */
export function StatusBar() {
  const status = useStatus((state) => state.status);
  const second = useSecond();
  return (
    <footer className="status-bar" data-testid="status-bar" aria-label="Status">
      {status === null ? <span>Starting…</span> : <StatusItems status={status} />}
      <span className="status-bar-space" />
      <GateBadge />
      <KillButton hotkey={killHotkey} />
      <span className="status-clock" title="The gateway's clock, in New York time">
        {gatewayClock(status, second)}
      </span>
    </footer>
  );
}

function StatusItems({ status }: { readonly status: AppStatus }) {
  const { connection, usage, warnings } = status;
  return (
    <>
      <span title="The gateway">Gateway {connection.target}</span>
      <span>{connectionWord(connection.state)}</span>
      <span title="What the gateway says about its market data">data: {dataTypes(quoteBus.held())}</span>
      <span title="Market data lines in use">
        lines {usage.marketDataLines}/{marketDataLineLimit}
      </span>
      <span title="Historical requests that are open now">
        history {usage.historicalRequests}/{historicalRequestLimit}
      </span>
      <span>account {status.accountId ?? MISSING}</span>
      {warnings.length === 0 ? null : (
        <span className="status-warnings" title={warnings.map((warning) => warning.text).join('\n')}>
          {warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`}
        </span>
      )}
    </>
  );
}

/** The types of the quotes that are held, each once: `live, delayed`. */
export function dataTypes(quotes: readonly Pick<Quote, 'type'>[]): string {
  const types = new Set(
    quotes.map((quote) => quote.type).filter((type): type is MarketDataType => type !== null),
  );
  return types.size === 0 ? MISSING : [...types].sort().join(', ');
}

/** The gateway's time of day in New York; unknown until its clock has been compared. */
export function gatewayClock(status: Pick<AppStatus, 'connection'> | null, nowMs: number): string {
  const offsetMs = status?.connection.clockOffsetMs ?? null;
  return `NY ${formatTime(offsetMs === null ? null : nowMs + offsetMs, 'America/New_York')}`;
}

function useSecond(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
