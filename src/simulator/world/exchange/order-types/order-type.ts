import type { OrderTerms, Refusal, SimInstrument, SimQuote } from '../../world';
import type { PricedInSteps } from '../price-steps';

/**
 * The worst price at which an order may trade against a quote: a number, null for any price, and undefined while
 * the quote gives none.
 */
export type WorkingPrice = number | null | undefined;

/** What an order type does. All of it is pure; what an order remembers is passed in. */
export interface OrderType {
  /** `stop` waits for a price that moves against the order, `touched` for one that moves in its favour. */
  readonly trigger: 'stop' | 'touched' | null;
  /** The price that touches it off; null without a trigger or before there is one. */
  triggerPrice(terms: OrderTerms): number | null;
  /**
   * The price it wants of the market once it is triggered.
   *
   * @param previous what it wanted before, null at first.
   */
  price(terms: OrderTerms, quote: SimQuote, previous: number | null, instrument: PricedInSteps): WorkingPrice;
  /** True when the price follows the quote, so that the order never waits at one limit of its own. */
  readonly pegged: boolean;
  /** Trades at the closing price alone. */
  readonly atClose: boolean;
  /** Never trades outside regular hours, whatever its attributes say. */
  readonly regularHoursOnly: boolean;
  /** What is wrong with the prices of such an order; null when nothing. */
  refuse(terms: OrderTerms, instrument: SimInstrument): Refusal | null;
  /** The price at which margin is reckoned before there are fills; null for the market's. */
  expectedPrice(terms: OrderTerms): number | null;
}

/** An order at any price, from which the other types differ. */
export const anyPrice: OrderType = {
  trigger: null,
  triggerPrice: () => null,
  price: () => null,
  pegged: false,
  atClose: false,
  regularHoursOnly: false,
  refuse: () => null,
  expectedPrice: () => null,
};
