import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { useId } from 'react';
import './field.css';
import { classNames } from './class-names';
import { CheckIcon } from './icons';

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
  readonly title?: string | undefined;
}

/** A box to tick, with its label beside it. */
export function Checkbox({ label, checked, onChange, disabled, title }: CheckboxProps) {
  const id = useId();
  return (
    <span className={classNames('checkbox', disabled === true && 'checkbox-disabled')} title={title}>
      <BaseCheckbox.Root
        className="checkbox-box"
        aria-labelledby={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next)}
      >
        <BaseCheckbox.Indicator className="checkbox-indicator">
          <CheckIcon />
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      {/* The box has the name and the keyboard; a click on the words is a convenience of the mouse. */}
      <span id={id} aria-hidden="true" onClick={() => (disabled === true ? undefined : onChange(!checked))}>
        {label}
      </span>
    </span>
  );
}
