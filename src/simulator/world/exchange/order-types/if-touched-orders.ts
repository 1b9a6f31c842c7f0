import type { OrderTerms, Refusal, SimInstrument } from '../../world';
import { refusePrice } from '../refusals';
import { anyPrice, type OrderType } from './order-type';

function refuseTrigger(terms: OrderTerms, instrument: SimInstrument): Refusal | null {
  return refusePrice(terms.auxPrice, 'trigger', instrument);
}

/** MIT: a market order once the market has come as far in its favour as the trigger price. */
export const marketIfTouched: OrderType = {
  ...anyPrice,
  trigger: 'touched',
  triggerPrice: (terms) => terms.auxPrice,
  refuse: refuseTrigger,
  expectedPrice: (terms) => terms.auxPrice,
};

/** LIT: a limit order once the trigger price is touched. */
export const limitIfTouched: OrderType = {
  ...marketIfTouched,
  price: (terms) => terms.limitPrice,
  refuse: (terms, instrument) =>
    refusePrice(terms.limitPrice, 'limit', instrument) ?? refuseTrigger(terms, instrument),
  expectedPrice: (terms) => terms.limitPrice,
};
