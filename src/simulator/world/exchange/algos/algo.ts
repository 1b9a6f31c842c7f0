import type { AlgoTerms } from '../../world';
import { parseAlgoTime } from './algo-times';

/** How much of an order an algorithm lets into the market as time goes on. */
export type AlgoPace =
  /** All of it at once. */
  | { readonly kind: 'whole' }
  /** The same in each part of the window. */
  | { readonly kind: 'evenly' }
  /** In proportion to the volume of the window, and no more than a share of it. */
  | { readonly kind: 'byVolume'; readonly most: number | null }
  /** A share of the volume that trades. */
  | { readonly kind: 'share'; readonly share: number };

/** The price at which an algorithm works what it has let in. */
export type AlgoPrice =
  /** Takes what the other side shows. */
  | { readonly kind: 'touch' }
  /** Waits at its own side of the market. */
  | { readonly kind: 'near' }
  | { readonly kind: 'midpoint' }
  | { readonly kind: 'last' }
  /** From the middle of the market to the touch, in so much time. */
  | { readonly kind: 'adaptive'; readonly patienceMs: number };

/** An algorithm as the exchange works it. */
export interface Algo {
  readonly name: string;
  readonly pace: AlgoPace;
  readonly price: AlgoPrice;
  /** ms since the epoch; null: at once. */
  readonly startMs: number | null;
  /** null: the end of the session. */
  readonly endMs: number | null;
  readonly pastEnd: boolean;
}

/** How long an adaptive order looks for a better price than the touch, in simulated milliseconds. */
const PATIENCE_MS: ReadonlyMap<string, number> = new Map([
  ['Urgent', 5_000],
  ['Normal', 20_000],
  ['Patient', 60_000],
]);
const NORMAL_PATIENCE_MS = 20_000;

/** The share of the volume that an arrival price order takes, by its aversion to risk. */
const SHARES: ReadonlyMap<string, number> = new Map([
  ['GetDone', 0.5],
  ['Aggressive', 0.25],
  ['Neutral', 0.1],
  ['Passive', 0.05],
]);
const NEUTRAL_SHARE = 0.1;
/** IB documents shares from 0.1 (10 %) to 0.5 (50 %), and takes numbers up to 50: above this they are percent. */
const MOST_FRACTION = 0.5;

const TWAP_PRICES: ReadonlyMap<string, AlgoPrice> = new Map<string, AlgoPrice>([
  ['Matching Midpoint', { kind: 'midpoint' }],
  ['Matching Same Side', { kind: 'near' }],
  ['Matching Last', { kind: 'last' }],
]);

/** What the parameters of an accepted algorithm say. */
export function readAlgo(terms: AlgoTerms, nowMs: number): Algo {
  const values = new Map(terms.params.map(({ tag, value }) => [tag, value]));
  const text = (tag: string): string => values.get(tag) ?? '';
  const flag = (tag: string): boolean => ['1', 'true'].includes(text(tag).toLowerCase());
  const time = (tag: string): number | null => parseAlgoTime(text(tag), nowMs) ?? null;
  const common = {
    name: terms.strategy,
    startMs: time('startTime'),
    endMs: time('endTime'),
    pastEnd: flag('allowPastEndTime'),
  };
  const near: AlgoPrice = { kind: 'near' };
  const touch: AlgoPrice = { kind: 'touch' };
  switch (terms.strategy) {
    case 'Twap':
      return { ...common, pace: { kind: 'evenly' }, price: TWAP_PRICES.get(text('strategyType')) ?? touch };
    case 'Vwap': {
      const most = shareOf(text('maxPctVol'));
      return { ...common, pace: { kind: 'byVolume', most }, price: flag('noTakeLiq') ? near : touch };
    }
    case 'ArrivalPx': {
      const wanted = SHARES.get(text('riskAversion')) ?? NEUTRAL_SHARE;
      const share = Math.min(wanted, shareOf(text('maxPctVol')) ?? wanted);
      return { ...common, pace: { kind: 'share', share }, price: touch };
    }
    case 'PctVol': {
      const share = shareOf(text('pctVol')) ?? NEUTRAL_SHARE;
      return { ...common, pace: { kind: 'share', share }, price: flag('noTakeLiq') ? near : touch };
    }
    default: {
      const patienceMs = PATIENCE_MS.get(text('adaptivePriority')) ?? NORMAL_PATIENCE_MS;
      return { ...common, pace: { kind: 'whole' }, price: { kind: 'adaptive', patienceMs } };
    }
  }
}

function shareOf(text: string): number | null {
  if (text === '') return null;
  const value = Number(text);
  return value > MOST_FRACTION ? value / 100 : value;
}
