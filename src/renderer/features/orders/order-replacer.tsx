import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Instrument } from '../../../shared/domain/instrument';
import {
  type Order,
  type OrderType,
  orderTypes,
  type Side,
  type Tif,
  tifs,
} from '../../../shared/domain/order';
import { useStatus } from '../../app/status-store';
import { formatQuantity } from '../../lib/format';
import { useInstrument } from '../../lib/instruments';
import { request } from '../../lib/ipc-client';
import { announce, Button, Checkbox, Dialog, NumberField, ToggleGroup } from '../../ui';
import { pricesAsked, type TicketValues } from '../ticket/ticket-draft';
import { orderName } from './order-actions';
import { readReplacement, replacementValues } from './order-replacement';
import { canReplace, statusWord } from './order-rows';

interface OrderReplacerProps {
  /** As it is now: it goes on trading until it is cancelled. */
  readonly order: Order;
  readonly onClose: () => void;
}

/** Replaces an order where IB lets nothing be changed: type, side and time in force. */
export function OrderReplacer({ order, onClose }: OrderReplacerProps) {
  const instrument = useInstrument(order.conId);
  return instrument === null ? null : (
    <ReplacerDialog order={order} onClose={onClose} instrument={instrument} />
  );
}

function ReplacerDialog({
  order,
  onClose,
  instrument,
}: OrderReplacerProps & { readonly instrument: Instrument }) {
  const formId = useId();
  const [values, setValues] = useState<TicketValues>(() => replacementValues(order, instrument));
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // The same key as long as the values are the same: asking again after a lost answer replaces the order once.
  const key = useRef<string | null>(null);
  const reading = readReplacement(order, values, instrument);
  const asked = pricesAsked(values.orderType);
  const possible = canReplace(order) || sending;

  const change = (changed: Partial<TicketValues>) => {
    key.current = null;
    setFailure(null);
    setValues((before) => ({ ...before, ...changed }));
  };
  const send = async () => {
    const { status } = useStatus.getState();
    if (sending || !possible || reading.draft === null || status === null) return;
    setSending(true);
    key.current ??= crypto.randomUUID();
    const result = await request('order.replace', {
      idempotencyKey: key.current,
      id: order.id,
      epoch: status.connection.epoch,
      draft: reading.draft,
    });
    setSending(false);
    if (result.ok) {
      announce(`${orderName(order)} was cancelled and its replacement sent.`);
      onClose();
    } else setFailure(result.error.text);
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Replace ${orderName(order)}`}
      description={`It is cancelled first; once IB has confirmed that, the new order is sent. If it fills meanwhile, nothing new is sent. Filled ${formatQuantity(order.filled)} of ${formatQuantity(order.quantity)}, ${statusWord(order)}.`}
      testId="order-replacer"
      footer={
        <>
          <Button onClick={onClose}>Keep as it is</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={sending || !possible || reading.draft === null}
          >
            {sending ? 'Waiting for the cancel…' : 'Cancel and replace'}
          </Button>
        </>
      }
    >
      <form id={formId} className="order-editor" onSubmit={handleSubmit} onKeyDown={ignoreHeldEnter}>
        <ToggleGroup<Side>
          label="Side"
          value={values.side}
          onChange={(side) => change({ side })}
          options={[
            { value: 'BUY', label: 'Buy', className: 'toggle-buy' },
            { value: 'SELL', label: 'Sell', className: 'toggle-sell' },
          ]}
        />
        <NumberField
          label="Quantity"
          value={values.quantity}
          onChange={(quantity) => change({ quantity })}
          step={instrument.sizeIncrement}
          error={reading.errors.quantity}
        />
        <ToggleGroup<OrderType>
          label="Order type"
          value={values.orderType}
          onChange={(orderType) => change({ orderType })}
          options={orderTypes.map((orderType) => ({ value: orderType, label: orderType }))}
        />
        {asked.stop ? (
          <NumberField
            label="Stop price"
            value={values.stopPrice}
            onChange={(stopPrice) => change({ stopPrice })}
            step={instrument.minTick}
            error={reading.errors.stopPrice}
          />
        ) : null}
        {asked.limit ? (
          <NumberField
            label="Limit price"
            value={values.limitPrice}
            onChange={(limitPrice) => change({ limitPrice })}
            step={instrument.minTick}
            error={reading.errors.limitPrice}
          />
        ) : null}
        <ToggleGroup<Tif>
          label="Time in force"
          value={values.tif}
          onChange={(tif) => change({ tif })}
          options={tifs.map((tif) => ({ value: tif, label: tif }))}
        />
        <Checkbox
          label="Also outside regular hours"
          checked={values.outsideRth}
          onChange={(outsideRth) => change({ outsideRth })}
        />
        {possible ? null : (
          <p className="order-editor-failure" role="alert">
            The order is {statusWord(order)} now and cannot be replaced any more.
          </p>
        )}
        {failure === null ? null : (
          <p className="order-editor-failure" role="alert">
            {failure}
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
