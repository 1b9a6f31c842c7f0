import { refusePrice } from '../refusals';
import { anyPrice, type OrderType } from './order-type';

/** LMT: the limit or better. */
export const limitOrder: OrderType = {
  ...anyPrice,
  price: (terms) => terms.limitPrice,
  refuse: (terms, instrument) => refusePrice(terms.limitPrice, 'limit', instrument),
  expectedPrice: (terms) => terms.limitPrice,
};
