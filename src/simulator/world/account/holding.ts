import { Decimal } from 'decimal.js';
import type { SimInstrument } from '../world';
import { type Fill, multiplierOf } from './fill';

const ZERO = new Decimal(0);

/** One position with its costs. Costs are per unit of the position, multiplier included. */
export class Holding {
  readonly instrument: SimInstrument;
  quantity = ZERO;
  /** Commissions included, as TWS reports it. */
  averageCost = ZERO;
  /** Commissions left out: what a future's settlement is reckoned from. */
  averagePrice = ZERO;
  realizedToday = ZERO;
  /** Money that went into the position today, commissions included. */
  paidToday = ZERO;
  /** Worth at the start of the day. */
  valueAtDayStart = ZERO;
  tradedToday = false;

  constructor(instrument: SimInstrument) {
    this.instrument = instrument;
  }

  /**
   * Books an execution. Returns the realised profit, commissions included (null for a purely opening trade), and
   * the profit of the closed part without commissions.
   */
  apply(fill: Fill): { readonly realized: Decimal | null; readonly grossRealized: Decimal } {
    const signed = fill.side === 'BUY' ? fill.quantity : fill.quantity.negated();
    const unit = fill.price.times(multiplierOf(this.instrument));
    this.tradedToday = true;
    this.paidToday = this.paidToday.plus(unit.times(signed)).plus(fill.commission);
    const closing =
      this.quantity.isZero() || this.quantity.isPositive() === signed.isPositive()
        ? ZERO
        : Decimal.min(this.quantity.abs(), fill.quantity);
    const opening = fill.quantity.minus(closing);
    const closingCommission = fill.commission.times(closing).div(fill.quantity);
    let realized: Decimal | null = null;
    let grossRealized = ZERO;
    if (closing.greaterThan(0)) {
      const direction = this.quantity.isPositive() ? 1 : -1;
      realized = unit.minus(this.averageCost).times(closing).times(direction).minus(closingCommission);
      grossRealized = unit.minus(this.averagePrice).times(closing).times(direction);
      this.realizedToday = this.realizedToday.plus(realized);
    }
    this.openPart(opening, unit, fill.commission.minus(closingCommission), signed.isPositive() ? 1 : -1);
    this.quantity = this.quantity.plus(signed);
    if (this.quantity.isZero()) {
      this.averageCost = ZERO;
      this.averagePrice = ZERO;
    }
    return { realized, grossRealized };
  }

  /** Starts a new day with the position at its present worth. */
  startDay(value: Decimal): void {
    this.valueAtDayStart = value;
    this.paidToday = ZERO;
    this.realizedToday = ZERO;
    this.tradedToday = false;
  }

  /** Worth of the whole position at a price of one unit of the underlying. */
  valueAt(mark: Decimal): Decimal {
    return mark.times(multiplierOf(this.instrument)).times(this.quantity);
  }

  private openPart(opening: Decimal, unit: Decimal, commission: Decimal, direction: 1 | -1): void {
    if (!opening.greaterThan(0)) return;
    const sameSide = this.quantity.isZero() ? ZERO : this.quantity;
    const held = sameSide.isPositive() === direction > 0 ? sameSide.abs() : ZERO;
    const total = held.plus(opening);
    const paid = unit.times(opening).plus(commission.times(direction));
    this.averageCost = this.averageCost.times(held).plus(paid).div(total);
    this.averagePrice = this.averagePrice.times(held).plus(unit.times(opening)).div(total);
  }
}
