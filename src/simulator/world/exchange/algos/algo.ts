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
  | { readonly kind: 'share'; readonly share: number }
  /** A share of the volume that changes as the order goes on. */
  | { readonly kind: 'varying'; shareAt(course: AlgoCourse): number }
  /** As late as a share of the volume until the end of the window allows. */
  | { readonly kind: 'toClose'; readonly share: number }
  /** So much at a time, the next when that has filled, and not before its time comes. */
  | { readonly kind: 'components'; readonly size: number; readonly everyMs: number; readonly waits: boolean };

/** How far an order and its market have come since the algorithm began. */
export interface AlgoCourse {
  /** Parts of the window and of the order that are over, 0 to 1. */
  readonly time: number;
  readonly filled: number;
  /** By how many percent the price is better for the order than it was at the start; below 0 when it is worse. */
  readonly improvement: number;
}

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
    case 'ArrivalPx':
    case 'BalanceImpactRisk':
      return { ...common, pace: { kind: 'share', share: aversionShare(text) }, price: touch };
    case 'ClosePx':
      return { ...common, pace: { kind: 'toClose', share: aversionShare(text) }, price: touch };
    case 'MinImpact':
      return { ...common, pace: { kind: 'byVolume', most: shareOf(text('maxPctVol')) }, price: near };
    case 'DarkIce': {
      const size = Number(text('displaySize'));
      return { ...common, pace: { kind: 'components', size, everyMs: 0, waits: true }, price: near };
    }
    case 'AD': {
      const size = Number(text('componentSize'));
      const everyMs = Number(text('timeBetweenOrders')) * 1000;
      const waits = flag('waitForFill');
      return { ...common, pace: { kind: 'components', size, everyMs, waits }, price: touch };
    }
    case 'PctVolPx':
    case 'PctVolSz':
    case 'PctVolTm': {
      const pace = { kind: 'varying', shareAt: varyingShare(terms.strategy, text) } as const;
      return { ...common, pace, price: flag('noTakeLiq') ? near : touch };
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

type Text = (tag: string) => string;

/** The share of the volume by the aversion to risk, and no more than the client allows. */
function aversionShare(text: Text): number {
  const wanted = SHARES.get(text('riskAversion')) ?? NEUTRAL_SHARE;
  return Math.min(wanted, shareOf(text('maxPctVol')) ?? wanted);
}

/**
 * The share of a percentage-of-volume order that varies: with time or with what has filled it goes from one to the
 * other, with the price it rises by its rate for each percent by which the price gets better.
 */
function varyingShare(
  strategy: 'PctVolPx' | 'PctVolSz' | 'PctVolTm',
  text: Text,
): (course: AlgoCourse) => number {
  const share = (tag: string): number => shareOf(text(tag)) ?? NEUTRAL_SHARE;
  if (strategy === 'PctVolPx') {
    const [target, least, most] = [share('pctVol'), share('minPctVol4Px'), share('maxPctVol4Px')];
    const rate = shareOf(text('deltaPctVol')) ?? 0;
    return ({ improvement }) => Math.max(least, Math.min(most, target + rate * improvement));
  }
  const [from, to] = [share('startPctVol'), share('endPctVol')];
  return ({ time, filled }) => from + (to - from) * (strategy === 'PctVolTm' ? time : filled);
}

function shareOf(text: string): number | null {
  if (text === '') return null;
  const value = Number(text);
  return value > MOST_FRACTION ? value / 100 : value;
}
