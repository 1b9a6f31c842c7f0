import type { AccountBook } from '../account/book';
import type { SimAccount } from '../account/sim-account';
import type { OptionModel } from '../options/option-model';
import type { Catalogue, ExchangeEvent, SimClock } from '../world';
import { AlgoDesk } from './algos/algo-desk';
import { auctionMatch } from './auctions';
import { ConditionsRule, cushionPercent } from './conditions-rule';
import { snapshot } from './live-order';
import { MatchingDesk } from './matching-desk';
import { type ExchangeMarket, OrderMarket } from './order-market';
import { OrderOutcomes } from './order-outcomes';
import type { OrderRegister } from './order-register';
import { referenceRangeRule } from './reference-range';
import { goodAfterRule, type ReleaseRule } from './release-rules';
import { SessionGate } from './session-gate';

/** What the floor works with. */
export interface FloorDependencies {
  readonly clock: SimClock;
  readonly catalogue: Catalogue;
  readonly market: ExchangeMarket;
  readonly account: SimAccount;
  readonly book: AccountBook;
  readonly options: Pick<OptionModel, 'priceAt'>;
  readonly seed: number;
}

/** How the floor hears and tells what happens at the exchange. */
export interface FloorEvents {
  emit(event: ExchangeEvent): void;
  subscribe(listener: (event: ExchangeEvent) => void): void;
}

/** The parts through which an order goes on its way to the market, joined: gate, matching desk and outcomes. */
export class TradingFloor {
  readonly gate: SessionGate;
  readonly outcomes: OrderOutcomes;
  private readonly deps: FloorDependencies;
  private readonly events: FloorEvents;
  private readonly market: OrderMarket;
  private readonly desk: MatchingDesk;

  constructor(deps: FloorDependencies, register: OrderRegister, events: FloorEvents) {
    this.deps = deps;
    this.events = events;
    this.market = new OrderMarket(deps.market, deps.options);
    this.desk = this.openDesk();
    this.gate = this.openGate();
    this.outcomes = new OrderOutcomes({
      clock: deps.clock,
      account: deps.account,
      market: this.market,
      register,
      seed: deps.seed,
      emit: (event) => {
        events.emit(event);
      },
      withdraw: (order) => {
        this.desk.remove(order);
      },
      wake: (order) => {
        this.gate.wake(order);
      },
    });
  }

  private openDesk(): MatchingDesk {
    const { clock, market, catalogue } = this.deps;
    const algos = new AlgoDesk(
      { clock, market, catalogue },
      {
        due: (order) => {
          this.desk.attempt(order);
        },
        over: (order, reason) => {
          this.outcomes.end(order, 'Cancelled', reason);
        },
      },
    );
    return new MatchingDesk(clock, this.market, algos, {
      triggered: (order) => {
        this.outcomes.refresh(order);
      },
      adjusted: (order) => {
        this.outcomes.refreshQuietly(order);
        this.events.emit({ kind: 'status', order: snapshot(order) });
      },
      matched: (order, match) => {
        this.outcomes.fill(order, match);
      },
      chanceOver: (order) => {
        this.outcomes.end(order, 'Cancelled', '');
      },
    });
  }

  private openGate(): SessionGate {
    const { clock, catalogue } = this.deps;
    return new SessionGate({
      clock,
      catalogue,
      desk: this.desk,
      rules: this.releaseRules(),
      events: {
        expired: (order) => {
          this.outcomes.end(order, 'Cancelled', '');
        },
        changed: (order) => {
          this.outcomes.refresh(order);
        },
        auction: (order, auction, atMs) => {
          const match = auctionMatch(order, auction, this.market, atMs);
          if (match !== null) this.outcomes.fill(order, match);
        },
        warn: (order, code, text) => {
          this.events.emit({ kind: 'warning', order: snapshot(order), code, text });
        },
      },
    });
  }

  /** Seam: everything that keeps an order out of the market although its session is open. */
  private releaseRules(): readonly ReleaseRule[] {
    const { clock, market, catalogue, book } = this.deps;
    const conditions = new ConditionsRule({
      clock,
      market,
      catalogue,
      cushionPercent: () => cushionPercent(book),
    });
    this.events.subscribe((event) => {
      if (event.kind !== 'filled') return;
      for (const { order, exchange } of [event.execution, ...(event.legs ?? [])]) {
        conditions.executed({ instrument: order.instrument, exchange });
      }
    });
    return [goodAfterRule(clock), referenceRangeRule(market), conditions];
  }
}
