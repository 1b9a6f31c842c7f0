import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useId, useRef } from 'react';
import { decimalText, exact } from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import { type OrderType, orderTypes, type Side, type Tif, tifs } from '../../../shared/domain/order';
import type { DraftField } from '../../../shared/domain/order-validation';
import { useStatus } from '../../app/status-store';
import { useQuote } from '../../lib/use-quote';
import { Checkbox, NumberField, ToggleGroup } from '../../ui';
import { pricesAsked, ticketPrice, type TicketValues } from './ticket-draft';
import { readingOf, shownErrors } from './ticket-model';
import { sentenceNow } from './ticket-sentence';
import { useTicket } from './ticket-store';
import { TicketSubmit } from './ticket-submit';
import { TicketSummary } from './ticket-summary';

/** The fields of an order and the button that sends it. */
export function TicketForm({ instrument }: { readonly instrument: Instrument }) {
  const ticket = useTicket();
  const { values, change } = ticket;
  const reading = readingOf(ticket);
  const errors = shownErrors(ticket, reading);
  const asked = pricesAsked(values.orderType);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnRequest(form);

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { status } = useStatus.getState();
    if (status === null || !status.trading.allowed) return;
    void ticket.press({ epoch: status.connection.epoch, sentence: sentenceNow(reading.draft, instrument) });
  };

  return (
    <form ref={form} className="ticket-form" onSubmit={handleSubmit} onKeyDown={ignoreHeldKeys} noValidate>
      <ToggleGroup<Side>
        label="Side"
        className="ticket-side-toggle"
        value={values.side}
        onChange={(side) => change({ side })}
        options={[
          { value: 'BUY', label: 'Buy', className: 'toggle-buy' },
          { value: 'SELL', label: 'Sell', className: 'toggle-sell' },
        ]}
      />
      <NumberField
        label="Quantity"
        data-field="quantity"
        value={values.quantity}
        onChange={(quantity) => change({ quantity })}
        onBlur={() => ticket.leave('quantity')}
        step={positive(instrument.sizeIncrement)}
        min={instrument.minSize}
        error={errors.quantity}
      />
      <div className="field" data-field="orderType">
        <span className="field-label">Order type</span>
        <ToggleGroup<OrderType>
          label="Order type"
          value={values.orderType}
          onChange={(orderType) => change({ orderType })}
          options={orderTypes.map((orderType) => ({
            value: orderType,
            label: orderType,
            title: orderTypeNames[orderType],
          }))}
        />
        <FieldError text={errors.orderType} />
      </div>
      {asked.stop ? (
        <PriceField field="stopPrice" label="Stop price" instrument={instrument} error={errors.stopPrice} />
      ) : null}
      {asked.limit ? (
        <PriceField
          field="limitPrice"
          label="Limit price"
          instrument={instrument}
          error={errors.limitPrice}
        />
      ) : null}
      <div className="ticket-pair">
        <div className="field" data-field="tif">
          <span className="field-label">Time in force</span>
          <ToggleGroup<Tif>
            label="Time in force"
            value={values.tif}
            onChange={(tif) => change({ tif })}
            options={tifs.map((tif) => ({ value: tif, label: tif, title: tifNames[tif] }))}
          />
        </div>
        <div className="field">
          <span className="field-label">Session</span>
          <ToggleGroup<'regular' | 'all'>
            label="Session"
            value={values.outsideRth ? 'all' : 'regular'}
            onChange={(session) => change({ outsideRth: session === 'all' })}
            options={[
              { value: 'regular', label: 'Regular', title: 'Regular hours only' },
              { value: 'all', label: '+ Outside', title: 'Also outside regular hours' },
            ]}
          />
        </div>
      </div>
      <FieldError text={errors.tif} />
      <ExitField
        name="takeProfit"
        label="Take profit"
        on={values.takeProfitOn}
        onToggle={(takeProfitOn) => change({ takeProfitOn })}
        instrument={instrument}
        error={errors.takeProfit}
      />
      <ExitField
        name="stopLoss"
        label="Stop loss"
        on={values.stopLossOn}
        onToggle={(stopLossOn) => change({ stopLossOn })}
        instrument={instrument}
        error={errors.stopLoss}
      />
      <TicketSummary instrument={instrument} draft={reading.draft} />
      <TicketSubmit side={values.side} error={errors.conId} />
    </form>
  );
}

