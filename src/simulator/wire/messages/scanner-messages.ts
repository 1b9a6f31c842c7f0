import type { SimInstrument } from '../../world/world';
import { FieldWriter } from '../field-writer';
import { messageId } from '../message-ids';

/** Version of scannerData, with conIds and the legs of combinations. */
const SCANNER_DATA_VERSION = 3;

export function scannerParametersMessage(xml: string): string {
  return new FieldWriter(messageId.scannerParameters).int(1).text(xml).end();
}

/** The whole result of a scan, best first; clients take its end for the end of the result. */
export function scannerDataMessage(reqId: number, ranked: readonly SimInstrument[]): string {
  const writer = new FieldWriter(messageId.scannerData)
    .int(SCANNER_DATA_VERSION)
    .int(reqId)
    .int(ranked.length);
  ranked.forEach((instrument, rank) => {
    writer
      .int(rank)
      .int(instrument.conId)
      .text(instrument.symbol)
      .text(instrument.secType)
      .text(instrument.lastTradeDate)
      .number(instrument.strike)
      .text(instrument.right)
      .text(instrument.exchange)
      .text(instrument.currency)
      .text(instrument.localSymbol)
      .text(instrument.marketName)
      .text(instrument.tradingClass)
      .texts('', '', '', ''); // distance, benchmark, projection, legs
  });
  return writer.end();
}
