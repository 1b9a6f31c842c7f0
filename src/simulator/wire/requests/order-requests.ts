import type { FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import type { PlaceOrderRequest } from './place-order-request';

export type OrderRequest =
  | PlaceOrderRequest
  | { readonly kind: 'cancelOrder'; readonly orderId: number; readonly manualOrderCancelTime: string }
  | { readonly kind: 'reqGlobalCancel' }
  | { readonly kind: 'reqOpenOrders' }
  | { readonly kind: 'reqAllOpenOrders' }
  | { readonly kind: 'reqAutoOpenOrders'; readonly autoBind: boolean }
  | { readonly kind: 'reqCompletedOrders'; readonly apiOnly: boolean }
  | { readonly kind: 'reqIds' }
  | { readonly kind: 'reqExecutions'; readonly reqId: number; readonly filter: ExecutionFilter };

/** Empty fields and client id 0 match anything. */
export interface ExecutionFilter {
  readonly clientId: number;
  readonly account: string;
  /** `yyyymmdd-hh:mm:ss` or `yyyymmdd hh:mm:ss`: executions after that moment. */
  readonly time: string;
  readonly symbol: string;
  readonly secType: string;
  readonly exchange: string;
  /** `BUY` or `SELL`; `BOT` and `SLD` are taken too. */
  readonly side: string;
}

/** Where the order id of cancelOrder stands. */
export const CANCEL_ORDER_ID = { at: 1, versionedBefore: fieldSince.cmeTaggingFields } as const;

export function readCancelOrder(reader: FieldReader, serverVersion: number): OrderRequest {
  if (serverVersion < fieldSince.cmeTaggingFields) reader.skip('version');
  const orderId = reader.readInt('orderId');
  const manualOrderCancelTime =
    serverVersion >= fieldSince.manualOrderTime ? reader.readText('manualOrderCancelTime') : '';
  return { kind: 'cancelOrder', orderId, manualOrderCancelTime };
}

export function readAutoOpenOrders(reader: FieldReader): OrderRequest {
  reader.skip('version');
  return { kind: 'reqAutoOpenOrders', autoBind: reader.readBoolean('autoBind') };
}

export function readCompletedOrders(reader: FieldReader): OrderRequest {
  return { kind: 'reqCompletedOrders', apiOnly: reader.readBoolean('apiOnly') };
}

export function readExecutions(reader: FieldReader): OrderRequest {
  reader.skip('version');
  return {
    kind: 'reqExecutions',
    reqId: reader.readInt('reqId'),
    filter: {
      clientId: reader.readInt('clientId'),
      account: reader.readText('acctCode'),
      time: reader.readText('time'),
      symbol: reader.readText('symbol'),
      secType: reader.readText('secType').toUpperCase(),
      exchange: reader.readText('exchange'),
      side: reader.readText('side').toUpperCase(),
    },
  };
}
