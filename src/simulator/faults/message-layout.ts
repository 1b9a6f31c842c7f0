import { fieldSince } from '../wire/handshake';
import { messageId } from '../wire/message-ids';
import { HISTORICAL_DATA_ID } from '../wire/requests/history-requests';
import type { FieldPosition } from '../wire/requests/request-layout';
import { SCANNER_SUBSCRIPTION_ID } from '../wire/requests/scanner-requests';

/** Numbers of the requests that open, change or end what a client follows. */
export const streamRequest = {
  reqMktData: 1,
  cancelMktData: 2,
  reqMktDepth: 10,
  cancelMktDepth: 11,
  reqHistoricalData: 20,
  reqScanner: 22,
  cancelScanner: 23,
  cancelHistoricalData: 25,
  reqRealTimeBars: 50,
  cancelRealTimeBars: 51,
  reqMarketDataType: 59,
  reqTickByTick: 97,
  cancelTickByTick: 98,
} as const;

export type StreamKind = 'line' | 'depth' | 'bars' | 'tick-by-tick' | 'history' | 'scanner';

/** The requests that begin a stream: its kind and where its request id stands. */
export const opensStream: ReadonlyMap<number, readonly [StreamKind, FieldPosition]> = new Map<
  number,
  readonly [StreamKind, FieldPosition]
>([
  [streamRequest.reqMktData, ['line', 2]],
  [streamRequest.reqMktDepth, ['depth', 2]],
  [streamRequest.reqRealTimeBars, ['bars', 2]],
  [streamRequest.reqTickByTick, ['tick-by-tick', 1]],
  [streamRequest.reqHistoricalData, ['history', HISTORICAL_DATA_ID]],
  [streamRequest.reqScanner, ['scanner', SCANNER_SUBSCRIPTION_ID]],
]);

/** The requests that end a stream, and where its request id stands. */
export const closesStream: ReadonlyMap<number, number> = new Map([
  [streamRequest.cancelMktData, 2],
  [streamRequest.cancelMktDepth, 2],
  [streamRequest.cancelRealTimeBars, 2],
  [streamRequest.cancelTickByTick, 1],
  [streamRequest.cancelHistoricalData, 2],
  [streamRequest.cancelScanner, 2],
]);

/** How messages of a stream are kept while the stream is held up: the newest of each key, or none. */
interface StreamLayout {
  /** Where the request id stands. */
  readonly reqIdAt: FieldPosition;
  /** Where the tick type stands; the newest message of each is kept. `none` keeps the newest of the request. */
  readonly keyAt: FieldPosition | 'none' | 'not-kept';
}

/** Option computations had a version before the one that brought their attribute. */
const { priceBasedVolatility } = fieldSince;

/** The messages that carry streams. */
export const streamMessages: ReadonlyMap<number, StreamLayout> = new Map<number, StreamLayout>([
  [messageId.tickPrice, { reqIdAt: 2, keyAt: 3 }],
  [messageId.tickSize, { reqIdAt: 2, keyAt: 3 }],
  [12, { reqIdAt: 2, keyAt: 'not-kept' }], // market depth
  [13, { reqIdAt: 2, keyAt: 'not-kept' }], // market depth with market makers
  [20, { reqIdAt: 2, keyAt: 'none' }], // scanner data
  [
    messageId.tickOptionComputation,
    {
      reqIdAt: { at: 1, versionedBefore: priceBasedVolatility },
      keyAt: { at: 2, versionedBefore: priceBasedVolatility },
    },
  ],
  [messageId.tickGeneric, { reqIdAt: 2, keyAt: 3 }],
  [messageId.tickString, { reqIdAt: 2, keyAt: 3 }],
  [messageId.realTimeBar, { reqIdAt: 2, keyAt: 'not-kept' }],
  [messageId.tickSnapshotEnd, { reqIdAt: 2, keyAt: 'none' }],
  [messageId.marketDataType, { reqIdAt: 2, keyAt: 'none' }],
  [messageId.tickReqParams, { reqIdAt: 1, keyAt: 'none' }],
  [84, { reqIdAt: 1, keyAt: 'not-kept' }], // news tick
  [messageId.historicalDataUpdate, { reqIdAt: 1, keyAt: 'none' }],
  [99, { reqIdAt: 1, keyAt: 'not-kept' }], // tick by tick
]);

/** Where the order id stands in the messages that tell of an order. */
export const orderMessages: ReadonlyMap<number, FieldPosition> = new Map<number, FieldPosition>([
  [messageId.orderStatus, { at: 1, versionedBefore: fieldSince.marketCapPrice }],
  [messageId.openOrder, { at: 1, versionedBefore: fieldSince.orderContainer }],
  [messageId.executionDetails, { at: 2, versionedBefore: fieldSince.lastLiquidity }],
  [messageId.error, 2],
]);

/** Where the execution id stands in executionDetails. */
export const EXEC_ID_AT: FieldPosition = { at: 14, versionedBefore: fieldSince.lastLiquidity };

/** Requests whose answers tell of orders: what they say is asked for, not told by itself. */
export const asksForOrders: ReadonlySet<number> = new Set([5, 7, 15, 16, 99]);

/** Historical bars, head timestamps, histograms and historical ticks. */
export const asksForHistory: ReadonlyMap<number, FieldPosition> = new Map<number, FieldPosition>([
  [streamRequest.reqHistoricalData, HISTORICAL_DATA_ID],
  [87, 1],
  [88, 1],
  [96, 1],
]);

/** Contract details, option chains and matching symbols. */
export const asksForDefinitions: ReadonlySet<number> = new Set([9, 78, 81]);

/** Field `index` of a message, its fields each ended by NUL; empty when it has none. */
export function fieldAt(payload: string, index: number): string {
  let start = 0;
  for (let skipped = 0; skipped < index; skipped += 1) {
    const end = payload.indexOf('\0', start);
    if (end === -1) return '';
    start = end + 1;
  }
  const end = payload.indexOf('\0', start);
  return end === -1 ? payload.slice(start) : payload.slice(start, end);
}

/** The number of an outgoing message. */
export function messageNumberOf(payload: string): number {
  return Number(fieldAt(payload, 0));
}
