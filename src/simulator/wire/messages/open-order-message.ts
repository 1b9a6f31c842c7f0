import type { WhatIfAnswer } from '../../world/world';
import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import type { OrderAttributes } from '../requests/order-attributes';
import {
  hasNoAutoPrice,
  type OrderReport,
  statedStopPrice,
  writeAllocation,
  writeBoxAndRange,
  writeClearingAndAlgo,
  writeCombo,
  writeOrderContract,
  writeOrderHead,
  writePegAndConditions,
  writePegOffsets,
  writeScaleAndHedge,
  writeVolatility,
} from './order-fields';

/** Version that openOrder began with before server version 145. */
const OPEN_ORDER_VERSION = 34;

/**
 * Writes openOrder: 141 fields for a stock at server version 193. `whatIf` is the margin answer of a what-if order,
 * null for a real one.
 */
export function openOrderMessage(
  report: OrderReport,
  whatIf: WhatIfAnswer | null,
  serverVersion: number,
): string {
  const { attributes } = report;
  const writer = new FieldWriter(messageId.openOrder);
  if (serverVersion < fieldSince.orderContainer) writer.int(OPEN_ORDER_VERSION);
  writer.int(report.orderId);
  writeOrderContract(writer, report);
  writeOrderHead(writer, report, serverVersion);
  writer
    .int(report.clientId)
    .int(report.permId)
    .flag(attributes.outsideRth)
    .flag(attributes.hidden)
    .number(attributes.discretionaryAmt)
    .text(attributes.goodAfterTime)
    .text(`${report.permId}.${report.revision}/${attributes.account}/100`);
  writeAllocation(writer, attributes, serverVersion);
  writer.int(attributes.auctionStrategy);
  writeBoxAndRange(writer, attributes, serverVersion);
  writer
    .flag(attributes.blockOrder)
    .flag(attributes.sweepToFill)
    .flag(attributes.allOrNone)
    .intOrEmpty(attributes.minQty)
    .int(attributes.ocaType === 0 ? 3 : attributes.ocaType)
    .flag(attributes.eTradeOnly)
    .flag(attributes.firmQuoteOnly)
    .doubleOrEmpty(attributes.nbboPriceCap)
    .int(attributes.parentId)
    .int(attributes.triggerMethod);
  writeVolatility(writer, attributes, true);
  writer.texts('', ''); // basis points and their type
  writeCombo(writer, attributes);
  writeScaleAndHedge(writer, attributes, serverVersion);
  writer.flag(attributes.optOutSmartRouting);
  writeClearingAndAlgo(writer, attributes);
  writer.flag(whatIf !== null);
  writer.text(report.status);
  writeMargin(writer, whatIf, serverVersion);
  writer.flag(attributes.randomizeSize).flag(attributes.randomizePrice);
  if (serverVersion >= fieldSince.peggedToBenchmark) writeAdjustments(writer, attributes);
  writeLaterFields(writer, attributes, serverVersion);
  writePegOffsets(writer, attributes, serverVersion);
  writeRecentFields(writer, report, serverVersion);
  return writer.end();
}

function writeAdjustments(writer: FieldWriter, attributes: OrderAttributes): void {
  writePegAndConditions(writer, attributes);
  writer
    .text(attributes.adjustedOrderType === '' ? 'None' : attributes.adjustedOrderType)
    .doubleOrMax(attributes.triggerPrice)
    .doubleOrMax(statedStopPrice(attributes))
    .doubleOrMax(attributes.lmtPriceOffset)
    .doubleOrMax(attributes.adjustedStopPrice)
    .doubleOrMax(attributes.adjustedStopLimitPrice)
    .doubleOrMax(attributes.adjustedTrailingAmount)
    .int(attributes.adjustableTrailingUnit);
}

/** From the soft dollar tier to the cancel of the parent: what came one by one with server versions 106 to 162. */
function writeLaterFields(writer: FieldWriter, attributes: OrderAttributes, serverVersion: number): void {
  const has = (since: number): boolean => serverVersion >= since;
  if (has(fieldSince.softDollarTier)) {
    writer.text(attributes.softDollarTierName).text(attributes.softDollarTierValue).text(''); // its display name
  }
  if (has(fieldSince.cashQty)) writer.number(attributes.cashQty ?? 0);
  if (has(fieldSince.autoPriceForHedge)) writer.flag(hasNoAutoPrice(attributes));
  if (has(fieldSince.orderContainer)) writer.flag(attributes.isOmsContainer);
  if (has(fieldSince.dPegOrders)) writer.flag(attributes.discretionaryUpToLimitPrice);
  if (has(fieldSince.priceMgmtAlgo)) writer.flag(attributes.usePriceMgmtAlgo ?? false);
  if (has(fieldSince.duration)) writer.intOrEmpty(attributes.duration);
  if (has(fieldSince.postToAts)) writer.intOrEmpty(attributes.postToAts);
  if (has(fieldSince.autoCancelParent)) writer.flag(attributes.autoCancelParent);
}

/** Until server version 142 a what-if order was told what would be after it alone. */
function writeMargin(writer: FieldWriter, answer: WhatIfAnswer | null, serverVersion: number): void {
  if (serverVersion >= fieldSince.whatIfExtFields) {
    writer
      .doubleOrMax(answer?.initMarginBefore ?? null)
      .doubleOrMax(answer?.maintMarginBefore ?? null)
      .doubleOrMax(answer?.equityWithLoanBefore ?? null)
      .doubleOrMax(answer?.initMarginChange ?? null)
      .doubleOrMax(answer?.maintMarginChange ?? null)
      .doubleOrMax(answer?.equityWithLoanChange ?? null);
  }
  writer
    .doubleOrMax(answer?.initMarginAfter ?? null)
    .doubleOrMax(answer?.maintMarginAfter ?? null)
    .doubleOrMax(answer?.equityWithLoanAfter ?? null)
    .doubleOrEmpty(answer?.commission ?? null)
    .doubleOrEmpty(answer?.minCommission ?? null)
    .doubleOrEmpty(answer?.maxCommission ?? null)
    .text(answer?.commissionCurrency ?? '')
    .text(answer?.warningText ?? '');
}

function writeRecentFields(writer: FieldWriter, { attributes }: OrderReport, serverVersion: number): void {
  if (serverVersion >= fieldSince.customerAccount) writer.text(attributes.customerAccount);
  if (serverVersion >= fieldSince.professionalCustomer) writer.flag(attributes.professionalCustomer);
  if (serverVersion >= fieldSince.bondAccruedInterest) writer.text('');
  if (serverVersion >= fieldSince.includeOvernight) writer.flag(attributes.includeOvernight);
  if (serverVersion >= fieldSince.cmeTaggingFieldsInOpenOrder) {
    writer.text(attributes.extOperator).intOrMax(attributes.manualOrderIndicator);
  }
}
