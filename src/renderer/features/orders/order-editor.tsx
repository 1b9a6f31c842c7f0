import type { Order } from '../../../shared/domain/order';
import type { RequestError } from '../../../shared/ipc/errors';
import { formatQuantity } from '../../lib/format';
import { useInstrument } from '../../lib/instruments';
import { request } from '../../lib/ipc-client';
import { announce, Button, NumberField } from '../../ui';
import { padded } from '../ticket/ticket-draft';
import { orderName } from './order-actions';
import { OrderFormDialog, useOrderForm } from './order-form';
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
  const instrument = useInstrument(order.conId);
  const form = useOrderForm<ModificationValues>(() => valuesOf(order, instrument));
  const { values, change, failure } = form;
  const reading = readModification(order, values, instrument);
  const possible = canModify(order);

  const send = async () => {
    const { modification } = reading;
    if (!possible || modification === null) return;
    const sent = await form.send((idempotencyKey) =>
      request('order.modify', { idempotencyKey, id: order.id, ...modification }),
    );
    if (!sent) return;
    announce(`Change was sent: ${orderName(order)}.`);
    onClose();
  };

  return (
    <OrderFormDialog
      order={order}
      form={form}
      title={`Change ${orderName(order)}`}
      description={`Filled ${formatQuantity(order.filled)} of ${formatQuantity(order.quantity)}, ${statusWord(order)}.`}
      testId="order-editor"
      submit={{ label: 'Change order', sending: 'Sending…' }}
      deed="changed"
      possible={possible}
      complete={reading.modification !== null}
      otherAction={
        canReplace(order) ? (
          <Button
            title="Type, side and time in force of a working order cannot be changed at IB"
            onClick={onReplace}
          >
            Replace it instead…
          </Button>
        ) : null
      }
      onSubmit={() => void send()}
      onClose={onClose}
    >
      {fieldsOf(order).map((field, index) => (
        <NumberField
          key={field}
          label={labels[field]}
          // The first field of a dialog that was just opened to be typed into.
          autoFocus={index === 0}
          value={values[field]}
          onChange={(value) => change({ [field]: value })}
          step={field === 'quantity' ? instrument?.sizeIncrement : instrument?.minTick}
          error={reading.errors[field] ?? errorOf(failure, field)}
          hint={hintOf(order, field, instrument)}
        />
      ))}
    </OrderFormDialog>
  );
}

/** What main said about one field; of several remarks the last. */
function errorOf(failure: RequestError | null, field: ModificationField): string | null {
  return failure?.fields?.findLast((remark) => remark.field === field)?.text ?? null;
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
