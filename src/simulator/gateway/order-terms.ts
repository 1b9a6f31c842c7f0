import type { OrderTerms } from '../world/world';
import type { OrderAttributes } from '../wire/requests/order-attributes';

const withoutLimit: ReadonlySet<string> = new Set([
  'MKT',
  'STP',
  'MIT',
  'MOC',
  'TRAIL',
  'MTL',
  'MKT PRT',
  'STP PRT',
]);
const withAuxiliary: ReadonlySet<string> = new Set([
  'STP',
  'STP LMT',
  'STP PRT',
  'TRAIL',
  'TRAIL LIMIT',
  'LIT',
  'MIT',
  'REL',
]);

/**
 * The names of attributes that change when or how an order trades and that the simulated exchange does not act on.
 * Such orders are refused: filling them as if the attribute were not there would be wrong.
 */
export function unsupportedAttribute(attributes: OrderAttributes): string | undefined {
  if (attributes.conditions.length > 0) return 'Order conditions';
  if (attributes.goodAfterTime !== '') return 'Good after time';
  if (attributes.algoStrategy !== '') return 'Algorithms';
  if (attributes.hedgeType !== '') return 'Hedging orders';
  if (attributes.scale !== null) return 'Scale orders';
  if (attributes.deltaNeutral !== null && attributes.deltaNeutral.orderType !== 'NONE')
    return 'Delta neutral orders';
  if (attributes.cashQty !== null && attributes.cashQty > 0) return 'Cash quantities';
  return undefined;
}

/** The attributes as the gateway keeps them: the account and the time in force filled in. */
export function keptAttributes(attributes: OrderAttributes, accountId: string): OrderAttributes {
  return {
    ...attributes,
    account: attributes.account === '' ? accountId : attributes.account,
    tif: attributes.tif === '' ? 'DAY' : attributes.tif,
  };
}

/** What the exchange acts on; undefined when the action is neither buying nor selling. */
export function termsOf(attributes: OrderAttributes): OrderTerms | undefined {
  const { action, orderType } = attributes;
  if (action !== 'BUY' && action !== 'SELL') return undefined;
  return {
    side: action,
    quantity: attributes.totalQuantity,
    orderType,
    limitPrice: withoutLimit.has(orderType) ? null : attributes.lmtPrice,
    auxPrice: withAuxiliary.has(orderType) ? attributes.auxPrice : null,
    tif: attributes.tif,
    outsideRth: attributes.outsideRth,
    transmit: attributes.transmit,
    parentOrderId: attributes.parentId,
    ocaGroup: attributes.ocaGroup,
    ocaType: attributes.ocaType,
    account: attributes.account,
    orderRef: attributes.orderRef,
  };
}
