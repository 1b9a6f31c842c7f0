import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { UNSET_INTEGER, UNSET_LONG } from '../wire-number';
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

/** How an order ended. */
export interface Completion {
  readonly filled: number;
  /** `20261003 23:50:14 US/Eastern`. */
  readonly completedTime: string;
  /** `Cancelled by Trader`, `Filled Size: 100`, ... */
  readonly completedStatus: string;
}

export function completedOrderMessage(
  report: OrderReport,
  completion: Completion,
  serverVersion: number,
): string {
  const { attributes } = report;
  const writer = new FieldWriter(messageId.completedOrder);
  writeOrderContract(writer, report);
  writeOrderHead(writer, report, serverVersion);
  writer
    .int(report.permId)
    .flag(attributes.outsideRth)
    .flag(attributes.hidden)
    .number(attributes.discretionaryAmt)
    .text(attributes.goodAfterTime);
  writeAllocation(writer, attributes, serverVersion);
  writeBoxAndRange(writer, attributes, serverVersion);
  writer
    .flag(attributes.sweepToFill)
    .flag(attributes.allOrNone)
    .intOrEmpty(attributes.minQty)
    .int(attributes.ocaType === 0 ? 3 : attributes.ocaType)
    .int(attributes.triggerMethod);
  writeVolatility(writer, attributes, false);
  writeCombo(writer, attributes);
  writeScaleAndHedge(writer, attributes, serverVersion);
  writeClearingAndAlgo(writer, attributes);
  writer.text(report.status).flag(attributes.randomizeSize).flag(attributes.randomizePrice);
  writePegAndConditions(writer, attributes);
  writer
    .doubleOrMax(statedStopPrice(attributes))
    .doubleOrMax(attributes.lmtPriceOffset)
    .number(attributes.cashQty ?? 0)
    .flag(hasNoAutoPrice(attributes))
    .flag(attributes.isOmsContainer)
    .text('') // auto cancel date
    .number(completion.filled)
    .text(UNSET_INTEGER) // reference futures conId
    .flag(attributes.autoCancelParent)
    .text('Not an insider or substantial shareholder')
    .flag(false) // imbalance only
    .flag(false) // route marketable to best bid and offer
    .text(report.parentPermId > 0 ? String(report.parentPermId) : UNSET_LONG)
    .text(completion.completedTime)
    .text(completion.completedStatus);
  writePegOffsets(writer, attributes, serverVersion);
  if (serverVersion >= fieldSince.customerAccount) writer.text(attributes.customerAccount);
  if (serverVersion >= fieldSince.professionalCustomer) writer.flag(attributes.professionalCustomer);
  return writer.end();
}
