import type { Instrument } from '../../../shared/domain/instrument';
import type { Order } from '../../../shared/domain/order';
import { initialValues, padded, readDraft, type TicketValues } from '../ticket/ticket-draft';
import type { DraftReading } from '../ticket/ticket-draft';
import { valuesOfOrder } from './order-resubmit';

/** The order that is to go, as the values of the one that is to come; what the ticket does not offer becomes its default. */
export function replacementValues(order: Order, instrument: Instrument): TicketValues {
  const { limitPrice, stopPrice, side, remaining, outsideRth } = order;
  const price = (value: typeof limitPrice) => (value === null ? '' : padded(value, instrument));
  return {
    ...initialValues(instrument),
    side,
    quantity: remaining,
    outsideRth,
    ...valuesOfOrder(order),
    limitPrice: price(limitPrice),
    stopPrice: price(stopPrice),
  };
}

/** Reads the values as the new order; null while something is wrong or nothing differs. Pure. */
export function readReplacement(order: Order, values: TicketValues, instrument: Instrument): DraftReading {
  const reading = readDraft(values, instrument);
  const before = readDraft(replacementValues(order, instrument), instrument).draft;
  const same = valuesOfOrder(order) !== null && JSON.stringify(before) === JSON.stringify(reading.draft);
  return same ? { draft: null, errors: reading.errors } : reading;
}
