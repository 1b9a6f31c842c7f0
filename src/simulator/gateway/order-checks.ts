import { isSameInstrument } from '../world/exchange/combos/combo-order';
import type { OrderTerms, Refusal, SimInstrument, SimOrder } from '../world/world';
import type { OrderAttributes } from '../wire/requests/order-attributes';

/** The refusal of attributes that TWS took once and takes no more; undefined when there are none. */
export function refuseRetiredAttributes(attributes: OrderAttributes): Refusal | undefined {
  if (attributes.eTradeOnly) return retired(10268, 'EtradeOnly');
  if (attributes.firmQuoteOnly) return retired(10269, 'FirmQuoteOnly');
  if (attributes.nbboPriceCap !== null && attributes.nbboPriceCap > 0) return retired(10270, 'NbboPriceCap');
  return undefined;
}

function retired(code: number, attribute: string): Refusal {
  return { code, text: `The '${attribute}' order attribute is not supported.` };
}

/** The refusal of one more active order on a side of a contract and account; undefined while there is room. */
export function refuseCrowding(
  open: readonly SimOrder[],
  instrument: SimInstrument,
  terms: OrderTerms,
  most: number,
): Refusal | undefined {
  const active = open.filter(
    (order) =>
      isSameInstrument(order.instrument, instrument) &&
      order.terms.side === terms.side &&
      order.terms.account === terms.account,
  );
  if (active.length < most) return undefined;
  const side = terms.side === 'BUY' ? 'buy' : 'sell';
  const reason = `The maximum of ${most} active ${side} orders for this contract and account has been reached.`;
  return { code: 201, text: `Order rejected - reason:${reason}` };
}
