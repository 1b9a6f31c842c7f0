import type { Decimal } from 'decimal.js';
import type { SimInstrument, SimSide } from '../world';

/** One execution as the account books it. */
export interface Fill {
  readonly instrument: SimInstrument;
  readonly side: SimSide;
  /** Above 0. */
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly commission: Decimal;
  readonly atMs: number;
}

/** Units of the underlying in one contract: 1 for stocks and currencies. */
export function multiplierOf(instrument: SimInstrument): number {
  return instrument.multiplier === '' ? 1 : Number(instrument.multiplier);
}
