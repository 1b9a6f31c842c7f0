import type { DecimalText } from './decimal';
import { isDecimalText } from './decimal';
import { type ConId, type Instrument, isConId } from './instrument';

/** A conId for tests. */
export function conIdOf(value: number): ConId {
  if (!isConId(value)) throw new RangeError(`not a conId: ${value}`);
  return value;
}

/** A decimal text for tests. */
export function decimalOf(text: string): DecimalText {
  if (!isDecimalText(text)) throw new RangeError(`not a decimal: ${text}`);
  return text;
}

/** A stock on NASDAQ for tests, with whatever a test wants different. */
export function instrumentOf(conId: ConId, changes: Partial<Instrument> = {}): Instrument {
  return {
    conId,
    symbol: 'AAPL',
    secType: 'STK',
    exchange: 'SMART',
    primaryExchange: 'NASDAQ',
    currency: 'USD',
    localSymbol: 'AAPL',
    tradingClass: 'NMS',
    name: 'APPLE INC',
    lastTradeDate: null,
    strike: null,
    right: null,
    multiplier: decimalOf('1'),
    minTick: decimalOf('0.01'),
    minSize: decimalOf('1'),
    sizeIncrement: decimalOf('1'),
    priceMagnifier: decimalOf('1'),
    orderTypes: ['LMT', 'MKT'],
    timeZoneId: 'US/Eastern',
    tradingHours: [],
    liquidHours: [],
    tradable: true,
    ...changes,
  };
}
