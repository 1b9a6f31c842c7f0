import type { BarSizeText, WhatToShow } from '../world/world';

const SECOND = 1;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Bar sizes with their length in seconds; a month counts 30 days. */
const barSeconds: Readonly<Record<BarSizeText, number>> = {
  '1 secs': SECOND,
  '5 secs': 5,
  '10 secs': 10,
  '15 secs': 15,
  '30 secs': 30,
  '1 min': MINUTE,
  '2 mins': 2 * MINUTE,
  '3 mins': 3 * MINUTE,
  '5 mins': 5 * MINUTE,
  '10 mins': 10 * MINUTE,
  '15 mins': 15 * MINUTE,
  '20 mins': 20 * MINUTE,
  '30 mins': 30 * MINUTE,
  '1 hour': HOUR,
  '2 hours': 2 * HOUR,
  '3 hours': 3 * HOUR,
  '4 hours': 4 * HOUR,
  '8 hours': 8 * HOUR,
  '1 day': DAY,
  '1 week': 7 * DAY,
  '1 month': 30 * DAY,
};

/** Spellings that TWS takes besides its own. */
const aliases: Readonly<Record<string, BarSizeText>> = {
  '1 sec': '1 secs',
  '1 mins': '1 min',
  '1 hours': '1 hour',
  '1D': '1 day',
  '1 days': '1 day',
  '1W': '1 week',
  '1M': '1 month',
};

const whatToShowTexts = [
  'TRADES',
  'MIDPOINT',
  'BID',
  'ASK',
  'BID_ASK',
  'ADJUSTED_LAST',
  'HISTORICAL_VOLATILITY',
  'OPTION_IMPLIED_VOLATILITY',
  'FEE_RATE',
] as const satisfies readonly WhatToShow[];

const durationUnits: Readonly<Record<string, number>> = {
  S: SECOND,
  D: DAY,
  W: 7 * DAY,
  M: 30 * DAY,
  Y: 365 * DAY,
};

export function legalBarSizes(): string {
  return Object.keys(barSeconds).join(', ');
}

export function parseBarSize(text: string): BarSizeText | undefined {
  return isBarSize(text) ? text : aliases[text];
}

export function barLengthSeconds(barSize: BarSizeText): number {
  return barSeconds[barSize];
}

export function parseWhatToShow(text: string): WhatToShow | undefined {
  return whatToShowTexts.find((known) => known === text);
}

/** A duration as the API takes it. */
export interface Duration {
  /** Number and unit, one blank between them. */
  readonly text: string;
  /** Rough length: a month counts 30 days, a year 365. */
  readonly seconds: number;
}

/** Reads `3600 S`, `2 D`, `1 W`, `6 M`, `1 Y`. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^ *(\d{1,7}) ?([SDWMY]) *$/.exec(text.toUpperCase());
  const [, count = '0', unit = ''] = match ?? [];
  const unitSeconds = durationUnits[unit];
  if (unitSeconds === undefined || Number(count) < 1) return undefined;
  return { text: `${Number(count)} ${unit}`, seconds: Number(count) * unitSeconds };
}

function isBarSize(text: string): text is BarSizeText {
  return Object.hasOwn(barSeconds, text);
}
