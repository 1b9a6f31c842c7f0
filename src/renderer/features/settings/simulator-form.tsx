import { type FormEvent, useState } from 'react';
import { type DecimalText, parseDecimalInput } from '../../../shared/domain/decimal';
import { settingsSchema } from '../../../shared/ipc/settings';
import { updateSettings, useSettings } from '../../app/settings-store';
import { Button, NumberField, TextField } from '../../ui';

const speedStep = parseDecimalInput('1');
const speedMinimum = parseDecimalInput('0.1');

/** The seed of the simulated prices and how fast the simulated time runs. */
export function SimulatorForm() {
  const saved = useSettings((state) => state.settings.simulator);
  const [seed, setSeed] = useState(String(saved.seed));
  const [speed, setSpeed] = useState(String(saved.speed));
  const [wrong, setWrong] = useState({ seed: false, speed: false });
  const [remark, setRemark] = useState<string | null>(null);
  const changed = seed !== String(saved.seed) || speed !== String(saved.speed);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const simulator = { seed: numberOf(seed), speed: numberOf(speed) };
    const parsed = settingsSchema.shape.simulator.safeParse(simulator);
    const has = (field: string) => parsed.error?.issues.some((issue) => issue.path[0] === field) === true;
    setWrong({ seed: has('seed'), speed: has('speed') });
    if (!parsed.success) return;
    const result = await updateSettings({ simulator: parsed.data });
    setRemark(result.ok ? 'Saved.' : result.error.text);
  };
  return (
    <form className="gateway-form" aria-label="Simulator" onSubmit={(event) => void save(event)} noValidate>
      <h3 className="settings-heading">Simulator</h3>
      <div className="gateway-form-fields">
        <TextField
          label="Seed"
          value={seed}
          onChange={setSeed}
          inputMode="numeric"
          maxLength={10}
          error={wrong.seed ? 'Enter a whole number from 0 to 4,294,967,295.' : null}
          hint="The same seed gives the same prices."
        />
        <NumberField
          label="Speed"
          value={speed}
          onChange={setSpeed}
          {...steps(speedStep, speedMinimum)}
          error={wrong.speed ? 'Enter a number from 0.1 to 100.' : null}
          hint="Simulated seconds per second."
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

function steps(step: DecimalText | null, min: DecimalText | null) {
  return step === null || min === null ? {} : { step, min };
}

function numberOf(text: string): number {
  return Number(parseDecimalInput(text) ?? Number.NaN);
}
