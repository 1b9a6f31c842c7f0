import * as fc from 'fast-check';
import { worstFate } from './disturbances';

/** One thing that the trader, the market or a machine does. */
export type HistoryAct =
  | {
      readonly kind: 'place';
      readonly side: 'BUY' | 'SELL';
      readonly quantity: number;
      /** Dollars away from the market; null for a market order. */
      readonly away: number | null;
      readonly exits: 'none' | 'both' | 'stop';
      /** The same key comes a second time at once, as from a double click. */
      readonly twice: boolean;
    }
  /** An earlier key comes once more, as from a page that was loaded anew. */
  | { readonly kind: 'place-again' | 'cancel'; readonly pick: number }
  | {
      readonly kind: 'modify';
      readonly pick: number;
      readonly quantity: number;
      readonly away: number;
      /** The same key comes a second time a moment later. */
      readonly twice: boolean;
    }
  | { readonly kind: 'kill'; readonly flatten: boolean }
  | { readonly kind: 'cancel-all' | 'resume' | 'read-only' | 'compare' }
  | { readonly kind: 'fill'; readonly pick: number; readonly quantity: number }
  | { readonly kind: 'ib-cancels'; readonly pick: number }
  | { readonly kind: 'ib-refuses' | 'placed-elsewhere' | 'restart' | 'outage' }
  | { readonly kind: 'drop' | 'crash'; readonly arrives: boolean };

/** What is done, and how long it is quiet after that, ms. */
export interface HistoryStep {
  /** The trader waits, for a while, until orders can be sent. */
  readonly patient: boolean;
  readonly act: HistoryAct;
  readonly thenMs: number;
}

/** One history: what is done, what happens to the messages, and how slow everything is. */
export interface History {
  readonly steps: readonly HistoryStep[];
  /** Numbers of fates, see `disturbances.ts`. */
  readonly toIb: readonly number[];
  readonly toApp: readonly number[];
  /** How long the disk takes for a write, ms. */
  readonly diskMs: number;
  /** How long an order waits for its turn before it is written to the socket, ms. */
  readonly queueMs: number;
  /** How long IB takes for a cancel, ms. */
  readonly cancelMs: number;
}

const pick = fc.nat({ max: 9 });
const quantity = fc.integer({ min: 1, max: 300 });
const one = <Value>(value: Value) => fc.constant(value);

const acts: fc.Arbitrary<HistoryAct> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: one('place' as const),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      quantity,
      away: fc.constantFrom(5, null, 1),
      exits: fc.constantFrom('none' as const, 'none' as const, 'both' as const, 'stop' as const),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'place-again' as const), pick }),
  },
  { weight: 2, arbitrary: fc.record({ kind: one('cancel' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: one('modify' as const),
      pick,
      quantity,
      away: fc.constantFrom(4, 8),
      twice: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: one('kill' as const), flatten: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'cancel-all' as const,
        'resume' as const,
        'resume' as const,
        'read-only' as const,
        'compare' as const,
        'ib-refuses' as const,
        'placed-elsewhere' as const,
        'restart' as const,
        'outage' as const,
      ),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: one('fill' as const), pick, quantity }) },
  { weight: 1, arbitrary: fc.record({ kind: one('ib-cancels' as const), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('drop' as const, 'crash' as const), arrives: fc.boolean() }),
  },
);

const step: fc.Arbitrary<HistoryStep> = fc.record({
  patient: fc.constantFrom(true, true, false),
  act: acts,
  thenMs: fc.constantFrom(0, 1, 40, 500, 900, 2_100, 5_000),
});

/** What a trader, a market and a network do on a bad day. */
export const histories: fc.Arbitrary<History> = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 10, size: 'max' }),
  toIb: fc.array(fc.nat({ max: worstFate.towardsIb }), { maxLength: 40, size: 'max' }),
  toApp: fc.array(fc.nat({ max: worstFate.towardsApp }), { maxLength: 60, size: 'max' }),
  diskMs: fc.constantFrom(0, 0, 2, 30),
  queueMs: fc.constantFrom(0, 0, 5, 400),
  cancelMs: fc.constantFrom(0, 150),
});
