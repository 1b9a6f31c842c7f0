import { type ReactNode, useId } from 'react';
import './field.css';
import { classNames } from './class-names';

/** What every labelled field takes. */
export interface FieldProps {
  readonly label: string;
  /** A sentence that says what is wrong; null or absent when nothing is. */
  readonly error?: string | null | undefined;
  /** A sentence that explains the field; gives way to the error. */
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** Keeps the label for assistive technology only. */
  readonly hideLabel?: boolean | undefined;
}

/** The attributes that tie a control to its label and its remark. */
export interface FieldAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

interface FieldFrameProps extends FieldProps {
  readonly children: (attributes: FieldAttributes) => ReactNode;
}

/** A label above a control, and below it the error or the hint, tied together by `aria-describedby`. */
export function FieldFrame({ label, error, hint, disabled, hideLabel, children }: FieldFrameProps) {
  const id = useId();
  const hasError = typeof error === 'string' && error !== '';
  const remark = hasError ? error : hint;
  return (
    <div className={classNames('field', disabled === true && 'field-disabled')}>
      <label htmlFor={id} className={hideLabel === true ? 'visually-hidden' : 'field-label'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': remark === undefined ? undefined : `${id}-remark`,
        'aria-invalid': hasError || undefined,
      })}
      {remark === undefined ? null : (
        <div id={`${id}-remark`} className={hasError ? 'field-error' : 'field-hint'}>
          {remark}
        </div>
      )}
    </div>
  );
}
