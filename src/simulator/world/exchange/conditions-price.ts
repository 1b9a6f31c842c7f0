import type { MarketEvent, SimInstrument, SimQuote } from '../world';
import { type AwaitedPrice, look, looksNeeded, methodOf, type TriggerMethod } from './triggers';

/** Watches a market for a price, by one of TWS's trigger methods. */
export class PriceTrigger {
  private readonly method: TriggerMethod;
  private readonly awaited: AwaitedPrice;
  private inARow = 0;

  /** @param triggerMethod as the API numbers it; 0 leaves the choice to the instrument. */
  constructor(triggerMethod: number, instrument: SimInstrument, awaited: AwaitedPrice) {
    this.method = methodOf(triggerMethod, instrument);
    this.awaited = awaited;
  }

  /**
   * Whether the price is reached now.
   *
   * @param event what has just happened in the market, null at the first look.
   */
  observe(event: MarketEvent | null, quote: SimQuote): boolean {
    const found = look(this.awaited, this.method, quote, event);
    if (found !== null) this.inARow = found ? this.inARow + 1 : 0;
    return this.inARow >= looksNeeded(this.method);
  }
}
