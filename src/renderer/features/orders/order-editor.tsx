import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Order } from '../../../shared/domain/order';
import { formatQuantity } from '../../lib/format';
import { useInstrument } from '../../lib/instruments';
import { request } from '../../lib/ipc-client';
import { announce, Button, Dialog, NumberField } from '../../ui';
import { padded } from '../ticket/ticket-draft';
import { orderName } from './order-actions';
import {
  fieldsOf,
  type ModificationField,
  type ModificationValues,
  readModification,
  valuesOf,
} from './order-modification';
import { canModify, canReplace, statusWord } from './order-rows';

interface OrderEditorProps {
  /** As it is now: it goes on trading while it is edited. */
  readonly order: Order;
  readonly onClose: () => void;
  /** Type, side or time in force should change, which IB does not let a working order do. */
  readonly onReplace: () => void;
}

const labels: Readonly<Record<ModificationField, string>> = {
  quantity: 'Quantity',
  limitPrice: 'Limit price',
  stopPrice: 'Stop price',
};

/** Changes quantity and prices of a working order. */
export function OrderEditor({ order, onClose, onReplace }: OrderEditorProps) {
  const formId = useId();
  const instrument = useInstrument(order.conId);
  const [values, setValues] = useState<ModificationValues>(() => valuesOf(order, instrument));
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<{ text: string; fields: Readonly<Record<string, string>> } | null>(
    null,
  );
  // The same key as long as the values are the same: asking again after a lost answer changes the order once.
  const key = useRef<string | null>(null);
  const reading = readModification(order, values, instrument);
  const possible = canModify(order);

  const change = (field: ModificationField, value: string) => {
    key.current = null;
    setFailure(null);
    setValues((before) => ({ ...before, [field]: value }));
  };
  const send = async () => {
    if (sending || !possible || reading.modification === null) return;
    setSending(true);
    key.current ??= crypto.randomUUID();
    const result = await request('order.modify', {
      idempotencyKey: key.current,
      id: order.id,
      ...reading.modification,
    });
    setSending(false);
    if (result.ok) {
      announce(`Change was sent: ${orderName(order)}.`);
      onClose();
      return;
    }
    const fields = Object.fromEntries((result.error.fields ?? []).map(({ field, text }) => [field, text]));
    setFailure({ text: result.error.text, fields });
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Change ${orderName(order)}`}
      description={`Filled ${formatQuantity(order.filled)} of ${formatQuantity(order.quantity)}, ${statusWord(order)}.`}
      testId="order-editor"
      footer={
        <>
          {canReplace(order) ? (
            <Button
              title="Type, side and time in force of a working order cannot be changed at IB"
              onClick={onReplace}
            >
              Replace it instead…
            </Button>
          ) : null}
          <Button onClick={onClose}>Keep as it is</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={sending || !possible || reading.modification === null}
          >
            {sending ? 'Sending…' : 'Change order'}
          </Button>
        </>
      }
    >
      <form id={formId} className="order-editor" onSubmit={handleSubmit} onKeyDown={ignoreHeldEnter}>
        {fieldsOf(order).map((field, index) => (
          <NumberField
            key={field}
            label={labels[field]}
            // The first field of a dialog that was just opened to be typed into.
            autoFocus={index === 0}
            value={values[field]}
            onChange={(value) => change(field, value)}
            step={field === 'quantity' ? instrument?.sizeIncrement : instrument?.minTick}
            error={reading.errors[field] ?? failure?.fields[field] ?? null}
            hint={hintOf(order, field, instrument)}
          />
        ))}
        {possible ? null : (
          <p className="order-editor-failure" role="alert">
            The order is {statusWord(order)} now and cannot be changed any more.
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

function hintOf(
  order: Order,
  field: ModificationField,
  instrument: Parameters<typeof padded>[1] | null,
): string | undefined {
  const value = order[field];
  if (value === null) return undefined;
  const text =
    field === 'quantity' || instrument === null ? formatQuantity(value) : padded(value, instrument);
  return `Now ${text}`;
}

/** A held Enter key would send again and again. */
function ignoreHeldEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.repeat) event.preventDefault();
}
