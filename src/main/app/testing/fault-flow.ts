import * as fc from 'fast-check';
import { decimalText, exact } from '../../../shared/domain/decimal';
import { isLive, type Order, type OrderDraft } from '../../../shared/domain/order';
import type { FaultRig } from './fault-rig';

/** One thing that the trader or the machine does. */
export type TraderStep =
  | {
      readonly kind: 'place';
      readonly side: 'BUY' | 'SELL';
      readonly quantity: number;
      /** Dollars away from the market; null for a market order. */
      readonly away: number | null;
      readonly bracket: boolean;
      /** The same key comes a second time at once, as from a double click or a page that was loaded anew. */
      readonly twice: boolean;
    }
  | { readonly kind: 'modify'; readonly pick: number; readonly quantity: number; readonly away: number }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'cancel-all' | 'reconnect' | 'crash' }
  | { readonly kind: 'wait'; readonly ms: number };

const pick = fc.nat({ max: 20 });
const quantity = fc.integer({ min: 1, max: 400 });

/** What a trader does on a bad day. */
export const traderSteps: fc.Arbitrary<readonly TraderStep[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('place' as const),
        side: fc.constantFrom('BUY' as const, 'SELL' as const),
        quantity,
        away: fc.constantFrom(null, 0, 5, 20),
        bracket: fc.boolean(),
        twice: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('modify' as const),
        pick,
        quantity,
        away: fc.constantFrom(0, 4, 12),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('cancel-all' as const, 'reconnect' as const, 'crash' as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        ms: fc.constantFrom(25, 200, 1_100, 4_000),
      }),
    },
  ),
  { minLength: 2, maxLength: 9 },
);

/** What the flow asked for. */
export interface FlowReport {
  /** Ids of orders that main said it took. */
  readonly asked: ReadonlySet<string>;
}

/** Plays steps. A refusal is an answer like any other: what must hold is checked at the end. */
export async function playTrader(rig: FaultRig, steps: readonly TraderStep[]): Promise<FlowReport> {
  const asked = new Set<string>();
  for (const step of steps) {
    switch (step.kind) {
      case 'place': {
        const input = {
          idempotencyKey: rig.newKey(),
          epoch: rig.terminal.broker.snapshot().epoch,
          draft: draftOf(rig, step),
        };
        const { trading } = rig.terminal;
        const answers = await rig.settled(
          Promise.all(step.twice ? [trading.place(input), trading.place(input)] : [trading.place(input)]),
        );
        for (const answer of answers) {
          if (answer.ok) for (const id of answer.value.orderIds) asked.add(id);
        }
        break;
      }
      case 'modify': {
        const order = nth(liveOrders(rig), step.pick);
        if (order?.limitPrice === null || order === undefined) break;
        const change = {
          quantity: decimalText(exact(step.quantity)),
          limitPrice: limitPriceOf(rig, order.side, step.away),
        };
        await rig.settled(rig.terminal.trading.modify(order.id, rig.newKey(), change));
        break;
      }
      case 'cancel': {
        const order = nth(liveOrders(rig), step.pick);
        if (order !== undefined) await rig.settled(rig.terminal.trading.cancel(order.id));
        break;
      }
      case 'cancel-all':
        await rig.settled(rig.terminal.trading.cancelAll());
        break;
      case 'reconnect':
        rig.terminal.broker.reconnectNow();
        break;
      case 'crash':
        await rig.crashApp();
        break;
      case 'wait':
        await rig.pass(step.ms);
    }
  }
  return { asked };
}

function draftOf(rig: FaultRig, step: Extract<TraderStep, { kind: 'place' }>): OrderDraft {
  const buys = step.side === 'BUY';
  return {
    conId: rig.conId,
    side: step.side,
    quantity: decimalText(exact(step.quantity)),
    pricing:
      step.away === null
        ? { orderType: 'MKT' }
        : { orderType: 'LMT', limitPrice: limitPriceOf(rig, step.side, step.away) },
    tif: 'DAY',
    outsideRth: false,
    bracket: step.bracket
      ? {
          takeProfit: buys ? rig.price('ask', 30) : rig.price('bid', -30),
          stopLoss: buys ? rig.price('bid', -40) : rig.price('ask', 40),
        }
      : null,
  };
}

function limitPriceOf(rig: FaultRig, side: 'BUY' | 'SELL', away: number) {
  return side === 'BUY' ? rig.price('ask', -away) : rig.price('bid', away);
}

function liveOrders(rig: FaultRig): readonly Order[] {
  return rig.orders().filter((order) => isLive(order.state));
}

function nth<T>(items: readonly T[], index: number): T | undefined {
  return items.length === 0 ? undefined : items[index % items.length];
}
