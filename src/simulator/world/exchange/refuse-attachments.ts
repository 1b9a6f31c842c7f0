import type { Catalogue, OrderTerms, Refusal, SimInstrument } from '../world';
import { refuseAdjustment } from './adjustable-stop';
import { refuseAlgo } from './algos/refuse-algo';
import { refuseCashQuantity } from './cash-quantity';
import { refuseConditions } from './conditions';
import { hasExpired } from './order-hours';
import { NO_SUCH_CONTRACT } from './refusals';
import { refuseBenchmark } from './order-types/benchmark-orders';
import { refuseScale } from './scale-orders';

/** Refusals of what may be attached to an order beyond its type: conditions, an adjustment, an algorithm and the like. */
export function refuseAttachments(
  instrument: SimInstrument,
  terms: OrderTerms,
  catalogue: Catalogue,
  nowMs: number,
): Refusal | null {
  if (instrument.legs?.some((leg) => hasExpired(catalogue, leg.instrument, nowMs)) === true) {
    return NO_SUCH_CONTRACT;
  }
  return (
    refuseCashQuantity(instrument, terms) ??
    refuseScale(instrument, terms) ??
    refuseBenchmark(instrument, terms, catalogue) ??
    refuseAlgo(terms, instrument, nowMs) ??
    refuseConditions(terms, catalogue) ??
    refuseAdjustment(terms, instrument)
  );
}
