import type { Decimal } from 'decimal.js';
import type { Catalogue, Market, MarketEvent, OrderTerms, SimClock, SimInstrument } from '../world';
import { conditionsHold, isContractCondition } from './conditions';
import { ConditionState, type ConditionTrade } from './conditions-state';
import { tradesAroundTheClock } from './order-hours';

/** How often a condition on the margin cushion is looked at, in simulated milliseconds. */
const MARGIN_CHECK_MS = 1_000;

/** What the desk has to know of an order. */
export interface ConditionalOrder {
  readonly instrument: SimInstrument;
  readonly terms: OrderTerms;
}

export interface ConditionSources {
  readonly clock: SimClock;
  readonly market: Market;
  readonly catalogue: Catalogue;
  /** Excess liquidity in percent of the net liquidation value, as of now. */
  cushionPercent(): Decimal;
}

interface Wait {
  readonly states: readonly ConditionState[];
  /** Ends what the wait listens to, by what it is. */
  readonly ends: Map<string, () => void>;
}

/**
 * Watches the conditions of orders that wait for them, and tells once when they hold. It listens to a market only
 * while somebody waits for it.
 */
export class ConditionsDesk<Order extends ConditionalOrder> {
  private readonly sources: ConditionSources;
  private readonly met: (order: Order) => void;
  private readonly waits = new Map<Order, Wait>();

  constructor(sources: ConditionSources, met: (order: Order) => void) {
    this.sources = sources;
    this.met = met;
  }

  /** How many orders wait. */
  get size(): number {
    return this.waits.size;
  }

  /** Begins to watch an order's conditions, from the beginning when it was watched already. */
  watch(order: Order): void {
    this.forget(order);
    const { clock, market, catalogue } = this.sources;
    const { conditions } = order.terms;
    const states = conditions.map(
      (condition) =>
        new ConditionState(
          condition,
          isContractCondition(condition) ? catalogue.byConId(condition.conId) : undefined,
        ),
    );
    const wait: Wait = { states, ends: new Map() };
    this.waits.set(order, wait);
    for (const conId of new Set(conditions.filter(isContractCondition).map((condition) => condition.conId))) {
      wait.ends.set(
        `market ${String(conId)}`,
        market.subscribe(conId, (event) => {
          this.onMarket(order, wait, event);
        }),
      );
    }
    for (const state of states) this.show(state, null);
    for (const condition of conditions) {
      if (condition.type === 'time' && condition.atMs > clock.nowMs()) {
        this.judgeAt(order, wait, `time ${String(condition.atMs)}`, condition.atMs);
      }
    }
    if (conditions.some((condition) => condition.type === 'margin')) this.checkMargin(order, wait);
    this.lookAtOpen(order, wait);
    // Not at once: whoever places the order is told of it before it is released.
    this.judgeAt(order, wait, 'first look', clock.nowMs());
  }

  /** Stops watching an order's conditions. */
  forget(order: Order): void {
    const wait = this.waits.get(order);
    if (wait === undefined) return;
    this.waits.delete(order);
    for (const end of wait.ends.values()) end();
  }

  /** Takes in a trade of the account. */
  executed(trade: ConditionTrade): void {
    for (const [order, wait] of this.waits) {
      for (const state of wait.states) state.executed(trade);
      // Not at once: the trade is told before what follows from it.
      this.judgeAt(order, wait, 'execution', this.sources.clock.nowMs());
    }
  }

  private onMarket(order: Order, wait: Wait, event: MarketEvent): void {
    for (const state of wait.states) {
      if (isContractCondition(state.condition) && state.condition.conId === event.conId)
        this.show(state, event);
    }
    this.judge(order, wait);
  }

  private show(state: ConditionState, event: MarketEvent | null): void {
    if (!isContractCondition(state.condition)) return;
    state.observe(event, this.sources.market.quote(state.condition.conId));
  }

  private checkMargin(order: Order, wait: Wait): void {
    const { clock } = this.sources;
    this.judgeAt(order, wait, 'margin', clock.nowMs() + MARGIN_CHECK_MS, () => {
      this.checkMargin(order, wait);
    });
  }

  /** Conditions that no event of a market brings up again are looked at when the order's own market opens. */
  private lookAtOpen(order: Order, wait: Wait): void {
    const { clock, catalogue } = this.sources;
    if (order.terms.conditionsIgnoreRth || this.inHours(order.instrument)) return;
    const next = catalogue.nextSession(order.instrument, clock.nowMs(), true);
    this.judgeAt(order, wait, 'open', next.startMs, () => {
      this.lookAtOpen(order, wait);
    });
  }

  /** Judges an order later, and goes on with `next` if it waits still. */
  private judgeAt(order: Order, wait: Wait, name: string, atMs: number, next?: () => void): void {
    const cancel = this.sources.clock.schedule(atMs, () => {
      this.judge(order, wait);
      if (this.waits.get(order) === wait) next?.();
    });
    wait.ends.set(name, cancel);
  }

  private judge(order: Order, wait: Wait): void {
    if (this.waits.get(order) !== wait) return;
    const facts = {
      nowMs: this.sources.clock.nowMs(),
      cushionPercent: (): Decimal => this.sources.cushionPercent(),
    };
    const holds = wait.states.map((state) => state.holds(facts) && this.counts(order, state));
    if (!conditionsHold(order.terms.conditions, holds)) return;
    this.forget(order);
    this.met(order);
  }

  /**
   * Outside regular hours conditions count only when the order says so: those on a contract by the hours of that
   * contract, the others by those of the order's own.
   */
  private counts(order: Order, state: ConditionState): boolean {
    if (order.terms.conditionsIgnoreRth) return true;
    if (!isContractCondition(state.condition)) return this.inHours(order.instrument);
    const instrument = this.sources.catalogue.byConId(state.condition.conId);
    return instrument !== undefined && this.inHours(instrument);
  }

  private inHours(instrument: SimInstrument): boolean {
    const regular = !tradesAroundTheClock(instrument);
    const { catalogue, clock } = this.sources;
    return catalogue.sessionAt(instrument, clock.nowMs(), regular) !== undefined;
  }
}
