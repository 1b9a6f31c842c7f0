import { type Bar, type BarColumns, type BarSize, barSizeMs, columnsFromBars } from '../../shared/domain/bar';
import { type DecimalText, isDecimalText } from '../../shared/domain/decimal';
import { type ConId, type Instrument, isConId, type SecType } from '../../shared/domain/instrument';
import { emptyQuote, type Quote } from '../../shared/domain/quote';
import { seededRandom } from './random';

/** A decimal that a test writes down. */
export function decimal(text: string): DecimalText {
  if (!isDecimalText(text)) throw new RangeError(`not a decimal: ${text}`);
  return text;
}

/** A conId that a test writes down. */
export function conIdOf(value: number): ConId {
  if (!isConId(value)) throw new RangeError(`not a conId: ${value}`);
  return value;
}

interface Listing {
  readonly conId: ConId;
  readonly symbol: string;
  readonly secType: SecType;
  readonly name: string;
  readonly minTick: string;
  readonly price: number;
  readonly multiplier: string;
  readonly exchange: string;
}

function listing(
  conId: number,
  symbol: string,
  name: string,
  price: number,
  more: Partial<Omit<Listing, 'conId' | 'symbol' | 'name' | 'price'>> = {},
): Listing {
  return {
    conId: conIdOf(conId),
    symbol,
    name,
    price,
    secType: more.secType ?? 'STK',
    minTick: more.minTick ?? '0.01',
    multiplier: more.multiplier ?? '1',
    exchange: more.exchange ?? 'NASDAQ',
  };
}

/** Invented prices of real names. */
export const listings: readonly Listing[] = [
  listing(265598, 'AAPL', 'APPLE INC', 187.23),
  listing(272093, 'MSFT', 'MICROSOFT CORP', 411.9),
  listing(756733, 'SPY', 'SPDR S&P 500 ETF TRUST', 512.4, { exchange: 'ARCA' }),
  listing(4815747, 'NVDA', 'NVIDIA CORP', 874.15),
  listing(76792991, 'TSLA', 'TESLA INC', 171.05),
  listing(3691937, 'AMZN', 'AMAZON.COM INC', 178.87),
  listing(208813720, 'GOOGL', 'ALPHABET INC-CL A', 150.93),
  listing(107113386, 'META', 'META PLATFORMS INC', 493.5),
  listing(416904, 'SPX', 'S&P 500 INDEX', 5137.08, { secType: 'IND', exchange: 'CBOE' }),
  listing(495512552, 'ES', 'E-MINI S&P 500', 5148.25, {
    secType: 'FUT',
    minTick: '0.25',
    multiplier: '50',
    exchange: 'CME',
  }),
  listing(12087792, 'EUR', 'EUROPEAN MONETARY UNION EURO', 1.08435, {
    secType: 'CASH',
    minTick: '0.00005',
    exchange: 'IDEALPRO',
  }),
  listing(8314, 'IBM', 'INTL BUSINESS MACHINES CORP', 190.8, { exchange: 'NYSE' }),
];

const dayMs = 86_400_000;

/** The instrument of a listing; hours of 09:30 to 16:00 in New York on the day of `nowMs`. */
export function fakeInstrument(entry: Listing, nowMs: number): Instrument {
  const openMs = Math.floor(nowMs / dayMs) * dayMs + 13.5 * 3_600_000;
  const liquid = { startMs: openMs, endMs: openMs + 6.5 * 3_600_000 };
  return {
    conId: entry.conId,
    symbol: entry.symbol,
    secType: entry.secType,
    exchange: entry.secType === 'STK' ? 'SMART' : entry.exchange,
    primaryExchange: entry.exchange,
    currency: 'USD',
    localSymbol: entry.secType === 'CASH' ? 'EUR.USD' : entry.secType === 'FUT' ? 'ESH7' : entry.symbol,
    tradingClass: entry.symbol,
    name: entry.name,
    lastTradeDate: entry.secType === 'FUT' ? '20270319' : null,
    strike: null,
    right: null,
    multiplier: decimal(entry.multiplier),
    minTick: decimal(entry.minTick),
    minSize: decimal('1'),
    sizeIncrement: decimal('1'),
    priceMagnifier: decimal('1'),
    orderTypes: ['LMT', 'MKT', 'STP', 'STPLMT'],
    timeZoneId: 'US/Eastern',
    tradingHours: [{ startMs: openMs - 5.5 * 3_600_000, endMs: liquid.endMs + 4 * 3_600_000 }],
    liquidHours: [liquid],
    tradable: entry.secType !== 'IND',
  };
}

