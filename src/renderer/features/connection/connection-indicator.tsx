import { Popover } from '@base-ui/react/popover';
import { useEffect, useState } from 'react';
import { openSettings } from '../../app/dialog-store';
import { useStatus } from '../../app/status-store';
import { MISSING } from '../../lib/format';
import { request } from '../../lib/ipc-client';
import { announce, Button, classNames } from '../../ui';
import { compareWithIb } from '../reconciliation';
import './connection-indicator.css';
import { connectionReason, connectionSentence, connectionTone, connectionWord } from './connection-words';

/** The state of the connection in one word and its latency; the cause and what to do behind it. */
export function ConnectionIndicator() {
  const connection = useStatus((state) => state.status?.connection ?? null);
  const state = connection?.state ?? null;
  const tone = state === null ? 'waiting' : connectionTone(state);
  const word = state === null ? 'starting' : connectionWord(state);
  const latency = latencyText(connection?.latencyMs ?? null);
  return (
    <Popover.Root>
      <Popover.Trigger
        className={classNames('connection-indicator', `connection-${tone}`)}
        data-testid="connection-indicator"
        data-state={state?.kind ?? 'starting'}
        title="Connection to the gateway"
      >
        <span className="visually-hidden">Connection: </span>
        <span className="connection-dot" aria-hidden="true" />
        <span className="connection-word">{word}</span> <span className="connection-latency">{latency}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="connection-positioner">
          <Popover.Popup className="connection-popup" aria-label="Connection">
            <ConnectionDetail />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ConnectionDetail() {
  const status = useStatus((store) => store.status);
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), 500);
    return () => window.clearInterval(timer);
  }, []);
  if (status === null) return <p>The app is starting.</p>;
  const { connection } = status;
  const reason = connectionReason(connection.state);
  return (
    <>
      <p className="connection-sentence">{connectionSentence(connection.state, nowMs)}</p>
      {reason === null ? null : (
        <>
          <p className="connection-reason">{reason.text}</p>
          <p>{reason.advice}</p>
        </>
      )}
      {connection.farmsDown.map(({ kind, farm, reason: trouble }) => (
        <div key={`${kind}/${farm}`}>
          <p className="connection-reason">{trouble.text}</p>
          <p>{trouble.advice}</p>
        </div>
      ))}
      {!status.trading.allowed && reason === null ? <p>{status.trading.reason}</p> : null}
      <dl className="connection-facts">
        <Fact label="Gateway" text={connection.target} />
        <Fact label="Account" text={status.accountId ?? MISSING} />
        <Fact label="Latency" text={latencyText(connection.latencyMs)} />
        <Fact label="Server version" text={String(connection.serverVersion ?? MISSING)} />
        <Fact
          label="Gateway clock"
          text={connection.clockOffsetMs === null ? MISSING : offsetText(connection.clockOffsetMs)}
        />
      </dl>
      <div className="connection-actions">
        <Button size="small" onClick={() => openSettings('connection')}>
          Connection settings
        </Button>
        <Button
          size="small"
          disabled={connection.state.kind !== 'ready'}
          onClick={() => void compareWithIb()}
        >
          Compare with IB now
        </Button>
        <Button size="small" variant="primary" onClick={() => void reconnect()}>
          {connection.state.kind === 'ready' ? 'Reconnect' : 'Try again now'}
        </Button>
      </div>
    </>
  );
}

function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}

/** Closes the connection, if any, and opens it again at once. */
export async function reconnect(): Promise<void> {
  const result = await request('connection.reconnect', {});
  if (!result.ok) announce(result.error.text, 'assertive');
}

function latencyText(latencyMs: number | null): string {
  if (latencyMs === null) return MISSING;
  return latencyMs < 1 ? '< 1 ms' : `${Math.round(latencyMs)} ms`;
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${seconds.toFixed(1)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 129_600 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 86_400)} days`;
}

function offsetText(offsetMs: number): string {
  const seconds = Math.abs(offsetMs) / 1_000;
  if (seconds < 0.5) return 'agrees with this computer';
  return `${durationText(seconds)} ${offsetMs > 0 ? 'ahead of' : 'behind'} this computer`;
}
