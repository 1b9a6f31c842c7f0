import { Decimal } from 'decimal.js';
import type { MarketEvent, SimCondition, SimInstrument, SimQuote } from '../world';
import { PriceTrigger } from './conditions-price';

/** What a condition is judged by, apart from the market of its own contract. */
export interface ConditionFacts {
  readonly nowMs: number;
  /** Excess liquidity in percent of the net liquidation value. */
  cushionPercent(): Decimal;
}

/** A trade of the account, as execution conditions see it. */
export interface ConditionTrade {
  readonly instrument: SimInstrument;
  readonly exchange: string;
}

/** One condition of a waiting order, with what it has seen so far. */
export class ConditionState {
  readonly condition: SimCondition;
  private readonly trigger: PriceTrigger | null;
  private marketHolds = false;
  private traded = false;

  /** @param instrument the contract whose market the condition looks at; undefined where it looks at none. */
  constructor(condition: SimCondition, instrument: SimInstrument | undefined) {
    this.condition = condition;
    this.trigger =
      condition.type === 'price' && instrument !== undefined
        ? new PriceTrigger(condition.triggerMethod, instrument, {
            price: condition.price,
            above: condition.isMore,
          })
        : null;
  }

  /** Takes in an event of the condition's market, null at the first look. */
  observe(event: MarketEvent | null, quote: SimQuote): void {
    const { condition } = this;
    if (condition.type === 'price') this.marketHolds = this.trigger?.observe(event, quote) === true;
    if (condition.type === 'volume') this.marketHolds = compares(condition, new Decimal(quote.volume));
    if (condition.type === 'percentChange') {
      const change = percentChange(quote);
      this.marketHolds = change !== null && compares(condition, change);
    }
  }

  /** Takes in a trade of the account. An execution condition that was met once stays met. */
  executed({ instrument, exchange }: ConditionTrade): void {
    const { condition } = this;
    if (condition.type !== 'execution') return;
    const named = [instrument.symbol, instrument.localSymbol].some(
      (name) => name.toUpperCase() === condition.symbol.toUpperCase(),
    );
    const venues = ['', 'SMART', exchange, instrument.exchange, instrument.primaryExchange];
    if (named && instrument.secType === condition.secType && venues.includes(condition.exchange)) {
      this.traded = true;
    }
  }

  holds(facts: ConditionFacts): boolean {
    const { condition } = this;
    switch (condition.type) {
      case 'price':
      case 'volume':
      case 'percentChange':
        return this.marketHolds;
      case 'time':
        return condition.isMore ? facts.nowMs >= condition.atMs : facts.nowMs <= condition.atMs;
      case 'margin':
        return condition.isMore
          ? facts.cushionPercent().greaterThanOrEqualTo(condition.percent)
          : facts.cushionPercent().lessThanOrEqualTo(condition.percent);
      case 'execution':
        return this.traded;
    }
  }
}

function compares(
  condition: Extract<SimCondition, { readonly type: 'volume' | 'percentChange' }>,
  actual: Decimal,
): boolean {
  return condition.isMore
    ? actual.greaterThanOrEqualTo(condition.value)
    : actual.lessThanOrEqualTo(condition.value);
}

/** The change of the price from the previous close in percent; null while one of them is unknown. */
function percentChange({ last, bid, ask, close }: SimQuote): Decimal | null {
  const middle = bid === null || ask === null ? null : (bid + ask) / 2;
  const price = last ?? middle;
  if (price === null || close === null || close === 0) return null;
  return new Decimal(price).minus(close).div(close).times(100);
}
