import type { Decimal } from 'decimal.js';
import type { Account, AccountPnl, AccountValue, SimClock, SimInstrument, SimPosition } from '../world';
import { accountValues, ledgerValues, summaryValue, type ValueSource } from './account-values';
import type { AccountBook } from './book';
import type { Fill } from './fill';
import { marginPeriodAt } from './margin-period';

/** The account as TWS would report it. Every answer is made of the book's one valuation of the moment. */
export class SimAccount implements Account {
  readonly id: string;
  private readonly book: AccountBook;
  private readonly clock: SimClock;
  private readonly listeners = new Set<() => void>();
  private awaitsMidnight = false;

  constructor(id: string, book: AccountBook, clock: SimClock) {
    this.id = id;
    this.book = book;
    this.clock = clock;
    this.awaitMidnight();
  }

  /** Books an execution and tells the listeners; returns the realised profit or null. */
  apply(fill: Fill): Decimal | null {
    const realized = this.book.apply(fill);
    this.changed();
    return realized;
  }

  /** Exercises, or assigns, option contracts now, and tells the listeners. */
  exercise(option: SimInstrument, contracts: Decimal): void {
    this.book.exercise(option, contracts, this.clock.nowMs());
    this.changed();
  }

  values(): readonly AccountValue[] {
    return accountValues(this.source());
  }

  summary(tag: string): AccountValue | undefined {
    return summaryValue(this.source(), tag);
  }

  ledger(currency: string): readonly AccountValue[] {
    return ledgerValues(this.source(), currency === '' ? 'BASE' : currency);
  }

  positions(): readonly SimPosition[] {
    return this.book
      .valuation()
      .positions.map(({ holding, mark, marketValue, unrealized, realized, daily }) => ({
        instrument: holding.instrument,
        position: holding.quantity.toNumber(),
        averageCost: holding.averageCost.toDecimalPlaces(8).toNumber(),
        marketPrice: mark.toNumber(),
        marketValue: marketValue.toNumber(),
        unrealizedPnl: unrealized.toNumber(),
        realizedPnl: realized.toNumber(),
        dailyPnl: daily.toNumber(),
      }));
  }

  pnl(): AccountPnl {
    const { daily, unrealized, realized } = this.book.valuation().base;
    return {
      dailyPnl: daily.toNumber(),
      unrealizedPnl: unrealized.toNumber(),
      realizedPnl: realized.toNumber(),
    };
  }

  subscribe(listener: () => void): () => void {
    const own = (): void => {
      listener();
    };
    this.listeners.add(own);
    return () => {
      this.listeners.delete(own);
    };
  }

  private source(): ValueSource {
    return {
      accountId: this.id,
      base: this.book.base,
      valuation: this.book.valuation(),
      previousEquity: this.book.previousEquity(),
      nextMarginChangeMs: marginPeriodAt(this.clock.nowMs()).nextChangeMs,
    };
  }

  private changed(): void {
    this.awaitMidnight();
    this.tell();
  }

  /** A new day sets profits to 0 and settles what has expired, which the listeners learn at midnight. */
  private awaitMidnight(): void {
    if (this.awaitsMidnight || !this.book.hasPositions) return;
    this.awaitsMidnight = true;
    this.clock.schedule(this.book.nextDayMs(), () => {
      this.awaitsMidnight = false;
      this.book.roll();
      this.changed();
    });
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
