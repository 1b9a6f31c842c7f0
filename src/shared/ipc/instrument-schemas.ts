import * as z from 'zod';
import type { Instrument, InstrumentMatch } from '../domain/instrument';
import { conId, decimal, secType, text, timeMs } from './primitives';

const timeSpan = z.strictObject({ startMs: timeMs, endMs: timeMs });

export const instrumentSchema: z.ZodType<Instrument> = z.strictObject({
  conId,
  symbol: text,
  secType,
  exchange: text,
  primaryExchange: text,
  currency: text,
  localSymbol: text,
  tradingClass: text,
  name: text,
  lastTradeDate: text.nullable(),
  strike: decimal.nullable(),
  right: z.enum(['C', 'P']).nullable(),
  multiplier: decimal,
  priceMagnifier: decimal,
  minTick: decimal,
  minSize: decimal,
  sizeIncrement: decimal,
  orderTypes: z.array(text).max(200),
  timeZoneId: text,
  tradingHours: z.array(timeSpan).max(100),
  liquidHours: z.array(timeSpan).max(100),
  tradable: z.boolean(),
});

export const instrumentMatchSchema: z.ZodType<InstrumentMatch> = z.strictObject({
  conId,
  symbol: text,
  secType,
  primaryExchange: text,
  currency: text,
  name: text,
  derivativeSecTypes: z.array(text).max(50),
});
