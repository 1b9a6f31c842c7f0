import type { ScaleAdjustment, ScaleTerms } from '../world/order-terms';
import type { OrderAdjustment, OrderTerms, SimCondition } from '../world/world';
import type { OrderAttributes, ScaleSettings } from '../wire/requests/order-attributes';
import type { OrderCondition } from '../wire/requests/order-conditions';
import { referencesOf } from './reference-terms';
import { dateText, GATEWAY_ZONE, parseMoment } from '../wire/zone-time';
import type { OrderRecord } from './order-book';

const withoutLimit: ReadonlySet<string> = new Set([
  'MKT',
  'STP',
  'MIT',
  'MOC',
  'TRAIL',
  'TRAIL MIT',
  'MTL',
  'MKT PRT',
  'STP PRT',
  'SNAP MKT',
  'SNAP MID',
  'SNAP PRIM',
  'VOL',
  'PEG BENCH',
]);

/** Their limit price is a cap that may be left out; clients then send 0 or nothing. */
const withCap: ReadonlySet<string> = new Set([
  'REL',
  'PEG MID',
  'PEG MKT',
  'PEG BEST',
  'MIDPRICE',
  'TRAIL LIMIT',
  'TRAIL LIT',
]);

const withAuxiliary: ReadonlySet<string> = new Set([
  'STP',
  'STP LMT',
  'STP PRT',
  'TRAIL',
  'TRAIL LIMIT',
  'TRAIL MIT',
  'TRAIL LIT',
  'LIT',
  'MIT',
  'REL',
  'PEG MID',
  'PEG MKT',
  'SNAP MKT',
  'SNAP MID',
  'SNAP PRIM',
]);

/** Other spellings that clients use for an order type, and TWS's own. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['STPLMT', 'STP LMT'],
  ['TRAILLMT', 'TRAIL LIMIT'],
  ['TRAIL LMT', 'TRAIL LIMIT'],
  ['TRAILLIMIT', 'TRAIL LIMIT'],
  ['TRAILMIT', 'TRAIL MIT'],
  ['TRAILLIT', 'TRAIL LIT'],
  ['MIDPX', 'MIDPRICE'],
  ['PEGMID', 'PEG MID'],
  ['PEGMKT', 'PEG MKT'],
  ['SNAPMKT', 'SNAP MKT'],
  ['SNAPMID', 'SNAP MID'],
  ['SNAPREL', 'SNAP PRIM'],
  ['SNAP PRI', 'SNAP PRIM'],
  ['RELATIVE', 'REL'],
  ['PEG PRIM', 'REL'],
  ['PEGPRIM', 'REL'],
  ['PEGBENCH', 'PEG BENCH'],
  ['PEGBEST', 'PEG BEST'],
  ['VOLAT', 'VOL'],
  ['MKTPRT', 'MKT PRT'],
  ['STPPRT', 'STP PRT'],
]);

/**
 * The attributes as the gateway keeps them: the account and the time in force filled in. A client that changes an order
 * may send back all that openOrder says of it, where the group of a bracket's children is the permId of their parent;
 * they stay in the group they were placed with.
 *
 * @param before the order that is being changed.
 */
export function keptAttributes(
  attributes: OrderAttributes,
  accountId: string,
  before: OrderRecord | undefined,
): OrderAttributes {
  const bracket = String(before?.order?.parentPermId);
  return {
    ...attributes,
    ocaGroup: attributes.ocaGroup === bracket ? (before?.attributes.ocaGroup ?? '') : attributes.ocaGroup,
    account: attributes.account === '' ? accountId : attributes.account,
    tif: attributes.tif === '' ? 'DAY' : attributes.tif,
  };
}

/** Terms, or what TWS would say against them. */
export type TermsResult =
  | { readonly ok: true; readonly terms: OrderTerms }
  | { readonly ok: false; readonly code: number; readonly text: string };

