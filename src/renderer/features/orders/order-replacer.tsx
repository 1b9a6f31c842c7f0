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
import { announce, Checkbox, NumberField, ToggleGroup } from '../../ui';
import { pricesAsked, type TicketValues } from '../ticket/ticket-draft';
import { orderName } from './order-actions';
import { OrderFormDialog, useOrderForm } from './order-form';
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
  const form = useOrderForm<TicketValues>(() => replacementValues(order, instrument));
  const { values, change } = form;
  const reading = readReplacement(order, values, instrument);
  const asked = pricesAsked(values.orderType);
  const possible = canReplace(order) || form.sending;

  const send = async () => {
    const { status } = useStatus.getState();
    const { draft } = reading;
    if (!possible || draft === null || status === null) return;
    const sent = await form.send((idempotencyKey) =>
      request('order.replace', { idempotencyKey, id: order.id, epoch: status.connection.epoch, draft }),
    );
    if (!sent) return;
    announce(`${orderName(order)} was cancelled and its replacement sent.`);
    onClose();
  };

  return (
    <OrderFormDialog
      order={order}
      form={form}
      title={`Replace ${orderName(order)}`}
      description={`It is cancelled first; once IB has confirmed that, the new order is sent. If it fills meanwhile, nothing new is sent. Filled ${formatQuantity(order.filled)} of ${formatQuantity(order.quantity)}, ${statusWord(order)}.`}
      testId="order-replacer"
      submit={{ label: 'Cancel and replace', sending: 'Waiting for the cancel…' }}
      deed="replaced"
      possible={possible}
      complete={reading.draft !== null}
      onSubmit={() => void send()}
      onClose={onClose}
    >
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
    </OrderFormDialog>
  );
}
