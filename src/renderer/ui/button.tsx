import type { ComponentPropsWithRef, ReactNode } from 'react';
import './button.css';
import { classNames } from './class-names';

/** `primary` confirms, `danger` destroys, `buy` and `sell` send an order of that side, `quiet` has no frame. */
export type ButtonVariant = 'plain' | 'primary' | 'danger' | 'buy' | 'sell' | 'quiet';

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  readonly children: ReactNode;
  readonly variant?: ButtonVariant | undefined;
  readonly size?: 'small' | 'regular' | 'large' | undefined;
}

/** A push button; never submits a form unless `type="submit"` says so. */
export function Button({
  variant = 'plain',
  size = 'regular',
  type = 'button',
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classNames('button', `button-${variant}`, `button-${size}`, className)}
    >
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'aria-label'> {
  /** The name for assistive technology and the tooltip. */
  readonly label: string;
  /** An icon of 16 by 16. */
  readonly children: ReactNode;
}

/** A button that shows an icon only; its name is in the tooltip. */
export function IconButton({ label, type = 'button', className, children, ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type={type}
      aria-label={label}
      className={classNames('icon-button', className)}
    >
      {children}
    </button>
  );
}
