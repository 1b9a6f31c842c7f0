import type { SimInstrument } from '../../world/world';
import { FieldWriter, readableText } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { javaDouble } from '../wire-number';

/** Version that contractDetails began with before server version 164. */
const CONTRACT_DETAILS_VERSION = 8;
/** What a size of the market stands for: one share, not the lot of 100 that some versions counted in. */
const SIZE_MULTIPLIER = 1;

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
  const has = (since: number): boolean => serverVersion >= since;
  const writer = new FieldWriter(messageId.contractDetails);
  if (!has(fieldSince.sizeRules)) writer.int(CONTRACT_DETAILS_VERSION);
  writer
    .int(reqId)
    .text(instrument.symbol)
    .text(instrument.secType)
    .text(lastTradeTime === '' ? lastTradeDate : `${lastTradeDate} ${lastTradeTime}`);
  if (has(fieldSince.lastTradeDate)) writer.text(lastTradeDate);
  writer
    .number(instrument.strike)
    .text(instrument.right)
    .text(instrument.exchange)
    .text(instrument.currency)
    .text(instrument.localSymbol)
    .text(instrument.marketName)
    .text(instrument.tradingClass)
    .int(instrument.conId)
    .number(instrument.minTick);
  if (has(fieldSince.mdSizeMultiplier) && !has(fieldSince.sizeRules)) writer.int(SIZE_MULTIPLIER);
  writer
    .text(instrument.multiplier)
    .text(instrument.orderTypes.join(','))
    .text(instrument.validExchanges.join(','))
    .int(instrument.priceMagnifier)
    .int(instrument.underConId)
    .text(readableText(instrument.longName, serverVersion))
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
  if (has(fieldSince.aggGroup)) writer.int(instrument.aggGroup);
  if (has(fieldSince.underlyingInfo)) writer.text(instrument.underSymbol).text(instrument.underSecType);
  if (has(fieldSince.marketRules)) writer.text(marketRules(instrument));
  if (has(fieldSince.realExpirationDate)) writer.text(instrument.realExpirationDate ?? lastTradeDate);
  if (has(fieldSince.stockType)) writer.text(instrument.stockType);
  if (has(fieldSince.sizeRules)) {
    writer
      .number(instrument.minSize)
      .number(instrument.sizeIncrement)
      .number(instrument.suggestedSizeIncrement);
  } else if (has(fieldSince.fractionalSizeSupport)) {
    writer.number(instrument.sizeIncrement);
  }
  if (has(fieldSince.ineligibilityReasons)) writer.int(0);
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

export function symbolSamplesMessage(
  reqId: number,
  samples: readonly SymbolSample[],
  serverVersion: number,
): string {
  const writer = new FieldWriter(messageId.symbolSamples).int(reqId).int(samples.length);
  for (const sample of samples) {
    writer
      .int(sample.conId)
      .text(sample.symbol)
      .text(sample.secType)
      .text(sample.primaryExchange)
      .text(sample.currency)
      .int(sample.derivativeSecTypes.length)
      .texts(...sample.derivativeSecTypes);
    if (serverVersion >= fieldSince.bondIssuerId)
      writer.text(readableText(sample.description, serverVersion)).text(sample.issuerId);
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