const INVALID_TIME: TermsResult = {
  ok: false,
  code: 337,
  text:
    'The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx where ' +
    'yyyymmdd and xx/xxxx are optional. E.g.: 20031126 15:59:00 US/Eastern',
};

/**
 * What the exchange acts on. Refused are an action that neither buys nor sells, and times that cannot be read.
 *
 * @param exchange where the client sends the order, `SMART` or an exchange.
 * @param nowMs a time that names no date is of this day.
 */
export function termsOf(attributes: OrderAttributes, exchange: string, nowMs: number): TermsResult {
  const side = attributes.action;
  if (side !== 'BUY' && side !== 'SELL' && side !== 'SSHORT') {
    return invalid(`Order action must be BUY or SELL, not '${side}'`);
  }
  const { deltaNeutral } = attributes;
  const isNeutral = deltaNeutral !== null && deltaNeutral.orderType.toUpperCase() !== 'NONE';
  if (isNeutral || attributes.deltaNeutralContract !== null) {
    const text = 'Delta neutral orders are only supported for combos (BAG security type).';
    return { ok: false, code: 429, text };
  }
  const goodAfterMs = momentOf(attributes.goodAfterTime, nowMs);
  const goodTillMs = momentOf(endOfDay(attributes.goodTillDate), nowMs);
  if (goodAfterMs === undefined || goodTillMs === undefined) return INVALID_TIME;
  const conditions: SimCondition[] = [];
  for (const condition of attributes.conditions) {
    const simCondition = conditionOf(condition, nowMs);
    if (simCondition === undefined) return INVALID_TIME;
    conditions.push(simCondition);
  }
  const orderType = spellings.get(attributes.orderType) ?? attributes.orderType;
  return {
    ok: true,
    terms: {
      side: side === 'BUY' ? 'BUY' : 'SELL',
      quantity: attributes.totalQuantity,
      orderType,
      limitPrice: limitOf(attributes, orderType),
      auxPrice: auxiliaryOf(attributes, orderType),
      tif: attributes.tif,
      outsideRth: attributes.outsideRth,
      transmit: attributes.transmit,
      parentOrderId: attributes.parentId,
      ocaGroup: attributes.ocaGroup,
      ocaType: attributes.ocaType,
      account: attributes.account,
      orderRef: attributes.orderRef,
      exchange: exchange === 'SMART' ? '' : exchange,
      trailStopPrice: orderType.startsWith('TRAIL') ? attributes.trailStopPrice : null,
      trailingPercent: orderType.startsWith('TRAIL') ? positive(attributes.trailingPercent) : null,
      limitOffset: trailsWithLimit(orderType) ? attributes.lmtPriceOffset : null,
      percentOffset: orderType === 'REL' ? positive(attributes.percentOffset) : null,
      displaySize: positive(attributes.displaySize),
      minQuantity: positive(attributes.minQty),
      allOrNone: attributes.allOrNone,
      discretionaryAmount: attributes.discretionaryAmt,
      goodAfterMs,
      goodTillMs: attributes.tif === 'GTD' ? goodTillMs : null,
      triggerMethod: attributes.triggerMethod,
      hidden: attributes.hidden,
      conditions,
      conditionsIgnoreRth: attributes.conditionsIgnoreRth,
      conditionsCancelOrder: attributes.conditionsCancelOrder,
      adjustment: adjustmentOf(attributes),
      algo:
        attributes.algoStrategy === ''
          ? null
          : { strategy: attributes.algoStrategy, params: attributes.algoParams },
      comboLegs: attributes.comboLegs.map((leg, index) => ({
        conId: leg.conId,
        ratio: leg.ratio,
        side: leg.action.toUpperCase() === 'BUY' ? 'BUY' : 'SELL',
        exchange: leg.exchange,
        price: attributes.orderComboLegPrices[index] ?? null,
      })),
      cashQuantity: positive(attributes.cashQty),
      hedge:
        attributes.hedgeType === ''
          ? null
          : { type: attributes.hedgeType.toUpperCase(), param: attributes.hedgeParam },
      scale: scaleOf(attributes),
      ...referencesOf(attributes, orderType),
    },
  };
}

