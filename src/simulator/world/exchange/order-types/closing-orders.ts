import { limitOrder } from './limit-orders';
import { anyPrice, type OrderType } from './order-type';

/** MOC: the closing price, whatever it is. */
export const marketOnClose: OrderType = { ...anyPrice, atClose: true, regularHoursOnly: true };

/** LOC: the closing price, if it is no worse than the limit. */
export const limitOnClose: OrderType = { ...limitOrder, atClose: true, regularHoursOnly: true };
