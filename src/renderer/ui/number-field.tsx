import type { ComponentPropsWithRef, KeyboardEvent } from 'react';
import type { DecimalText } from '../../shared/domain/decimal';
import { classNames } from './class-names';
import { type FieldProps, FieldFrame } from './field-frame';
import { stepDecimal } from './step-decimal';

export interface NumberFieldProps
  extends FieldProps,
    Omit<
      ComponentPropsWithRef<'input'>,
      'value' | 'onChange' | 'disabled' | 'id' | 'type' | 'step' | 'min' | 'max' | 'inputMode'
    > {
  /** What was typed, as it was typed; read it with `parseDecimalInput`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Size of one step of the arrows and buttons; with none of them nothing steps. */
  readonly step?: DecimalText | undefined;
  readonly min?: DecimalText | undefined;
  readonly max?: DecimalText | undefined;
  /** Where stepping starts while the field is empty, for example the last price. */
  readonly startAt?: DecimalText | undefined;
}

/** Page Up and Page Down move this many steps. */
const pageSteps = 10;

/** Text that is meant to be a number: arrows and the buttons step it, nothing is rewritten while typing. */
export function NumberField({
  label,
  error,
  hint,
  disabled,
  hideLabel,
  value,
  onChange,
  step,
  min,
  max,
  startAt,
  className,
  onKeyDown,
  ...rest
}: NumberFieldProps) {
  const move = (count: number) => {
    if (step === undefined || disabled === true) return;
    const next = stepDecimal(value, count, { step, min, max, startAt });
    if (next !== value) onChange(next);
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const count = stepsOf(event.key, event.shiftKey);
    if (count === 0 || step === undefined) return;
    event.preventDefault();
    move(count);
  };
  return (
    <FieldFrame label={label} error={error} hint={hint} disabled={disabled} hideLabel={hideLabel}>
      {(attributes) => (
        <div className="number-field">
          <input
            autoComplete="off"
            spellCheck={false}
            {...rest}
            {...attributes}
            type="text"
            inputMode="decimal"
            disabled={disabled}
            className={classNames('field-input', step !== undefined && 'number-field-input', className)}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={handleKeyDown}
          />
          {step === undefined ? null : (
            <>
              <button
                type="button"
                tabIndex={-1}
                className="number-field-step"
                aria-label={`Decrease ${label}`}
                disabled={disabled}
                onClick={() => move(-1)}
              >
                −
              </button>
              <button
                type="button"
                tabIndex={-1}
                className="number-field-step"
                aria-label={`Increase ${label}`}
                disabled={disabled}
                onClick={() => move(1)}
              >
                +
              </button>
            </>
          )}
        </div>
      )}
    </FieldFrame>
  );
}

function stepsOf(key: string, shift: boolean): number {
  switch (key) {
    case 'ArrowUp':
      return shift ? pageSteps : 1;
    case 'ArrowDown':
      return shift ? -pageSteps : -1;
    case 'PageUp':
      return pageSteps;
    case 'PageDown':
      return -pageSteps;
    default:
      return 0;
  }
}
