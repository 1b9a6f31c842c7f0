/** What the exchange does with options beside trading them. */

import type { ExchangeResult, SimOrder } from './exchange-types';
import type { SimInstrument } from './listing';

export interface ExerciseRequest {
  readonly instrument: SimInstrument;
  /** Lapsing keeps an option from being exercised at its expiry. */
  readonly action: 'exercise' | 'lapse';
  /** Contracts, a whole number above 0; what is beyond the position is left out. */
  readonly quantity: number;
  /** Empty for the only one. */
  readonly account: string;
  /** Goes against what the option would do by itself: exercise in the money, lapse out of it. */
  readonly override: boolean;
}

export interface OptionExercises {
  /**
   * Takes an instruction, which is an order of the client from then on. Refused with 103 (the id is in use) and 322
   * (no position, or against what the option would do by itself).
   */
  instruct(clientId: number, orderId: number, request: ExerciseRequest): ExchangeResult<SimOrder>;
}
