import { Decimal } from 'decimal.js';
import type { OrderAdjustment, OrderTerms, Refusal, SimInstrument } from '../world';
import { PriceTrigger } from './conditions-price';
import type { LiveOrder } from './live-order';
import { invalid, refuseCap } from './refusals';
import type { TermsRule } from './terms-rules';

/** Order types that may be adjusted, and that they may be adjusted to. */
const STOP_TYPES: ReadonlySet<string> = new Set(['STP', 'STP LMT', 'TRAIL', 'TRAIL LIMIT']);

/** TWS's refusal of an adjustment that is not complete; null when the order has none or a whole one. */
export function refuseAdjustment(terms: OrderTerms, instrument: SimInstrument): Refusal | null {
  const { adjustment } = terms;
  if (adjustment === null) return null;
  if (!STOP_TYPES.has(terms.orderType)) return invalid('Only stop orders can be adjusted');
  const { adjustedOrderType } = adjustment;
  if (!STOP_TYPES.has(adjustedOrderType)) {
    return invalid(`'${adjustedOrderType}' is not a valid adjusted order type`);
  }
  if (adjustment.triggerPrice === null) return invalid('The trigger price of the adjusted order is missing');
  const needs = neededPrices(adjustment);
  for (const [name, value] of needs) {
    if (value === null) return invalid(`The ${name} of the adjusted order is missing`);
  }
  return (
    refuseCap(adjustment.triggerPrice, 'trigger', instrument) ??
    refuseCap(adjustment.adjustedStopPrice, 'adjusted stop', instrument) ??
    refuseCap(adjustment.adjustedStopLimitPrice, 'adjusted limit', instrument)
  );
}

function neededPrices(adjustment: OrderAdjustment): readonly (readonly [string, number | null])[] {
  const stop = ['stop price', adjustment.adjustedStopPrice] as const;
  const limit = ['limit price', adjustment.adjustedStopLimitPrice] as const;
  const amount = ['trailing amount', adjustment.adjustedTrailingAmount] as const;
  switch (adjustment.adjustedOrderType) {
    case 'STP':
      return [stop];
    case 'STP LMT':
      return [stop, limit];
    case 'TRAIL':
      return [amount];
    default:
      // The limit follows the stop at an offset, or at the distance between the two adjusted prices.
      return adjustment.lmtPriceOffset === null ? [amount, stop, limit] : [amount];
  }
}

/**
 * Watches for the price at which a stop is adjusted: where the market has moved in favour of the position that the
 * stop protects, up for a stop that sells, down for one that buys. Null for an order that is not adjusted.
 */
export function adjustmentTrigger(terms: OrderTerms, instrument: SimInstrument): PriceTrigger | null {
  const price = terms.adjustment?.triggerPrice ?? null;
  if (price === null) return null;
  return new PriceTrigger(terms.triggerMethod, instrument, { price, above: terms.side === 'SELL' });
}

interface Watched {
  /** What the client asked for, as a text to compare. */
  readonly adjustment: string;
  readonly trigger: PriceTrigger;
  adjusted: boolean;
}

const watched = new WeakMap<LiveOrder, Watched>();

/**
 * An adjustable stop becomes what it is to become when its trigger price is touched, unless its stop was before. It
 * does so once: a change of the order that repeats the adjustment is none.
 */
export const adjustStop: TermsRule = (order, quote, event) => {
  const { adjustment } = order.terms;
  if (adjustment === null || order.triggered) return null;
  let watch = watched.get(order);
  const asked = JSON.stringify(adjustment);
  if (watch?.adjustment !== asked) {
    const trigger = adjustmentTrigger(order.terms, order.instrument);
    if (trigger === null) return null;
    watch = { adjustment: asked, trigger, adjusted: false };
    watched.set(order, watch);
  }
  if (watch.adjusted || !watch.trigger.observe(event, quote)) return null;
  watch.adjusted = true;
  return adjustedTerms(order.terms);
};

/** What an order has become once its trigger price was touched: the adjusted type with the adjusted prices. */
export function adjustedTerms(terms: OrderTerms): OrderTerms {
  const { adjustment } = terms;
  if (adjustment === null) return terms;
  const { adjustedOrderType, adjustedStopPrice, adjustedStopLimitPrice } = adjustment;
  const base: OrderTerms = {
    ...terms,
    orderType: adjustedOrderType,
    limitPrice: null,
    trailStopPrice: null,
    trailingPercent: null,
    limitOffset: null,
    adjustment: null,
  };
  if (adjustedOrderType === 'STP') return { ...base, auxPrice: adjustedStopPrice };
  if (adjustedOrderType === 'STP LMT') {
    return { ...base, auxPrice: adjustedStopPrice, limitPrice: adjustedStopLimitPrice };
  }
  // TWS documents 0 for an amount and 100 for percent; its own samples send 1.
  const byPercent = adjustment.adjustableTrailingUnit !== 0;
  const trailing = {
    ...base,
    auxPrice: byPercent ? null : adjustment.adjustedTrailingAmount,
    trailingPercent: byPercent ? adjustment.adjustedTrailingAmount : null,
    trailStopPrice: adjustedStopPrice,
  };
  if (adjustedOrderType === 'TRAIL') return trailing;
  return {
    ...trailing,
    limitPrice: adjustedStopLimitPrice,
    limitOffset: limitOffsetOf(adjustment),
  };
}

function limitOffsetOf(adjustment: OrderAdjustment): number | null {
  const { lmtPriceOffset, adjustedStopPrice, adjustedStopLimitPrice } = adjustment;
  if (lmtPriceOffset !== null) return lmtPriceOffset;
  if (adjustedStopPrice === null || adjustedStopLimitPrice === null) return null;
  return new Decimal(adjustedStopPrice).minus(adjustedStopLimitPrice).abs().toNumber();
}
