import { type FormEvent, useState } from 'react';
import { useSettings, updateSettings } from '../../app/settings-store';
import { Button, TextField } from '../../ui';
import {
  type ConnectionForm,
  type ConnectionFormErrors,
  formAfterSaving,
  formOf,
  readForm,
  sameForm,
} from './connection-form';
import { SimulatorForm } from './simulator-form';

const usualPorts = [
  ['IB Gateway', 'paper', 4002],
  ['IB Gateway', 'live', 4001],
  ['TWS', 'paper', 7497],
  ['TWS', 'live', 7496],
] as const;

/** Where the gateways are, and the simulator's seed and speed. */
export function ConnectionSection() {
  const commandLine = useSettings((state) => state.info?.commandLine ?? null);
  return (
    <div className="settings-section">
      {commandLine === null || (commandLine.gateway === null && commandLine.clientId === null) ? null : (
        <p className="settings-note">
          The command line chose {commandLine.gateway === null ? null : `the gateway ${commandLine.gateway}`}
          {commandLine.gateway !== null && commandLine.clientId !== null ? ' and ' : null}
          {commandLine.clientId === null ? null : `client id ${commandLine.clientId}`} for this run. What is
          set here is used by the next run without these options.
        </p>
      )}
      <GatewayForm profile="paper" title="Paper gateway" />
      <GatewayForm profile="live" title="Live gateway" />
      <table className="ports-table">
        <caption>Usual ports</caption>
        <thead>
          <tr>
            <th scope="col">Program</th>
            <th scope="col">Account</th>
            <th scope="col">Port</th>
          </tr>
        </thead>
        <tbody>
          {usualPorts.map(([program, account, port]) => (
            <tr key={port}>
              <td>{program}</td>
              <td>{account}</td>
              <td>{port}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="settings-hint">
        In TWS: File, Global Configuration, API, Settings (in IB Gateway: Configure, Settings, API, Settings):
        enable ActiveX and Socket Clients, and turn Read-Only API off to send orders. Every program that is
        connected needs a client id of its own.
      </p>
      <SimulatorForm />
    </div>
  );
}

const noErrors: ConnectionFormErrors = { host: null, port: null, clientId: null };

function GatewayForm({ profile, title }: { readonly profile: 'paper' | 'live'; readonly title: string }) {
  const saved = useSettings((state) => state.settings[profile]);
  const [form, setForm] = useState(() => formOf(saved));
  const [errors, setErrors] = useState(noErrors);
  const [remark, setRemark] = useState<string | null>(null);
  const changed = !sameForm(form, formOf(saved));

  const set = (field: keyof ConnectionForm) => (value: string) => {
    setForm({ ...form, [field]: value });
    setErrors({ ...errors, [field]: null });
    setRemark(null);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = readForm(form);
    if (!outcome.ok) {
      setErrors(outcome.errors);
      return;
    }
    setErrors(noErrors);
    const result = await updateSettings(
      profile === 'paper' ? { paper: outcome.connection } : { live: outcome.connection },
    );
    setRemark(result.ok ? 'Saved.' : result.error.text);
    if (result.ok) setForm((now) => formAfterSaving(form, now, outcome.connection));
  };
  return (
    <form className="gateway-form" aria-label={title} onSubmit={(event) => void save(event)} noValidate>
      <h3 className="settings-heading">{title}</h3>
      <div className="gateway-form-fields">
        <TextField
          label="Host"
          value={form.host}
          onChange={set('host')}
          error={errors.host}
          maxLength={253}
        />
        <TextField
          label="Port"
          value={form.port}
          onChange={set('port')}
          error={errors.port}
          inputMode="numeric"
          maxLength={10}
        />
        <TextField
          label="Client id"
          value={form.clientId}
          onChange={set('clientId')}
          error={errors.clientId}
          inputMode="numeric"
          maxLength={10}
        />
        <Button type="submit" className="gateway-form-save" disabled={!changed}>
          Save
        </Button>
      </div>
      <p className="settings-hint" role="status">
        {remark ?? ''}
      </p>
    </form>
  );
}
