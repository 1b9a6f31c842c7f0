import type { OrderTerms } from '../world/world';
import type { OrderAttributes } from '../wire/requests/order-attributes';
import { plainAttributes } from '../wire/requests/plain-attributes';

/** The attributes of an order that no client has sent: what its terms say, and nothing else. */
export function attributesOf(terms: OrderTerms): OrderAttributes {
  return {
    ...plainAttributes,
    action: terms.side,
    totalQuantity: terms.quantity,
    orderType: terms.orderType,
    lmtPrice: terms.limitPrice,
    auxPrice: terms.auxPrice,
    tif: terms.tif,
    outsideRth: terms.outsideRth,
    ocaGroup: terms.ocaGroup,
    ocaType: terms.ocaType,
    account: terms.account,
    orderRef: terms.orderRef,
    trailStopPrice: terms.trailStopPrice,
    trailingPercent: terms.trailingPercent,
    lmtPriceOffset: terms.limitOffset,
    percentOffset: terms.percentOffset,
    displaySize: terms.displaySize,
    minQty: terms.minQuantity,
    allOrNone: terms.allOrNone,
    discretionaryAmt: terms.discretionaryAmount,
    triggerMethod: terms.triggerMethod,
    hidden: terms.hidden,
    cashQty: terms.cashQuantity,
  };
}
