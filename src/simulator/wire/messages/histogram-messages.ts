import { FieldWriter } from '../field-writer';
import { messageId } from '../message-ids';

/** How much was traded at a price; the size is a whole number. */
export interface HistogramRow {
  readonly price: number;
  readonly size: number;
}

export function histogramMessage(reqId: number, rows: readonly HistogramRow[]): string {
  const writer = new FieldWriter(messageId.histogramData).int(reqId).int(rows.length);
  for (const { price, size } of rows) writer.number(price).int(size);
  return writer.end();
}