/** Puts the focus onto the field that asks for it, once it is there. */
function useFocusOnRequest(form: RefObject<HTMLFormElement | null>): void {
  const field = useTicket((state) => state.focusField);
  useEffect(() => {
    if (field === null) return;
    const place = form.current?.querySelector<HTMLElement>(`[data-field="${field}"]`);
    const target = place instanceof HTMLInputElement ? place : place?.querySelector<HTMLElement>('button');
    target?.focus();
    if (target instanceof HTMLInputElement) target.select();
    useTicket.getState().focused();
  }, [field, form]);
}

const orderTypeNames: Readonly<Record<OrderType, string>> = {
  MKT: 'Market',
  LMT: 'Limit',
  STP: 'Stop',
  'STP LMT': 'Stop limit',
};

const tifNames: Readonly<Record<Tif, string>> = {
  DAY: 'Until the end of the day',
  GTC: 'Until cancelled',
  IOC: 'Immediate or cancel',
};

type PriceName = Extract<
  DraftField,
  keyof TicketValues & ('limitPrice' | 'stopPrice' | 'takeProfit' | 'stopLoss')
>;

interface PriceFieldProps {
  readonly field: PriceName;
  readonly label: string;
  readonly instrument: Instrument;
  readonly error: string | undefined;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
}

/** A price that steps by the tick, from the market while it is empty. */
function PriceField({ field, label, instrument, error, hideLabel, disabled }: PriceFieldProps) {
  const value = useTicket((state) => state.values[field]);
  const side = useTicket((state) => state.values.side);
  const change = useTicket((state) => state.change);
  const leave = useTicket((state) => state.leave);
  const quote = useQuote(instrument.conId);
  const near = (side === 'BUY' ? quote?.bid : quote?.ask) ?? quote?.last ?? null;
  return (
    <NumberField
      label={label}
      data-field={field}
      hideLabel={hideLabel}
      disabled={disabled}
      value={value}
      onChange={(text) => change({ [field]: text })}
      // Leaving a field that was never filled says nothing about it: the price may come from a click on the bid.
      onBlur={() => (value === '' ? undefined : leave(field))}
      step={positive(instrument.minTick)}
      startAt={ticketPrice(near, instrument) ?? undefined}
      error={error}
    />
  );
}

interface ExitFieldProps {
  readonly name: 'takeProfit' | 'stopLoss';
  readonly label: string;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly instrument: Instrument;
  readonly error: string | undefined;
}

function ExitField({ name, label, on, onToggle, instrument, error }: ExitFieldProps) {
  return (
    <div className="ticket-exit">
      <Checkbox label={label} checked={on} onChange={onToggle} />
      <PriceField
        field={name}
        label={`${label} price`}
        instrument={instrument}
        error={on ? error : undefined}
        hideLabel
        disabled={!on}
      />
    </div>
  );
}

function FieldError({ text }: { readonly text: string | undefined }) {
  const id = useId();
  return text === undefined ? null : (
    <div id={id} className="field-error" role="alert">
      {text}
    </div>
  );
}

/** A step of zero means that the gateway named none: nothing steps then. */
function positive(step: Instrument['minTick']): Instrument['minTick'] | undefined {
  return exact(step).greaterThan(0) ? decimalText(exact(step)) : undefined;
}

/** A key that is held presses the button again and again: only its first press counts. */
function ignoreHeldKeys(event: KeyboardEvent): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
}
