import { Decimal } from 'decimal.js';
import type { SimInstrument } from '../world';
import { type Fill, multiplierOf } from './fill';
import { toCents, ZERO } from './money';

/** What an execution did to a position. Amounts in whole cents of the instrument's currency. */
export interface Booking {
  /** Realised profit, commissions included; null for a purely opening trade. */
  readonly realized: Decimal | null;
  /** Profit of the closed part without commissions: what a future pays out. */
  readonly grossRealized: Decimal;
  /** Value of what was bought (negative for a sale), without commission. */
  readonly value: Decimal;
  readonly commission: Decimal;
}

/**
 * One position with its costs, in the instrument's currency. Costs are kept as whole cents for the position as a
 * whole, and the average is derived from them: so value, cost and profit of any number of partial fills add up.
 */
export class Holding {
  readonly instrument: SimInstrument;
  quantity = ZERO;
  /** What the open position cost, commissions included; negative for a short one. */
  cost = ZERO;
  /** The same without commissions: what a future's settlement is reckoned from. */
  grossCost = ZERO;
  realizedToday = ZERO;
  /** Money that went into the position today, commissions included. */
  paidToday = ZERO;
  /** Worth at the start of the day. */
  valueAtDayStart = ZERO;
  tradedToday = false;

  constructor(instrument: SimInstrument) {
    this.instrument = instrument;
  }

  /** Per unit of the position, multiplier and commissions included, as TWS reports it; 0 without a position. */
  get averageCost(): Decimal {
    return this.quantity.isZero() ? ZERO : this.cost.div(this.quantity);
  }

  apply(fill: Fill): Booking {
    const direction = fill.side === 'BUY' ? 1 : -1;
    const unit = fill.price.times(multiplierOf(this.instrument));
    const commission = toCents(fill.commission);
    const total = toCents(unit.times(fill.quantity));
    const closing = this.closedBy(fill.quantity, direction);
    const closesAll = closing.equals(fill.quantity);
    const closingValue = closesAll ? total : toCents(unit.times(closing));
    const closingCommission = closesAll ? commission : toCents(commission.times(closing).div(fill.quantity));
    this.tradedToday = true;
    this.paidToday = this.paidToday.plus(total.times(direction)).plus(commission);
    let realized: Decimal | null = null;
    let grossRealized = ZERO;
    if (!closing.isZero()) {
      const part = closing.div(this.quantity.abs());
      const closedCost = part.equals(1) ? this.cost : toCents(this.cost.times(part));
      const closedGross = part.equals(1) ? this.grossCost : toCents(this.grossCost.times(part));
      const received = closingValue.times(-direction);
      realized = received.minus(closedCost).minus(closingCommission);
      grossRealized = received.minus(closedGross);
      this.cost = this.cost.minus(closedCost);
      this.grossCost = this.grossCost.minus(closedGross);
      this.realizedToday = this.realizedToday.plus(realized);
    }
    const opened = total.minus(closingValue).times(direction);
    this.grossCost = this.grossCost.plus(opened);
    this.cost = this.cost.plus(opened).plus(commission.minus(closingCommission));
    this.quantity = this.quantity.plus(fill.quantity.times(direction));
    return { realized, grossRealized, value: total.times(direction), commission };
  }

  /** Starts a new day with the position at its present worth. */
  startDay(value: Decimal): void {
    this.valueAtDayStart = value;
    this.paidToday = ZERO;
    this.realizedToday = ZERO;
    this.tradedToday = false;
  }

  /** Worth of the whole position at a price of one unit, in whole cents. */
  valueAt(mark: Decimal): Decimal {
    return toCents(mark.times(multiplierOf(this.instrument)).times(this.quantity));
  }

  copy(): Holding {
    return Object.assign(new Holding(this.instrument), this);
  }

  private closedBy(quantity: Decimal, direction: 1 | -1): Decimal {
    if (this.quantity.isZero() || this.quantity.isPositive() === direction > 0) return ZERO;
    return Decimal.min(this.quantity.abs(), quantity);
  }
}
