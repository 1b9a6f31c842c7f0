import { Select } from '@base-ui/react/select';
import { classNames } from './class-names';
import { type FieldProps, FieldFrame } from './field-frame';
import { CheckIcon, ChevronDownIcon } from './icons';

export interface SelectOption<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

export interface SelectFieldProps<V extends string> extends FieldProps {
  readonly value: V;
  readonly options: readonly SelectOption<V>[];
  readonly onChange: (value: V) => void;
  readonly className?: string | undefined;
}

/** One value out of a few, in a menu. */
export function SelectField<V extends string>({
  label,
  error,
  hint,
  disabled,
  hideLabel,
  value,
  options,
  onChange,
  className,
}: SelectFieldProps<V>) {
  return (
    <FieldFrame label={label} error={error} hint={hint} disabled={disabled} hideLabel={hideLabel}>
      {({ id, ...attributes }) => (
        <Select.Root
          items={options}
          value={value}
          disabled={disabled}
          modal={false}
          onValueChange={(next) => {
            if (next !== null) onChange(next);
          }}
        >
          <Select.Trigger
            {...attributes}
            id={id}
            aria-label={label}
            className={classNames('field-input select-trigger', className)}
          >
            <Select.Value className="select-value" />
            <Select.Icon className="select-icon">
              <ChevronDownIcon />
            </Select.Icon>
          </Select.Trigger>
          <Select.Portal>
            <Select.Positioner className="select-positioner" sideOffset={2} alignItemWithTrigger={false}>
              <Select.Popup className="select-popup">
                <Select.List>
                  {options.map((option) => (
                    <Select.Item
                      key={option.value}
                      value={option.value}
                      disabled={option.disabled}
                      className="select-item"
                    >
                      <Select.ItemIndicator>
                        <CheckIcon />
                      </Select.ItemIndicator>
                      <Select.ItemText className="select-item-text">{option.label}</Select.ItemText>
                    </Select.Item>
                  ))}
                </Select.List>
              </Select.Popup>
            </Select.Positioner>
          </Select.Portal>
        </Select.Root>
      )}
    </FieldFrame>
  );
}
