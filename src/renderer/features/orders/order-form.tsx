import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Order } from '../../../shared/domain/order';
import type { Result } from '../../../shared/domain/result';
import type { RequestError } from '../../../shared/ipc/errors';
import { Button, Dialog } from '../../ui';
import { statusWord } from './order-rows';

/** What is typed about a living order, and how far its sending is. */
export interface OrderForm<Values> {
  readonly values: Values;
  readonly sending: boolean;
  /** Why the last attempt failed; null again as soon as something is changed. */
  readonly failure: RequestError | null;
  readonly change: (changed: Partial<Values>) => void;
  /** Sends once at a time; true when it was accepted. */
  readonly send: (
    ask: (idempotencyKey: string) => Promise<Result<unknown, RequestError>>,
  ) => Promise<boolean>;
}

/** Holds the values of a form about one order; the same values are sent under the same key. */
export function useOrderForm<Values extends object>(initial: () => Values): OrderForm<Values> {
  const [values, setValues] = useState<Values>(initial);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<RequestError | null>(null);
  // The same key as long as the values are the same: asking again after a lost answer is done once.
  const key = useRef<string | null>(null);
  return {
    values,
    sending,
    failure,
    change(changed) {
      key.current = null;
      setFailure(null);
      setValues((before) => ({ ...before, ...changed }));
    },
    async send(ask) {
      if (sending) return false;
      setSending(true);
      key.current ??= crypto.randomUUID();
      const result = await ask(key.current);
      setSending(false);
      if (!result.ok) setFailure(result.error);
      return result.ok;
    },
  };
}

interface OrderFormDialogProps {
  /** As it is now: it goes on trading while the dialog is open. */
  readonly order: Order;
  readonly form: Pick<OrderForm<unknown>, 'sending' | 'failure'>;
  readonly title: string;
  readonly description: string;
  readonly testId: string;
  /** The button that sends, and what it says until the answer is there. */
  readonly submit: { readonly label: string; readonly sending: string };
  /** What the order still allows, in the words of "cannot be … any more". */
  readonly deed: 'changed' | 'replaced';
  readonly possible: boolean;
  /** The values can be sent as they are. */
  readonly complete: boolean;
  readonly otherAction?: ReactNode;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** The dialog around the fields that change or replace a living order, with the outcome below them. */
export function OrderFormDialog({
  order,
  form: { sending, failure },
  title,
  description,
  testId,
  submit,
  deed,
  possible,
  complete,
  otherAction,
  onSubmit,
  onClose,
  children,
}: OrderFormDialogProps) {
  const formId = useId();
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      testId={testId}
      footer={
        <>
          {otherAction}
          <Button onClick={onClose}>Keep as it is</Button>
          <Button type="submit" form={formId} variant="primary" disabled={sending || !possible || !complete}>
            {sending ? submit.sending : submit.label}
          </Button>
        </>
      }
    >
      <form id={formId} className="order-editor" onSubmit={handleSubmit} onKeyDown={ignoreHeldEnter}>
        {children}
        {possible ? null : (
          <p className="order-editor-failure" role="alert">
            The order is {statusWord(order)} now and cannot be {deed} any more.
          </p>
        )}
        {failure === null ? null : (
          <p className="order-editor-failure" role="alert">
            {failure.text}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** A held Enter key would send again and again. */
function ignoreHeldEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.repeat) event.preventDefault();
}