function trailsWithLimit(orderType: string): boolean {
  return orderType === 'TRAIL LIMIT' || orderType === 'TRAIL LIT';
}

function limitOf(attributes: OrderAttributes, orderType: string): number | null {
  if (withoutLimit.has(orderType)) return null;
  return withCap.has(orderType) ? positive(attributes.lmtPrice) : attributes.lmtPrice;
}

/** A trailing order that trails by a percentage has no trailing amount, whatever a client sends beside it. */
function auxiliaryOf(attributes: OrderAttributes, orderType: string): number | null {
  if (!withAuxiliary.has(orderType)) return null;
  const trailsByPercent = orderType.startsWith('TRAIL') && positive(attributes.trailingPercent) !== null;
  return trailsByPercent ? null : attributes.auxPrice;
}

function scaleOf({ scale, scaleInitLevelSize, scaleSubsLevelSize }: OrderAttributes): ScaleTerms | null {
  if (scale === null) return null;
  return {
    firstSize: positive(scaleInitLevelSize),
    nextSize: positive(scaleSubsLevelSize),
    priceIncrement: scale.priceIncrement,
    adjustment: scaleAdjustmentOf(scale),
    plain:
      positive(scale.profitOffset) === null &&
      !scale.autoReset &&
      positive(scale.initPosition) === null &&
      positive(scale.initFillQty) === null &&
      !scale.randomPercent,
  };
}

/** The API gives the interval in seconds. */
function scaleAdjustmentOf({ priceAdjustInterval, priceAdjustValue }: ScaleSettings): ScaleAdjustment | null {
  const seconds = positive(priceAdjustInterval);
  if (seconds === null || priceAdjustValue === null || priceAdjustValue === 0) return null;
  return { change: priceAdjustValue, everyMs: seconds * 1_000, from: null };
}

function adjustmentOf(attributes: OrderAttributes): OrderAdjustment | null {
  const { adjustedOrderType } = attributes;
  if (adjustedOrderType === '' || adjustedOrderType.toUpperCase() === 'NONE') return null;
  return {
    adjustedOrderType: spellings.get(adjustedOrderType.toUpperCase()) ?? adjustedOrderType.toUpperCase(),
    triggerPrice: attributes.triggerPrice,
    adjustedStopPrice: attributes.adjustedStopPrice,
    adjustedStopLimitPrice: attributes.adjustedStopLimitPrice,
    adjustedTrailingAmount: attributes.adjustedTrailingAmount,
    adjustableTrailingUnit: attributes.adjustableTrailingUnit,
    lmtPriceOffset: attributes.lmtPriceOffset,
  };
}

function conditionOf(condition: OrderCondition, nowMs: number): SimCondition | undefined {
  const conjunction = condition.conjunction === 'o' ? 'or' : 'and';
  if (condition.type !== 'time') return { ...condition, conjunction };
  const atMs = momentOf(condition.time, nowMs) ?? undefined;
  return atMs === undefined ? undefined : { type: 'time', conjunction, isMore: condition.isMore, atMs };
}

/** null for an empty text, undefined for one that is no moment. */
function momentOf(text: string, nowMs: number): number | null | undefined {
  if (text === '') return null;
  const timeAlone = /^\d{2}:\d{2}(?::\d{2})?(?: (\S+))?$/.exec(text.trim());
  if (timeAlone === null) return parseMoment(text, GATEWAY_ZONE);
  const today = dateText(nowMs, timeAlone[1] ?? GATEWAY_ZONE);
  return parseMoment(`${today} ${text.trim()}`, GATEWAY_ZONE);
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

/** A date without a time means the end of that day. */
function endOfDay(text: string): string {
  return /^\d{8}$/.test(text.trim()) ? `${text.trim()} 23:59:59` : text;
}

function invalid(cause: string): TermsResult {
  return { ok: false, code: 321, text: `Error validating request.-'bO' : cause - ${cause}` };
}
