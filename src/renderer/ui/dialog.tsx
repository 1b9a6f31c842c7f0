import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import './dialog.css';
import { IconButton } from './button';
import { classNames } from './class-names';
import { CloseIcon } from './icons';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** A sentence below the title. */
  readonly description?: string | undefined;
  readonly children: ReactNode;
  /** Buttons at the bottom right; the confirming one last. */
  readonly footer?: ReactNode;
  readonly width?: 'small' | 'medium' | 'large' | 'wide' | undefined;
  readonly testId?: string | undefined;
}

/** A modal dialog: traps the focus, gives it back, closes on Escape. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  width = 'small',
  testId,
}: DialogProps) {
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="dialog-backdrop" />
        <BaseDialog.Popup className={classNames('dialog', `dialog-${width}`)} data-testid={testId}>
          <header className="dialog-header">
            <BaseDialog.Title className="dialog-title">{title}</BaseDialog.Title>
          </header>
          {description === undefined ? null : (
            <BaseDialog.Description className="dialog-description">{description}</BaseDialog.Description>
          )}
          <div className="dialog-body">{children}</div>
          {footer === undefined ? null : <footer className="dialog-footer">{footer}</footer>}
          {/* Last in the order of the focus, so that the dialog opens on its first field. */}
          <BaseDialog.Close
            className="dialog-close"
            render={
              <IconButton label="Close">
                <CloseIcon />
              </IconButton>
            }
          />
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
