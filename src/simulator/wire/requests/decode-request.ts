import { FieldError, FieldReader } from '../field-reader';
import { requestId, requestSince, unsupportedRequests } from '../message-ids';
import * as account from './account-requests';
import * as depth from './depth-requests';
import * as displayGroups from './display-group-requests';
import * as history from './history-requests';
import * as marketData from './market-data-requests';
import * as news from './news-requests';
import * as options from './option-requests';
import * as orders from './order-requests';
import { PLACE_ORDER_ID, readPlaceOrder } from './place-order-request';
import * as reference from './reference-requests';
import * as refused from './refused-requests';
import { positionAt, type RequestLayout } from './request-layout';
import * as scanner from './scanner-requests';
import * as ticks from './tick-requests';

/** Everything a client may ask that the simulator answers. */
export type GatewayRequest =
  | account.AccountRequest
  | depth.DepthRequest
  | displayGroups.DisplayGroupRequest
  | history.HistoryRequestMessage
  | marketData.MarketDataRequest
  | news.NewsRequest
  | options.OptionRequest
  | orders.OrderRequest
  | reference.ReferenceRequest
  | refused.RefusedRequest
  | scanner.ScannerRequest
  | ticks.TickRequest;

/** A message as it was understood. `id` is the request or order id, -1 when the message has none that can be read. */
export type DecodedRequest =
  | { readonly kind: 'request'; readonly request: GatewayRequest }
  | { readonly kind: 'unsupported'; readonly name: string; readonly id: number }
  | { readonly kind: 'unknown'; readonly messageId: string }
  | { readonly kind: 'unreadable'; readonly name: string; readonly id: number; readonly problem: string };

