import { useEffect, useState } from 'react';
import { type RiskRule, riskRuleInfo, riskRules, type RiskSetting } from '../../../shared/domain/risk';
import { updateSettings, useSettings } from '../../app/settings-store';
import { useStatus } from '../../app/status-store';
import { request } from '../../lib/ipc-client';
import { Button, Checkbox, classNames, TableSkeleton, TextField, ToggleGroup } from '../../ui';
import { gateChoices, gateSentence } from './gate-words';
import { readLimit, showLimit, unitWord } from './limit-input';
import { followLimits, type Limits, loadLimits, useLimits } from './limits-store';
import './risk.css';

/** Which orders pass: the state of the gate, and the limit of each rule. */
export function LimitsSection() {
  const { limits, problem } = useLimits();
  const profile = useStatus((state) => state.status?.profile ?? null);

  useEffect(() => followLimits(), []);

  if (limits === null)
    return problem === null ? (
      <TableSkeleton rows={10} label="The limits are being read" />
    ) : (
      <p className="settings-error">{problem}</p>
    );
  return (
    <div className="settings-section">
      <GateState limits={limits} />
      <KillChoice />
      <table className="limits-table">
        <caption>
          Limits of the {profile ?? ''} profile. Raising one, or switching a rule off, is written to the
          journal; once the loss of the day has reached its limit, it holds from the next day on.
        </caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Limit</th>
            <th scope="col" aria-label="Unit" />
            <th scope="col" aria-label="Save" />
          </tr>
        </thead>
        <tbody>
          {riskRules.map((rule) => (
            <LimitRow
              key={`${profile} ${rule}`}
              rule={rule}
              setting={limits.policy[rule]}
              pending={limits.pending.find((one) => one.rule === rule)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GateState({ limits }: { readonly limits: Limits }) {
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div className="gate-state" data-state={limits.state.kind}>
      <div className="settings-row">
        <span>Orders</span>
        <ToggleGroup
          label="Orders"
          value={limits.state.kind}
          options={gateChoices}
          onChange={(state) =>
            void request('risk.setState', { state }).then((answer) => {
              setProblem(answer.ok ? null : answer.error.text);
              return loadLimits();
            })
          }
        />
      </div>
      <p className="settings-hint">{gateSentence(limits.state)}</p>
      {problem === null ? null : (
        <p className="settings-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function KillChoice() {
  const flattens = useSettings((state) => state.settings.killSwitchFlattens);
  return (
    <Checkbox
      label="The kill switch also closes every position at the market"
      checked={flattens}
      onChange={(next) => void updateSettings({ killSwitchFlattens: next })}
    />
  );
}

interface LimitRowProps {
  readonly rule: RiskRule;
  readonly setting: RiskSetting;
  readonly pending: Limits['pending'][number] | undefined;
}

function LimitRow({ rule, setting, pending }: LimitRowProps) {
  const { title, explanation } = riskRuleInfo[rule];
  const saved = showLimit(setting.limit);
  /** What is typed and not saved yet; null shows what holds. */
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const shown = typed ?? saved;

  const save = async (on: boolean, text: string) => {
    const read = readLimit(rule, on, text);
    if (!read.ok) {
      setProblem(read.error);
      return;
    }
    const answer = await request('risk.change', { rule, setting: read.value });
    setProblem(answer.ok ? null : answer.error.text);
    await loadLimits();
    if (answer.ok) setTyped(null);
  };
  return (
    <tr className={classNames(!setting.on && 'limit-off')} data-rule={rule}>
      <th scope="row">
        <Checkbox label={title} checked={setting.on} onChange={(on) => void save(on, saved)} />
        <p className="limit-explanation">{explanation}</p>
        {pending === undefined ? null : (
          <p className="limit-pending">
            {pending.setting.on ? `${showLimit(pending.setting.limit) || 'On'} ${unitWord(rule)}` : 'Off'}{' '}
            from {pending.fromDay} on.
          </p>
        )}
      </th>
      <td>
        {unitWord(rule) === '' ? null : (
          <TextField
            label={`Limit: ${title}`}
            hideLabel
            value={shown}
            onChange={(text) => {
              setTyped(text);
              setProblem(null);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void save(setting.on, shown);
            }}
            error={problem}
            disabled={!setting.on}
            inputMode="decimal"
            maxLength={16}
          />
        )}
      </td>
      <td className="limit-unit">{unitWord(rule)}</td>
      <td>
        {unitWord(rule) === '' ? null : (
          <Button
            size="small"
            aria-label={`Save: ${title}`}
            disabled={shown === saved}
            onClick={() => void save(setting.on, shown)}
          >
            Save
          </Button>
        )}
      </td>
    </tr>
  );
}
