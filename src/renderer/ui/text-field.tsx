import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names';
import { type FieldProps, FieldFrame } from './field-frame';

export interface TextFieldProps
  extends FieldProps,
    Omit<ComponentPropsWithRef<'input'>, 'value' | 'onChange' | 'disabled' | 'id' | 'type'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One line of text with a label. */
export function TextField({
  label,
  error,
  hint,
  disabled,
  hideLabel,
  value,
  onChange,
  className,
  ...rest
}: TextFieldProps) {
  return (
    <FieldFrame label={label} error={error} hint={hint} disabled={disabled} hideLabel={hideLabel}>
      {(attributes) => (
        <input
          autoComplete="off"
          spellCheck={false}
          {...rest}
          {...attributes}
          type="text"
          disabled={disabled}
          className={classNames('field-input', className)}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldFrame>
  );
}
