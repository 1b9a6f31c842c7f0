import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup as BaseToggleGroup } from '@base-ui/react/toggle-group';
import './toggle-group.css';
import { classNames } from './class-names';

export interface ToggleOption<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  readonly title?: string | undefined;
  /** A further class, for example `buy`. */
  readonly className?: string | undefined;
}

export interface ToggleGroupProps<V extends string> {
  /** The name for assistive technology. */
  readonly label: string;
  readonly value: V;
  readonly options: readonly ToggleOption<V>[];
  readonly onChange: (value: V) => void;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

/** A row of buttons of which exactly one is pressed; arrows move between them. */
export function ToggleGroup<V extends string>({
  label,
  value,
  options,
  onChange,
  disabled,
  className,
}: ToggleGroupProps<V>) {
  return (
    <BaseToggleGroup
      aria-label={label}
      className={classNames('toggle-group', className)}
      disabled={disabled}
      value={[value]}
      onValueChange={(pressed) => {
        // Pressing the pressed one would leave none: exactly one stays pressed.
        const next = options.find((option) => pressed.includes(option.value));
        if (next !== undefined) onChange(next.value);
      }}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          title={option.title}
          className={classNames('toggle', option.className)}
        >
          {option.label}
        </Toggle>
      ))}
    </BaseToggleGroup>
  );
}
