import type { Contract, ContractDescription, ContractDetails } from '@stoqey/ib';
import { isConId } from '../../shared/domain/instrument';
import type { Instrument, InstrumentMatch, TimeSpan } from '../../shared/domain/instrument';
import { one, wireDecimal, wireSecType, wireText } from './wire-value';
import { dateToUtcMs, zonedToUtcMs } from './wire-time';

/** Sessions in one answer are a week or two; the bound is for the absurd. */
const maxSpans = 400;

/** An instrument from contractDetails, or null when it is of a kind that the terminal does not know. */
export function mapInstrument(details: ContractDetails): Instrument | null {
  const contract: Contract = details.contract;
  const conId = contract.conId ?? 0;
  const secType = wireSecType(contract.secType);
  if (!isConId(conId) || secType === null) return null;
  const strike = wireDecimal(contract.strike);
  const multiplier = wireDecimal(contract.multiplier);
  const timeZoneId = wireText(details.timeZoneId);
  return {
    conId,
    symbol: wireText(contract.symbol),
    secType,
    exchange: wireText(contract.exchange),
    primaryExchange: wireText(contract.primaryExch),
    currency: wireText(contract.currency),
    localSymbol: wireText(contract.localSymbol),
    tradingClass: wireText(contract.tradingClass),
    name: wireText(details.longName),
    lastTradeDate: lastTradeDateOf(contract),
    strike: strike === '0' ? null : strike,
    right: contract.right ?? null,
    multiplier: multiplier === null || multiplier === '0' ? one : multiplier,
    priceMagnifier: positiveOrOne(details.priceMagnifier),
    minTick: positiveOrOne(details.minTick),
    minSize: positiveOrOne(details.minSize),
    sizeIncrement: positiveOrOne(details.sizeIncrement),
    orderTypes: wireText(details.orderTypes, 10_000)
      .split(',')
      .filter((type) => type !== ''),
    timeZoneId,
    tradingHours: mapHours(wireText(details.tradingHours, 20_000), timeZoneId),
    liquidHours: mapHours(wireText(details.liquidHours, 20_000), timeZoneId),
    tradable: secType !== 'IND',
  };
}

function positiveOrOne(value: unknown) {
  const decimal = wireDecimal(value);
  return decimal === null || Number(decimal) <= 0 ? one : decimal;
}

/** The date alone; the gateway also sends `20261007 16:00:00 US/Eastern`. */
function lastTradeDateOf(contract: Contract): string | null {
  for (const text of [contract.lastTradeDate, contract.lastTradeDateOrContractMonth]) {
    const date = wireText(text).slice(0, 8);
    if (dateToUtcMs(date) !== null) return date;
  }
  return null;
}

/** A row of a symbol search, or null when it cannot be shown (bonds come without a conId). */
export function mapMatch(description: ContractDescription): InstrumentMatch | null {
  const contract = description.contract;
  const conId = contract?.conId ?? 0;
  const secType = wireSecType(contract?.secType);
  if (contract === undefined || !isConId(conId) || secType === null) return null;
  return {
    conId,
    symbol: wireText(contract.symbol),
    secType,
    primaryExchange: wireText(contract.primaryExch),
    currency: wireText(contract.currency),
    name: wireText(contract.description),
    derivativeSecTypes: (description.derivativeSecTypes ?? []).map((type) => wireText(type)),
  };
}

/**
 * Sessions from contractDetails: `20261003:CLOSED;20261005:0400-20261005:2000`, several a day with commas, and the old
 * form `20261005:0400-2000`. Spans that cannot be read are left out; an unknown zone leaves all out.
 */
export function mapHours(text: string, zone: string): readonly TimeSpan[] {
  const spans: TimeSpan[] = [];
  for (const day of text.split(';').slice(0, maxSpans)) {
    const date = day.slice(0, 8);
    if (day.endsWith('CLOSED')) continue;
    for (const range of day.split(',')) {
      const [from = '', to = ''] = range.split('-');
      const startMs = momentMs(from, date, zone);
      const endMs = momentMs(to, from.includes(':') ? from.slice(0, 8) : date, zone);
      if (startMs !== null && endMs !== null && endMs > startMs) spans.push({ startMs, endMs });
    }
  }
  return spans.sort((a, b) => a.startMs - b.startMs);
}

/** `20261005:0400`, or `2000` on the given date. */
function momentMs(text: string, defaultDate: string, zone: string): number | null {
  const match = /^(?:(\d{8}):)?(\d{2})(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const date = dateToUtcMs(match[1] ?? defaultDate);
  const [hour, minute] = [Number(match[2]), Number(match[3])];
  if (date === null || hour > 24 || minute > 59) return null;
  return zonedToUtcMs(date + (hour * 60 + minute) * 60_000, zone);
}
