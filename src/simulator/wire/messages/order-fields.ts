import type { SimInstrument } from '../../world/world';
import type { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import type { OrderAttributes } from '../requests/order-attributes';
import { conditionNumber, type OrderCondition } from '../requests/order-conditions';
import { ownQuantity } from '../sizes';
import { plainNumber } from '../wire-number';

/** The share of openOrder and completedOrder that says which order it is. */
export interface OrderReport {
  readonly orderId: number;
  readonly clientId: number;
  readonly permId: number;
  /** 0 when there is no parent. */
  readonly parentPermId: number;
  readonly revision: number;
  readonly instrument: SimInstrument;
  /** The exchange the client routed to, mostly SMART. */
  readonly exchange: string;
  readonly attributes: OrderAttributes;
  readonly status: string;
}

export function writeOrderContract(writer: FieldWriter, { instrument, exchange }: OrderReport): void {
  writer
    .int(instrument.conId)
    .text(instrument.symbol)
    .text(instrument.secType)
    .text(instrument.lastTradeDate)
    .number(instrument.strike)
    .text(instrument.right === '' ? '?' : instrument.right)
    .text(instrument.multiplier)
    .text(exchange)
    .text(instrument.currency)
    .text(instrument.localSymbol)
    .text(instrument.tradingClass);
}

/** From action to orderRef. The children of a bracket are in the OCA group of their parent's permId. */
export function writeOrderHead(
  writer: FieldWriter,
  { attributes, parentPermId }: OrderReport,
  serverVersion: number,
): void {
  const group = attributes.ocaGroup === '' && parentPermId > 0 ? String(parentPermId) : attributes.ocaGroup;
  writer
    .text(attributes.action)
    .number(ownQuantity(attributes.totalQuantity, serverVersion))
    .text(attributes.orderType)
    .doubleOrEmpty(attributes.lmtPrice ?? 0)
    .doubleOrEmpty(attributes.auxPrice ?? 0)
    .text(attributes.tif)
    .text(group)
    .text(attributes.account)
    .text(attributes.openClose)
    .int(attributes.origin)
    .text(attributes.orderRef);
}

/** From the advisor's allocation to the short sale; its profile went with server version 177. */
export function writeAllocation(
  writer: FieldWriter,
  attributes: OrderAttributes,
  serverVersion: number,
): void {
  writer.text(attributes.faGroup).text(attributes.faMethod).text(attributes.faPercentage);
  if (serverVersion < fieldSince.faProfileDesupport) writer.text('');
  if (serverVersion >= fieldSince.modelsSupport) writer.text(attributes.modelCode);
  writer
    .text(attributes.goodTillDate)
    .text(attributes.rule80A)
    .doubleOrEmpty(attributes.percentOffset)
    .text(attributes.settlingFirm)
    .int(attributes.shortSaleSlot)
    .text(attributes.designatedLocation)
    .int(attributes.exemptCode);
}

/**
 * The newest version of which a frame is known that leaves an unset size empty; those of 193 have the largest integer.
 * Most clients take both for unset. Some old ones, @stoqey/ib 1.2.14 among them, lose their place over the large one.
 */
const LAST_WITH_EMPTY_SIZES = 164;

function writeSize(writer: FieldWriter, size: number | null, serverVersion: number): void {
  if (serverVersion > LAST_WITH_EMPTY_SIZES) writer.intOrMax(size);
  else writer.intOrEmpty(size);
}

export function writeBoxAndRange(
  writer: FieldWriter,
  attributes: OrderAttributes,
  serverVersion: number,
): void {
  writer
    .doubleOrEmpty(attributes.startingPrice)
    .doubleOrEmpty(attributes.stockRefPrice)
    .doubleOrEmpty(attributes.delta)
    .doubleOrEmpty(attributes.stockRangeLower)
    .doubleOrEmpty(attributes.stockRangeUpper);
  writeSize(writer, attributes.displaySize === 0 ? null : attributes.displaySize, serverVersion);
}

/**
 * The field dontUseAutoPriceForHedge. It is set in every recorded order, none of which is a hedge and all of which were
 * placed without it; a hedge has what its client chose.
 */
export function hasNoAutoPrice({ hedgeType, dontUseAutoPriceForHedge }: OrderAttributes): boolean {
  return hedgeType === '' || dontUseAutoPriceForHedge;
}

/** `full` is the form of openOrder; completedOrder leaves out the clearing fields of a delta neutral leg. */
export function writeVolatility(writer: FieldWriter, attributes: OrderAttributes, full: boolean): void {
  const { deltaNeutral } = attributes;
  writer
    .doubleOrEmpty(attributes.volatility)
    .int(attributes.volatilityType)
    .text(deltaNeutral?.orderType ?? 'None')
    .doubleOrEmpty(attributes.deltaNeutralAuxPrice)
    .int(deltaNeutral?.conId ?? 0);
  if (full) {
    writer
      .text(deltaNeutral?.settlingFirm ?? '')
      .text(deltaNeutral?.clearingAccount ?? '')
      .text(deltaNeutral?.clearingIntent ?? '')
      .text(deltaNeutral === null || deltaNeutral.openClose === '' ? '?' : deltaNeutral.openClose);
  }
  writer
    .flag(deltaNeutral?.shortSale ?? false)
    .int(deltaNeutral?.shortSaleSlot ?? 0)
    .text(deltaNeutral?.designatedLocation ?? '')
    .int(attributes.continuousUpdate)
    .int(attributes.referencePriceType)
    .doubleOrEmpty(attributes.trailStopPrice)
    .doubleOrEmpty(attributes.trailingPercent);
}

export function writeCombo(writer: FieldWriter, attributes: OrderAttributes): void {
  const { comboLegs, orderComboLegPrices, smartComboRoutingParams } = attributes;
  // The description of the legs, as a recorded openOrder has it: `9408|-1,43645865|1`.
  writer.text(
    comboLegs.map((leg) => `${leg.conId}|${leg.action === 'BUY' ? '' : '-'}${leg.ratio}`).join(','),
  );
  writer.int(comboLegs.length);
  for (const leg of comboLegs) {
    writer
      .int(leg.conId)
      .int(leg.ratio)
      .text(leg.action)
      .text(leg.exchange)
      .int(leg.openClose)
      .int(leg.shortSaleSlot)
      .text(leg.designatedLocation)
      .int(leg.exemptCode);
  }
  writer.int(orderComboLegPrices.length);
  for (const price of orderComboLegPrices) writer.doubleOrMax(price);
  writer.int(smartComboRoutingParams.length);
  for (const { tag, value } of smartComboRoutingParams) writer.text(tag).text(value);
}

export function writeScaleAndHedge(
  writer: FieldWriter,
  attributes: OrderAttributes,
  serverVersion: number,
): void {
  const { scale } = attributes;
  writeSize(writer, attributes.scaleInitLevelSize, serverVersion);
  writeSize(writer, attributes.scaleSubsLevelSize, serverVersion);
  writer.doubleOrEmpty(scale?.priceIncrement ?? null);
  if (scale !== null) {
    writer
      .doubleOrMax(scale.priceAdjustValue)
      .intOrMax(scale.priceAdjustInterval)
      .doubleOrMax(scale.profitOffset)
      .flag(scale.autoReset)
      .intOrMax(scale.initPosition)
      .intOrMax(scale.initFillQty)
      .flag(scale.randomPercent);
  }
  writer.text(attributes.hedgeType);
  if (attributes.hedgeType !== '') writer.text(attributes.hedgeParam);
}

/** From the clearing account to `solicited`. */
export function writeClearingAndAlgo(writer: FieldWriter, attributes: OrderAttributes): void {
  const { deltaNeutralContract, algoParams, algoStrategy } = attributes;
  writer
    .text(attributes.clearingAccount)
    .text(attributes.clearingIntent === '' ? 'IB' : attributes.clearingIntent)
    .flag(attributes.notHeld)
    .flag(deltaNeutralContract !== null);
  if (deltaNeutralContract !== null) {
    const { conId, delta, price } = deltaNeutralContract;
    writer.int(conId).number(delta).number(price);
  }
  writer.text(algoStrategy);
  if (algoStrategy !== '') {
    writer.int(algoParams.length);
    for (const { tag, value } of algoParams) writer.text(tag).text(value);
  }
  writer.flag(attributes.solicited);
}

export function writePegAndConditions(writer: FieldWriter, attributes: OrderAttributes): void {
  const { pegBenchmark, conditions } = attributes;
  if (pegBenchmark !== null) {
    writer
      .int(pegBenchmark.referenceContractId)
      .flag(pegBenchmark.isPeggedChangeAmountDecrease)
      .doubleOrEmpty(pegBenchmark.peggedChangeAmount)
      .doubleOrEmpty(pegBenchmark.referenceChangeAmount)
      .text(pegBenchmark.referenceExchangeId);
  }
  writer.int(conditions.length);
  for (const condition of conditions) writeCondition(writer, condition);
  if (conditions.length > 0)
    writer.flag(attributes.conditionsIgnoreRth).flag(attributes.conditionsCancelOrder);
}

/**
 * The stop price that the gateway states for every order: the recorded frames show the stop price of a stop order,
 * and the limit price plus one of a limit order.
 */
export function statedStopPrice(attributes: OrderAttributes): number | null {
  if (attributes.trailStopPrice !== null) return attributes.trailStopPrice;
  if (attributes.orderType.startsWith('STP')) return attributes.auxPrice;
  return attributes.lmtPrice === null || attributes.lmtPrice === 0 ? null : attributes.lmtPrice + 1;
}

export function writePegOffsets(
  writer: FieldWriter,
  attributes: OrderAttributes,
  serverVersion: number,
): void {
  if (serverVersion < fieldSince.pegbestPegmidOffsets) return;
  const { competeAgainstBestOffset } = attributes;
  writer.intOrEmpty(attributes.minTradeQty).intOrEmpty(attributes.minCompeteSize);
  if (competeAgainstBestOffset === Number.POSITIVE_INFINITY) writer.text('Infinity');
  else writer.doubleOrEmpty(competeAgainstBestOffset);
  writer.doubleOrEmpty(attributes.midOffsetAtWhole).doubleOrEmpty(attributes.midOffsetAtHalf);
}

function writeCondition(writer: FieldWriter, condition: OrderCondition): void {
  writer.int(conditionNumber[condition.type]).text(condition.conjunction);
  switch (condition.type) {
    case 'price':
      writer
        .flag(condition.isMore)
        .text(conditionPrice(condition.price))
        .int(condition.conId)
        .text(condition.exchange)
        .int(condition.triggerMethod);
      return;
    case 'time':
      writer.flag(condition.isMore).text(condition.time);
      return;
    case 'margin':
      writer.flag(condition.isMore).int(condition.percent);
      return;
    case 'execution':
      writer.text(condition.secType).text(condition.exchange).text(condition.symbol);
      return;
    case 'volume':
    case 'percentChange':
      writer.flag(condition.isMore).number(condition.value).int(condition.conId).text(condition.exchange);
  }
}

/** Prices in conditions have two decimals, or as many more as they need. */
function conditionPrice(price: number): string {
  const plain = plainNumber(price);
  return (plain.split('.')[1] ?? '').length > 2 ? plain : price.toFixed(2);
}
