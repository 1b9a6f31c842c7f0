import type { DepthSide } from '../../world/depth/depth-book';
import type { DepthOperation } from '../../world/depth/depth-operations';
import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { marketSize } from '../sizes';

const operationCode = { insert: 0, update: 1, delete: 2 } as const;
const sideCode = { ask: 0, bid: 1 } as const;

/** A change of a book of price levels; a deleted row has price and size 0. */
export function marketDepthMessage(
  reqId: number,
  side: DepthSide,
  operation: DepthOperation,
  serverVersion: number,
): string {
  const gone = operation.kind === 'delete';
  return new FieldWriter(messageId.marketDepth)
    .int(1)
    .int(reqId)
    .int(operation.position)
    .int(operationCode[operation.kind])
    .int(sideCode[side])
    .number(gone ? 0 : operation.row.price)
    .number(gone ? 0 : marketSize(operation.row.size, serverVersion))
    .end();
}

/** A change of a book with market makers; with `smart` they are the exchanges of the SMART book. */
export function marketDepthL2Message(
  reqId: number,
  side: DepthSide,
  operation: DepthOperation,
  smart: boolean,
  serverVersion: number,
): string {
  const gone = operation.kind === 'delete';
  const writer = new FieldWriter(messageId.marketDepthL2)
    .int(1)
    .int(reqId)
    .int(operation.position)
    .text(operation.row.marketMaker)
    .int(operationCode[operation.kind])
    .int(sideCode[side])
    .number(gone ? 0 : operation.row.price)
    .number(gone ? 0 : marketSize(operation.row.size, serverVersion));
  if (serverVersion >= fieldSince.smartDepth) writer.flag(smart);
  return writer.end();
}

/** An exchange that gives market depth for a security type. */
export interface DepthExchange {
  readonly exchange: string;
  readonly secType: string;
  /** `Deep`: price levels in updateMktDepth; `Deep2`: market makers in updateMktDepthL2. */
  readonly serviceDataType: 'Deep' | 'Deep2';
}

/** The aggregate group is written as TWS's unset integer: clients fail on an empty one. */
export function depthExchangesMessage(exchanges: readonly DepthExchange[], serverVersion: number): string {
  const writer = new FieldWriter(messageId.depthExchanges).int(exchanges.length);
  for (const { exchange, secType, serviceDataType } of exchanges) {
    writer.texts(exchange, secType);
    if (serverVersion >= fieldSince.serviceDataType) writer.texts('', serviceDataType).intOrMax(null);
    else writer.flag(serviceDataType === 'Deep2');
  }
  return writer.end();
}
