import { Decimal } from 'decimal.js';
import type { OrderTerms, Refusal, SimInstrument, SimQuote } from '../../world';
import { type PricedInSteps, toTick } from '../price-steps';
import { invalid, refuseAmount, refuseCap } from '../refusals';
import { anyPrice, type OrderType } from './order-type';

function refuseTrail(terms: OrderTerms, instrument: SimInstrument): Refusal | null {
  const { trailingPercent, auxPrice, trailStopPrice } = terms;
  if (trailingPercent !== null && (trailingPercent >= 100 || trailingPercent <= 0)) {
    return invalid('The trailing percent must be between 0% and 100%');
  }
  if (trailingPercent === null) {
    const refusal = refuseAmount(auxPrice, 'trailing amount');
    if (refusal !== null) return refusal;
  }
  return refuseCap(trailStopPrice, 'stop', instrument);
}

/** TRAIL: a stop order whose stop price follows the market in its favour and never goes back. */
export const trailingStop: OrderType = {
  ...anyPrice,
  trigger: 'stop',
  triggerPrice: (terms) => terms.trailStopPrice,
  refuse: refuseTrail,
  expectedPrice: (terms) => terms.trailStopPrice,
};

/** TRAIL LIMIT: a stop limit order of which both prices follow the market. */
export const trailingStopLimit: OrderType = {
  ...trailingStop,
  price: (terms) => terms.limitPrice,
  refuse: (terms, instrument) => {
    if (terms.limitPrice === null && terms.limitOffset === null) {
      return invalid(
        'A limit price or a limit price offset must be specified for a trailing stop limit order',
      );
    }
    return refuseCap(terms.limitPrice, 'limit', instrument) ?? refuseTrail(terms, instrument);
  },
};

/**
 * TRAIL MIT: an order if touched whose trigger price follows the market away from it and never comes back: for a seller
 * above the market, falling with it.
 */
export const trailingIfTouched: OrderType = { ...trailingStop, trigger: 'touched' };

/** TRAIL LIT: the same with a limit. */
export const trailingLimitIfTouched: OrderType = { ...trailingStopLimit, trigger: 'touched' };

interface Trail {
  readonly limited: boolean;
  readonly touched: boolean;
}

const TRAILS: ReadonlyMap<string, Trail> = new Map([
  ['TRAIL', { limited: false, touched: false }],
  ['TRAIL LIMIT', { limited: true, touched: false }],
  ['TRAIL MIT', { limited: false, touched: true }],
  ['TRAIL LIT', { limited: true, touched: true }],
]);

/** The terms after a trailing order has followed the market; null when it stays where it is. */
export function followMarket(
  terms: OrderTerms,
  quote: SimQuote,
  instrument: PricedInSteps,
): OrderTerms | null {
  const trail = TRAILS.get(terms.orderType);
  if (trail === undefined) return null;
  const { limited, touched } = trail;
  const sells = terms.side === 'SELL';
  // A stop to sell is below the market and rises, a trigger to be touched is above it and falls; to buy it is opposite.
  const below = sells !== touched;
  const reference = quote.last ?? (sells ? quote.bid : quote.ask);
  if (reference === null) return null;
  const distance =
    terms.trailingPercent === null
      ? new Decimal(terms.auxPrice ?? 0)
      : new Decimal(reference).times(terms.trailingPercent).div(100);
  const behind = below ? distance.negated() : distance;
  const wanted = toTick(behind.plus(reference), instrument, below ? 'down' : 'up');
  const current = terms.trailStopPrice;
  const stop =
    current === null ? wanted : below ? Decimal.max(current, wanted) : Decimal.min(current, wanted);
  const moved = current === null || !stop.equals(current);
  if (!limited) return moved ? { ...terms, trailStopPrice: stop.toNumber() } : null;
  // A limit that was given as a price keeps its distance from the stop it was given with.
  const offset =
    terms.limitOffset ??
    new Decimal(current ?? stop)
      .minus(terms.limitPrice ?? 0)
      .times(sells ? 1 : -1)
      .toNumber();
  const limit = sells ? stop.minus(offset) : stop.plus(offset);
  const limitPrice = toTick(limit, instrument, sells ? 'down' : 'up').toNumber();
  if (!moved && limitPrice === terms.limitPrice) return null;
  return { ...terms, trailStopPrice: stop.toNumber(), limitPrice, limitOffset: offset };
}
