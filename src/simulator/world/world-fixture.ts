import { ANY_CONTRACT } from './catalogue/any-contract';
import { createWorld } from './create-world';
import { ManualWallClock } from './manual-wall-clock';
import { orderTerms } from './order-terms';
import type { ContractQuery, ExchangeEvent, OrderTerms, SimInstrument, World, WorldOptions } from './world';

/** Wednesday 7 October 2026, 10:30 in New York. */
export const OPEN_MARKET_MS = Date.UTC(2026, 9, 7, 14, 30);
/** Saturday 3 October 2026, noon in New York. */
export const CLOSED_MARKET_MS = Date.UTC(2026, 9, 3, 16);

/** A running world on a wall clock that a test moves, with everything the exchange has said. */
export interface TestWorld {
  readonly world: World;
  readonly wall: ManualWallClock;
  readonly events: ExchangeEvent[];
  readonly aapl: SimInstrument;
  readonly instrument: (symbol: string, secType: string) => SimInstrument;
}

export function makeTestWorld(options: Partial<WorldOptions> = {}): TestWorld {
  const wall = new ManualWallClock(OPEN_MARKET_MS);
  const world = createWorld({
    seed: 7,
    speed: 1,
    startMs: OPEN_MARKET_MS,
    accountId: 'DU1234567',
    cash: 1_000_000,
    tickRate: 20,
    wall,
    ...options,
  });
  const events: ExchangeEvent[] = [];
  world.exchange.subscribe((event) => events.push(event));
  world.clock.start();
  const instrument = (symbol: string, secType: string): SimInstrument => {
    const { withoutOptions } = world.catalogue;
    const isOptional = secType === 'OPT' || secType === 'FOP';
    const among = isOptional ? optionsOn(world, { symbol, secType }) : withoutOptions;
    const found = among.find((one) => one.symbol === symbol && one.secType === secType);
    if (found === undefined) throw new Error(`${symbol} ${secType} is not listed`);
    return found;
  };
  return { world, wall, events, aapl: instrument('AAPL', 'STK'), instrument };
}

/** A question about contracts in which only this is filled in. */
export function contractQuery(different: Partial<ContractQuery>): ContractQuery {
  return { ...ANY_CONTRACT, ...different };
}

/** The options that fit, by expiry and strike. `catalogue.all` has them too, but makes the thousands of all chains. */
export function optionsOn(world: World, different: Partial<ContractQuery>): readonly SimInstrument[] {
  return world.catalogue.find(contractQuery({ secType: 'OPT', ...different }));
}

/** A transmitted market order for the day, with what differs. */
export function terms(different: Partial<OrderTerms> = {}): OrderTerms {
  return orderTerms({ account: 'DU1234567', ...different });
}

/** A price some cents away from another, on the tick of a cent. */
export function cents(price: number | null, away: number): number {
  return (Math.round((price ?? 0) * 100) + away) / 100;
}

/** The life of one order as lines like `accepted PreSubmitted child`. */
export function storyOf(events: readonly ExchangeEvent[], orderId: number): readonly string[] {
  return events
    .filter((event) => event.order.orderId === orderId)
    .map((event) => `${event.kind} ${event.order.status} ${event.order.whyHeld}`.trim());
}
