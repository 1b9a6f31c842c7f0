import type { SimInstrument, SimQuote, WhatToShow, World } from '../world/world';
import { tickType } from '../wire/messages/market-data-messages';

/** One value that a generic tick asked for, and the kind of message that carries it. */
export interface GenericTick {
  readonly as: 'price' | 'size' | 'generic';
  readonly type: number;
  readonly value: number;
}

/** TWS's number for "at least 1,000 shares can be sold short". */
const EASY_TO_BORROW = 3;
const HARD_TO_BORROW = 1.5;

/** The values of the generic ticks in the first image of a line, as far as the simulated market has them. */
export function genericTickImage(
  world: World,
  instrument: SimInstrument,
  quote: SimQuote,
  asked: ReadonlySet<number>,
): readonly GenericTick[] {
  const ticks: GenericTick[] = [];
  const add = (as: GenericTick['as'], type: number, value: number | null): void => {
    if (value !== null) ticks.push({ as, type, value });
  };
  if (asked.has(165)) {
    add('price', tickType.low13Weeks, quote.low13Weeks);
    add('price', tickType.high13Weeks, quote.high13Weeks);
    add('price', tickType.low26Weeks, quote.low26Weeks);
    add('price', tickType.high26Weeks, quote.high26Weeks);
    add('price', tickType.low52Weeks, quote.low52Weeks);
    add('price', tickType.high52Weeks, quote.high52Weeks);
    add('size', tickType.averageVolume, quote.averageVolume);
  }
  if (asked.has(104))
    add(
      'generic',
      tickType.optionHistoricalVolatility,
      volatility(world, instrument, 'HISTORICAL_VOLATILITY'),
    );
  if (asked.has(106))
    add(
      'generic',
      tickType.optionImpliedVolatility,
      volatility(world, instrument, 'OPTION_IMPLIED_VOLATILITY'),
    );
  if (asked.has(411))
    add(
      'generic',
      tickType.realTimeHistoricalVolatility,
      volatility(world, instrument, 'HISTORICAL_VOLATILITY'),
    );
  if (asked.has(232) || asked.has(221)) add('price', tickType.markPrice, quote.last ?? quote.close);
  if (asked.has(236) && instrument.secType === 'STK') {
    add('generic', tickType.shortable, quote.shortableShares >= 1000 ? EASY_TO_BORROW : HARD_TO_BORROW);
    add('size', tickType.shortableShares, quote.shortableShares);
  }
  if (asked.has(293)) add('generic', tickType.tradeCount, quote.tradeCount);
  if (asked.has(294)) add('generic', tickType.tradeRate, tradesPerMinute(quote));
  if (asked.has(295)) add('generic', tickType.volumeRate, quote.volumeRate);
  if (asked.has(318)) add('price', tickType.lastRthTrade, quote.last);
  return ticks;
}

/** Trades a minute, from the shares a minute and the shares of a trade. */
function tradesPerMinute(quote: SimQuote): number {
  return quote.volume > 0 ? Math.round((quote.volumeRate * quote.tradeCount) / quote.volume) : 0;
}

function volatility(world: World, instrument: SimInstrument, whatToShow: WhatToShow): number | null {
  if (instrument.secType !== 'STK' && instrument.secType !== 'IND') return null;
  const bars = world.history.bars({
    instrument,
    endMs: world.clock.nowMs(),
    duration: '5 D',
    barSize: '1 day',
    whatToShow,
    regularHoursOnly: true,
  });
  return bars.at(-1)?.close ?? null;
}
