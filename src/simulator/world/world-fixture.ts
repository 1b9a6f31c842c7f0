import { createWorld } from './create-world';
import { ManualWallClock } from './manual-wall-clock';
import type { ExchangeEvent, OrderTerms, SimInstrument, World, WorldOptions } from './world';

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
    const found = world.catalogue.all.find((one) => one.symbol === symbol && one.secType === secType);
    if (found === undefined) throw new Error(`${symbol} ${secType} is not listed`);
    return found;
  };
  return { world, wall, events, aapl: instrument('AAPL', 'STK'), instrument };
}

/** A transmitted market order for the day, with what differs. */
export function terms(different: Partial<OrderTerms> = {}): OrderTerms {
  return {
    side: 'BUY',
    quantity: 100,
    orderType: 'MKT',
    limitPrice: null,
    auxPrice: null,
    tif: 'DAY',
    outsideRth: false,
    transmit: true,
    parentOrderId: 0,
    ocaGroup: '',
    ocaType: 0,
    account: 'DU1234567',
    orderRef: '',
    ...different,
  };
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
