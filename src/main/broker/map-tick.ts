import type { MarketDataType } from '../../shared/domain/quote';
import type { PriceField, SizeField } from './port';

/*
 * Tick types by number, live and delayed alike. Source: TWS API, "Available Tick Types"; @stoqey/ib, TickType.
 */

const pricesByTick: ReadonlyMap<number, PriceField> = new Map([
  [1, 'bid'],
  [2, 'ask'],
  [4, 'last'],
  [6, 'high'],
  [7, 'low'],
  [9, 'close'],
  [14, 'open'],
  [66, 'bid'],
  [67, 'ask'],
  [68, 'last'],
  [72, 'high'],
  [73, 'low'],
  [75, 'close'],
  [76, 'open'],
]);

const sizesByTick: ReadonlyMap<number, SizeField> = new Map([
  [0, 'bidSize'],
  [3, 'askSize'],
  [5, 'lastSize'],
  [8, 'volume'],
  [69, 'bidSize'],
  [70, 'askSize'],
  [71, 'lastSize'],
  [74, 'volume'],
]);

const lastTick = 104;
const priceFields = Array.from({ length: lastTick + 1 }, (_, tick) => pricesByTick.get(tick));
const sizeFields = Array.from({ length: lastTick + 1 }, (_, tick) => sizesByTick.get(tick));

/** The price that a tick type carries, or undefined for one that is not shown. */
export function priceFieldOf(tickType: number): PriceField | undefined {
  return priceFields[tickType];
}

/** The size that a tick type carries, or undefined for one that is not shown. */
export function sizeFieldOf(tickType: number): SizeField | undefined {
  return sizeFields[tickType];
}

/** Tells whether a string tick is the time of the last trade in epoch seconds. */
export function isLastTimestamp(tickType: number): boolean {
  return tickType === 45 || tickType === 88;
}

/** A price for display: -1 is TWS's "no value"; other negative prices are real. */
export function tickPrice(value: number | undefined): number | null {
  return value === undefined || value === -1 || !Number.isFinite(value) || value >= 1e15 ? null : value;
}

/** A size for display; null when unset. */
export function tickSize(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) || value < 0 || value >= 9e15 ? null : value;
}

/** The gateway's market data type, or null for a number that means nothing. */
export function marketDataTypeOf(value: number): MarketDataType | null {
  switch (value) {
    case 1:
      return 'live';
    case 2:
      return 'frozen';
    case 3:
      return 'delayed';
    case 4:
      return 'delayed-frozen';
    default:
      return null;
  }
}
