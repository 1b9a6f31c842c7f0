import type { OrderTerms, Refusal, SimInstrument } from '../../world';
import { refusePrice } from '../refusals';
import { protectedPrice } from './market-orders';
import { anyPrice, type OrderType } from './order-type';

function refuseStop(terms: OrderTerms, instrument: SimInstrument): Refusal | null {
  return refusePrice(terms.auxPrice, 'stop', instrument);
}

/** STP: a market order once the market has moved against it as far as the stop price. */
export const stopOrder: OrderType = {
  ...anyPrice,
  trigger: 'stop',
  triggerPrice: (terms) => terms.auxPrice,
  refuse: refuseStop,
  expectedPrice: (terms) => terms.auxPrice,
};

/** STP LMT: a limit order once the stop price is touched. */
export const stopLimitOrder: OrderType = {
  ...stopOrder,
  price: (terms) => terms.limitPrice,
  refuse: (terms, instrument) =>
    refusePrice(terms.limitPrice, 'limit', instrument) ?? refuseStop(terms, instrument),
  expectedPrice: (terms) => terms.limitPrice,
};

/** STP PRT: a market order with protection once the stop price is touched. */
export const stopWithProtection: OrderType = { ...stopOrder, price: protectedPrice };
