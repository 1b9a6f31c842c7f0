import type { WhatIfAnswer } from '../../world/world';
import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import {
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
  const writer = new FieldWriter(messageId.openOrder).int(report.orderId);
  writeOrderContract(writer, report);
  writeOrderHead(writer, report);
  writer
    .int(report.clientId)
    .int(report.permId)
    .flag(attributes.outsideRth)
    .flag(attributes.hidden)
    .number(attributes.discretionaryAmt)
    .text(attributes.goodAfterTime)
    .text(`${report.permId}.${report.revision}/${attributes.account}/100`);
  writeAllocation(writer, attributes);
  writer.int(attributes.auctionStrategy);
  writeBoxAndRange(writer, attributes);
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
  writeScaleAndHedge(writer, attributes);
  writer.flag(attributes.optOutSmartRouting);
  writeClearingAndAlgo(writer, attributes);
  writer.flag(whatIf !== null);
  writer.text(report.status);
  writeMargin(writer, whatIf);
  writer.flag(attributes.randomizeSize).flag(attributes.randomizePrice);
  writePegAndConditions(writer, attributes);
  writer
    .text(attributes.adjustedOrderType === '' ? 'None' : attributes.adjustedOrderType)
    .doubleOrMax(attributes.triggerPrice)
    .doubleOrMax(statedStopPrice(attributes))
    .doubleOrMax(attributes.lmtPriceOffset)
    .doubleOrMax(attributes.adjustedStopPrice)
    .doubleOrMax(attributes.adjustedStopLimitPrice)
    .doubleOrMax(attributes.adjustedTrailingAmount)
    .int(attributes.adjustableTrailingUnit)
    .text(attributes.softDollarTierName)
    .text(attributes.softDollarTierValue)
    .text('') // display name of the soft dollar tier
    .number(attributes.cashQty ?? 0)
    .flag(!attributes.dontUseAutoPriceForHedge)
    .flag(attributes.isOmsContainer)
    .flag(attributes.discretionaryUpToLimitPrice)
    .flag(attributes.usePriceMgmtAlgo ?? false)
    .intOrEmpty(attributes.duration)
    .intOrEmpty(attributes.postToAts)
    .flag(attributes.autoCancelParent);
  writePegOffsets(writer, attributes);
  writeRecentFields(writer, report, serverVersion);
  return writer.end();
}

function writeMargin(writer: FieldWriter, answer: WhatIfAnswer | null): void {
  writer
    .doubleOrMax(answer?.initMarginBefore ?? null)
    .doubleOrMax(answer?.maintMarginBefore ?? null)
    .doubleOrMax(answer?.equityWithLoanBefore ?? null)
    .doubleOrMax(answer?.initMarginChange ?? null)
    .doubleOrMax(answer?.maintMarginChange ?? null)
    .doubleOrMax(answer?.equityWithLoanChange ?? null)
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