const layouts = new Map<number, RequestLayout<GatewayRequest>>([
  ...displayGroups.displayGroupLayouts,
  ...depth.depthLayouts,
  ...news.newsLayouts,
  ...options.optionLayouts,
  ...refused.refusedLayouts,
  ...scanner.scannerLayouts,
  ...ticks.tickLayouts,
  [requestId.reqMktData, { name: 'reqMktData', idPosition: 2, read: marketData.readMktData }],
  [requestId.cancelMktData, { name: 'cancelMktData', idPosition: 2, read: marketData.readCancelMktData }],
  [requestId.placeOrder, { name: 'placeOrder', idPosition: PLACE_ORDER_ID, read: readPlaceOrder }],
  [
    requestId.cancelOrder,
    { name: 'cancelOrder', idPosition: orders.CANCEL_ORDER_ID, read: orders.readCancelOrder },
  ],
  [
    requestId.reqOpenOrders,
    { name: 'reqOpenOrders', idPosition: 0, read: () => ({ kind: 'reqOpenOrders' }) },
  ],
  [
    requestId.reqAccountUpdates,
    { name: 'reqAccountUpdates', idPosition: 0, read: account.readAccountUpdates },
  ],
  [requestId.reqExecutions, { name: 'reqExecutions', idPosition: 2, read: orders.readExecutions }],
  [requestId.reqIds, { name: 'reqIds', idPosition: 0, read: () => ({ kind: 'reqIds' }) }],
  [
    requestId.reqContractDetails,
    { name: 'reqContractDetails', idPosition: 2, read: reference.readContractDetails },
  ],
  [
    requestId.setServerLogLevel,
    { name: 'setServerLogLevel', idPosition: 0, read: reference.readServerLogLevel },
  ],
  [
    requestId.reqAutoOpenOrders,
    { name: 'reqAutoOpenOrders', idPosition: 0, read: orders.readAutoOpenOrders },
  ],
  [
    requestId.reqAllOpenOrders,
    { name: 'reqAllOpenOrders', idPosition: 0, read: () => ({ kind: 'reqAllOpenOrders' }) },
  ],
  [
    requestId.reqManagedAccts,
    { name: 'reqManagedAccts', idPosition: 0, read: () => ({ kind: 'reqManagedAccts' }) },
  ],
  [
    requestId.reqHistoricalData,
    { name: 'reqHistoricalData', idPosition: history.HISTORICAL_DATA_ID, read: history.readHistoricalData },
  ],
  [
    requestId.cancelHistoricalData,
    { name: 'cancelHistoricalData', idPosition: 2, read: history.readCancelHistoricalData },
  ],
  [
    requestId.reqCurrentTime,
    { name: 'reqCurrentTime', idPosition: 0, read: () => ({ kind: 'reqCurrentTime' }) },
  ],
  [requestId.reqRealTimeBars, { name: 'reqRealTimeBars', idPosition: 2, read: marketData.readRealTimeBars }],
  [
    requestId.cancelRealTimeBars,
    { name: 'cancelRealTimeBars', idPosition: 2, read: marketData.readCancelRealTimeBars },
  ],
  [
    requestId.reqGlobalCancel,
    { name: 'reqGlobalCancel', idPosition: 0, read: () => ({ kind: 'reqGlobalCancel' }) },
  ],
  [
    requestId.reqMarketDataType,
    { name: 'reqMarketDataType', idPosition: 0, read: marketData.readMarketDataType },
  ],
  [requestId.reqPositions, { name: 'reqPositions', idPosition: 0, read: () => ({ kind: 'reqPositions' }) }],
  [
    requestId.reqAccountSummary,
    { name: 'reqAccountSummary', idPosition: 2, read: account.readAccountSummary },
  ],
  [requestId.cancelAccountSummary, versionedCancel('cancelAccountSummary')],
  [
    requestId.cancelPositions,
    { name: 'cancelPositions', idPosition: 0, read: () => ({ kind: 'cancelPositions' }) },
  ],
  [requestId.startApi, { name: 'startApi', idPosition: 0, read: reference.readStartApi }],
  [
    requestId.reqPositionsMulti,
    { name: 'reqPositionsMulti', idPosition: 2, read: account.readPositionsMulti },
  ],
  [requestId.cancelPositionsMulti, versionedCancel('cancelPositionsMulti')],
  [
    requestId.reqAccountUpdatesMulti,
    { name: 'reqAccountUpdatesMulti', idPosition: 2, read: account.readAccountUpdatesMulti },
  ],
  [requestId.cancelAccountUpdatesMulti, versionedCancel('cancelAccountUpdatesMulti')],
  [
    requestId.reqSecDefOptParams,
    { name: 'reqSecDefOptParams', idPosition: 1, read: reference.readSecDefOptParams },
  ],
  [
    requestId.reqMatchingSymbols,
    { name: 'reqMatchingSymbols', idPosition: 1, read: reference.readMatchingSymbols },
  ],
  [
    requestId.reqFamilyCodes,
    { name: 'reqFamilyCodes', idPosition: 0, read: () => ({ kind: 'reqFamilyCodes' }) },
  ],
  [
    requestId.reqSoftDollarTiers,
    { name: 'reqSoftDollarTiers', idPosition: 1, read: account.readSoftDollarTiers },
  ],
  [requestId.reqUserInfo, { name: 'reqUserInfo', idPosition: 1, read: account.readUserInfo }],
  [requestId.reqHeadTimestamp, { name: 'reqHeadTimestamp', idPosition: 1, read: history.readHeadTimestamp }],
  [
    requestId.cancelHeadTimestamp,
    { name: 'cancelHeadTimestamp', idPosition: 1, read: history.readCancelHeadTimestamp },
  ],
  [requestId.reqMarketRule, { name: 'reqMarketRule', idPosition: 0, read: reference.readMarketRule }],
  [requestId.reqPnl, { name: 'reqPnL', idPosition: 1, read: account.readPnl }],
  [
    requestId.cancelPnl,
    {
      name: 'cancelPnL',
      idPosition: 1,
      read: (reader) => ({ kind: 'cancelPnl', reqId: reader.readInt('reqId') }),
    },
  ],
  [requestId.reqPnlSingle, { name: 'reqPnLSingle', idPosition: 1, read: account.readPnlSingle }],
  [
    requestId.cancelPnlSingle,
    {
      name: 'cancelPnLSingle',
      idPosition: 1,
      read: (reader) => ({ kind: 'cancelPnlSingle', reqId: reader.readInt('reqId') }),
    },
  ],
  [
    requestId.reqCompletedOrders,
    { name: 'reqCompletedOrders', idPosition: 0, read: orders.readCompletedOrders },
  ],
]);

/**
 * Decodes one message of a client. Never throws: what cannot be read is said in the result, and a request that came with
 * a later version than the one spoken is unknown.
 */
export function decodeRequest(fields: readonly string[], serverVersion: number): DecodedRequest {
  const first = fields[0] ?? '';
  const messageId = /^\d{1,6}$/.test(first) ? Number(first) : Number.NaN;
  const layout = serverVersion < (requestSince.get(messageId) ?? 0) ? undefined : layouts.get(messageId);
  if (layout === undefined) {
    const known = unsupportedRequests.get(messageId);
    if (known === undefined) return { kind: 'unknown', messageId: first.slice(0, 20) };
    return { kind: 'unsupported', name: known.name, id: idAt(fields, known.idPosition) };
  }
  try {
    return { kind: 'request', request: layout.read(new FieldReader(fields.slice(1)), serverVersion) };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    const id = idAt(fields, positionAt(layout.idPosition, serverVersion));
    return { kind: 'unreadable', name: layout.name, id, problem: error.message };
  }
}

function versionedCancel(
  kind: 'cancelAccountSummary' | 'cancelPositionsMulti' | 'cancelAccountUpdatesMulti',
): RequestLayout<GatewayRequest> {
  return { name: kind, idPosition: 2, read: (reader) => ({ kind, reqId: account.readVersionedId(reader) }) };
}

function idAt(fields: readonly string[], position: number): number {
  const text = position === 0 ? undefined : fields[position];
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : -1;
}