/** Quotes that walk at random on their ticks. */
export function createFakeMarket(seed: number) {
  const random = seededRandom(seed);
  const quotes = new Map<ConId, Quote>();
  for (const entry of listings) {
    const tick = Number(entry.minTick);
    const close = entry.price * (1 + (random() - 0.5) * 0.03);
    quotes.set(entry.conId, {
      ...emptyQuote(entry.conId),
      last: entry.price,
      bid: entry.secType === 'IND' ? null : entry.price - tick,
      ask: entry.secType === 'IND' ? null : entry.price + tick,
      bidSize: Math.ceil(random() * 12) * 100,
      askSize: Math.ceil(random() * 12) * 100,
      volume: Math.round(random() * 40_000_000),
      open: close + tick * 3,
      high: Math.max(entry.price, close) + tick * 40,
      low: Math.min(entry.price, close) - tick * 40,
      close: Math.round(close / tick) * tick,
      type: 'simulated',
    });
  }
  return {
    quote: (conId: ConId): Quote => quotes.get(conId) ?? emptyQuote(conId),
    /** Moves some of the quotes; returns those that changed. */
    step(nowMs: number): readonly Quote[] {
      const moved: Quote[] = [];
      for (const entry of listings) {
        const quote = quotes.get(entry.conId);
        if (quote === undefined || random() < 0.6) continue;
        const tick = Number(entry.minTick);
        const last = (quote.last ?? entry.price) + Math.round((random() - 0.5) * 6) * tick;
        const next: Quote = {
          ...quote,
          last,
          bid: entry.secType === 'IND' ? null : last - tick,
          ask: entry.secType === 'IND' ? null : last + tick,
          bidSize: Math.ceil(random() * 12) * 100,
          askSize: Math.ceil(random() * 12) * 100,
          lastSize: Math.ceil(random() * 5) * 100,
          volume: (quote.volume ?? 0) + 300,
          high: Math.max(quote.high ?? last, last),
          low: Math.min(quote.low ?? last, last),
          lastTradeMs: nowMs,
          receivedMs: nowMs,
        };
        quotes.set(entry.conId, next);
        moved.push(next);
      }
      return moved;
    },
  };
}

/** Bars that walk at random and end near the price of the listing. */
export function fakeBars(conId: ConId, barSize: BarSize, endMs: number, limit: number): BarColumns {
  const entry = listings.find((candidate) => candidate.conId === conId);
  const random = seededRandom(conId + barSizeMs[barSize]);
  const lengthMs = barSizeMs[barSize];
  const tick = Number(entry?.minTick ?? '0.01');
  const onTick = (price: number) => Math.round(price / tick) * tick;
  const bars: Bar[] = [];
  let close = entry?.price ?? 100;
  let timeMs = Math.floor(endMs / lengthMs) * lengthMs;
  for (let index = 0; index < limit; index += 1) {
    const open = close * (1 + (random() - 0.5) * 0.004);
    const high = Math.max(open, close) * (1 + random() * 0.0015);
    const low = Math.min(open, close) * (1 - random() * 0.0015);
    bars.push({
      timeMs,
      open: onTick(open),
      high: onTick(high),
      low: onTick(low),
      close: onTick(close),
      volume: Math.round(20_000 + random() * 180_000),
      wap: onTick((open + close) / 2),
      count: Math.round(random() * 900),
    });
    close = open;
    timeMs -= lengthMs;
  }
  return columnsFromBars(bars.toReversed());
}
