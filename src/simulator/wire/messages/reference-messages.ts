import type { SimInstrument } from '../../world/world';
import { asciiEscaped, FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { javaDouble } from '../wire-number';

/** Hours of an instrument as contractDetails states them. */
export interface ContractHours {
  readonly trading: string;
  readonly liquid: string;
}

/** An instrument with the type under which it is described: a future can be described as a continuous one. */
export type DescribedInstrument = Omit<SimInstrument, 'secType'> & { readonly secType: string };

export function contractDetailsMessage(
  reqId: number,
  instrument: DescribedInstrument,
  hours: ContractHours,
  serverVersion: number,
): string {
  const { lastTradeDate, lastTradeTime } = instrument;
  const writer = new FieldWriter(messageId.contractDetails)
    .int(reqId)
    .text(instrument.symbol)
    .text(instrument.secType)
    .text(lastTradeTime === '' ? lastTradeDate : `${lastTradeDate} ${lastTradeTime}`);
  if (serverVersion >= fieldSince.lastTradeDate) writer.text(lastTradeDate);
  writer
    .number(instrument.strike)
    .text(instrument.right)
    .text(instrument.exchange)
    .text(instrument.currency)
    .text(instrument.localSymbol)
    .text(instrument.marketName)
    .text(instrument.tradingClass)
    .int(instrument.conId)
    .number(instrument.minTick)
    .text(instrument.multiplier)
    .text(instrument.orderTypes.join(','))
    .text(instrument.validExchanges.join(','))
    .int(instrument.priceMagnifier)
    .int(instrument.underConId)
    .text(asciiEscaped(instrument.longName))
    .text(instrument.primaryExchange)
    .text(instrument.contractMonth)
    .text(instrument.industry)
    .text(instrument.category)
    .text(instrument.subcategory)
    .text(instrument.timeZoneId)
    .text(hours.trading)
    .text(hours.liquid)
    .texts('', ''); // economic value rule and multiplier
  writeSecurityIds(writer, instrument);
  writer
    .int(instrument.aggGroup)
    .text(instrument.underSymbol)
    .text(instrument.underSecType)
    .text(marketRules(instrument))
    .text(instrument.realExpirationDate ?? lastTradeDate)
    .text(instrument.stockType)
    .number(instrument.minSize)
    .number(instrument.sizeIncrement)
    .number(instrument.suggestedSizeIncrement);
  if (serverVersion >= fieldSince.ineligibilityReasons) writer.int(0);
  return writer.end();
}

export function contractDetailsEndMessage(reqId: number): string {
  return new FieldWriter(messageId.contractDetailsEnd).int(1).int(reqId).end();
}

/** One row of symbolSamples. */
export interface SymbolSample {
  readonly conId: number;
  readonly symbol: string;
  readonly secType: string;
  readonly primaryExchange: string;
  readonly currency: string;
  readonly derivativeSecTypes: readonly string[];
  readonly description: string;
  readonly issuerId: string;
}

export function symbolSamplesMessage(reqId: number, samples: readonly SymbolSample[]): string {
  const writer = new FieldWriter(messageId.symbolSamples).int(reqId).int(samples.length);
  for (const sample of samples) {
    writer
      .int(sample.conId)
      .text(sample.symbol)
      .text(sample.secType)
      .text(sample.primaryExchange)
      .text(sample.currency)
      .int(sample.derivativeSecTypes.length)
      .texts(...sample.derivativeSecTypes)
      .text(asciiEscaped(sample.description))
      .text(sample.issuerId);
  }
  return writer.end();
}

/** The expirations and strikes of one trading class at one exchange. */
export interface OptionParameters {
  readonly exchange: string;
  readonly underlyingConId: number;
  readonly tradingClass: string;
  readonly multiplier: string;
  readonly expirations: readonly string[];
  readonly strikes: readonly number[];
}

export function optionParametersMessage(reqId: number, parameters: OptionParameters): string {
  return new FieldWriter(messageId.optionParameter)
    .int(reqId)
    .text(parameters.exchange)
    .int(parameters.underlyingConId)
    .text(parameters.tradingClass)
    .text(parameters.multiplier)
    .int(parameters.expirations.length)
    .texts(...parameters.expirations)
    .int(parameters.strikes.length)
    .texts(...parameters.strikes.map(javaDouble))
    .end();
}

export function optionParametersEndMessage(reqId: number): string {
  return new FieldWriter(messageId.optionParameterEnd).int(reqId).end();
}

/** Price increments by the price from which they hold. */
export function marketRuleMessage(
  marketRuleId: number,
  increments: readonly { readonly lowEdge: number; readonly increment: number }[],
): string {
  const writer = new FieldWriter(messageId.marketRule).int(marketRuleId).int(increments.length);
  for (const { lowEdge, increment } of increments) writer.number(lowEdge).number(increment);
  return writer.end();
}

function writeSecurityIds(writer: FieldWriter, instrument: DescribedInstrument): void {
  if (instrument.isin === '') writer.int(0);
  else writer.int(1).texts('ISIN', instrument.isin);
}

/** TWS names one rule for each valid exchange, in their order. */
function marketRules(instrument: DescribedInstrument): string {
  const [only, ...others] = instrument.marketRuleIds;
  if (only === undefined || others.length > 0) return instrument.marketRuleIds.join(',');
  return instrument.validExchanges.map(() => only).join(',');
}
