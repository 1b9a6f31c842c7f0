import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import type { Order, OrderDraft } from '../../../shared/domain/order';
import { isLive } from '../../../shared/domain/order';
import { requestId } from '../../../simulator/wire/message-ids';
import { decimal, marketDraft } from './drafts';
import type { TerminalRig } from './terminal-rig';
import type { FrameFate } from './wire-tap';

/** One thing that the trader, the line or the machine does. */
export type FlowStep =
  | {
      readonly kind: 'place';
      readonly side: 'BUY' | 'SELL';
      readonly quantity: number;
      /** Dollars away from the market; null for a market order. */
      readonly away: number | null;
      readonly bracket: boolean;
    }
  | { readonly kind: 'modify'; readonly pick: number; readonly quantity: number; readonly away: number }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'cancel-all' | 'cut' | 'close' | 'open' | 'reconnect' | 'restart' }
  /** What happens to an order or cancel on the line, after `spare` of them went through. */
  | {
      readonly kind: 'break-next';
      readonly frame: 'placeOrder' | 'cancelOrder';
      readonly fate: FrameFate;
      readonly spare: number;
    }
  | { readonly kind: 'wait'; readonly ms: number };

const pick = fc.nat({ max: 20 });
const quantity = fc.integer({ min: 1, max: 900 });

/** Steps as a bad day brings them. */
export const flowSteps: fc.Arbitrary<readonly FlowStep[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('place' as const),
        side: fc.constantFrom('BUY' as const, 'SELL' as const),
        quantity,
        away: fc.constantFrom(null, 0, 5, 20),
        bracket: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('modify' as const),
        pick,
        quantity,
        away: fc.constantFrom(0, 4, 12),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'cancel-all' as const,
          'cut' as const,
          'close' as const,
          'open' as const,
          'reconnect' as const,
          'restart' as const,
        ),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('break-next' as const),
        frame: fc.constantFrom('placeOrder' as const, 'cancelOrder' as const),
        fate: fc.constantFrom('cut' as const, 'mute' as const),
        spare: fc.nat({ max: 2 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        ms: fc.constantFrom(20, 200, 1_100, 4_000),
      }),
    },
  ),
  { minLength: 3, maxLength: 14 },
);

/** Plays steps. A refusal is an answer like any other: what must hold is checked at the end. */
export async function playFlow(rig: TerminalRig, steps: readonly FlowStep[]): Promise<void> {
  let lineOpen = true;
  for (const step of steps) {
    switch (step.kind) {
      case 'place':
        await rig.request('order.place', {
          idempotencyKey: randomUUID(),
          epoch: rig.epoch,
          draft: draftOf(rig, step),
        });
        break;
      case 'modify': {
        const order = nth(liveOrders(rig), step.pick);
        if (order?.limitPrice === null || order === undefined) break;
        await rig.request('order.modify', {
          idempotencyKey: randomUUID(),
          id: order.id,
          quantity: decimal(String(step.quantity)),
          limitPrice: limitPriceOf(rig, order.side, step.away),
        });
        break;
      }
      case 'cancel': {
        const order = nth(liveOrders(rig), step.pick);
        if (order !== undefined) await rig.request('order.cancel', { id: order.id });
        break;
      }
      case 'cancel-all':
        await rig.request('order.cancelAll', {});
        break;
      case 'cut':
        rig.tap.cut();
        break;
      case 'close':
        await rig.tap.close();
        lineOpen = false;
        break;
      case 'open':
        if (!lineOpen) await rig.tap.open();
        lineOpen = true;
        break;
      case 'reconnect':
        await rig.request('connection.reconnect', {});
        break;
      case 'restart':
        await rig.stopApp();
        await rig.startApp();
        break;
      case 'break-next':
        breakNext(rig, requestId[step.frame], step.fate, step.spare);
        break;
      case 'wait':
        await rig.pass(step.ms);
    }
  }
  rig.tap.decide = () => 'pass';
  if (lineOpen) rig.tap.cut();
  else await rig.tap.open();
}

/** After its fate has been met, the line works again; a line that was muted breaks when the next message comes. */
function breakNext(rig: TerminalRig, id: number, fate: FrameFate, spare: number): void {
  let broken = false;
  let left = spare;
  rig.tap.decide = (frame) => {
    if (broken) {
      rig.tap.decide = () => 'pass';
      return 'cut';
    }
    if (frame.id !== id) return 'pass';
    left -= 1;
    if (left >= 0) return 'pass';
    broken = fate === 'mute';
    if (!broken) rig.tap.decide = () => 'pass';
    return fate;
  };
}

function draftOf(rig: TerminalRig, step: Extract<FlowStep, { kind: 'place' }>): OrderDraft {
  const buys = step.side === 'BUY';
  return marketDraft(rig, String(step.quantity), {
    side: step.side,
    pricing:
      step.away === null
        ? { orderType: 'MKT' }
        : { orderType: 'LMT', limitPrice: limitPriceOf(rig, step.side, step.away) },
    bracket: step.bracket
      ? {
          takeProfit: buys ? rig.price('AAPL', 'ask', '30') : rig.price('AAPL', 'bid', '-30'),
          stopLoss: buys ? rig.price('AAPL', 'bid', '-40') : rig.price('AAPL', 'ask', '40'),
        }
      : null,
  });
}

function limitPriceOf(rig: TerminalRig, side: 'BUY' | 'SELL', away: number) {
  return side === 'BUY' ? rig.price('AAPL', 'ask', `-${away}`) : rig.price('AAPL', 'bid', String(away));
}

function liveOrders(rig: TerminalRig): readonly Order[] {
  return rig.orders().filter((order) => isLive(order.state));
}

function nth<T>(items: readonly T[], index: number): T | undefined {
  return items.length === 0 ? undefined : items[index % items.length];
}
