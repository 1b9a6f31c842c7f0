import type { FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import { requestId } from '../message-ids';
import type { RequestLayout, RequestLayouts } from './request-layout';

/** Requests that TWS refuses to a paper account of one person without subscriptions. */
export type RefusedRequest = {
  readonly kind:
    | 'requestFA'
    | 'replaceFA'
    | 'reqFundamentalData'
    | 'cancelFundamentalData'
    | 'verifyRequest'
    | 'verifyMessage'
    | 'verifyAndAuthRequest'
    | 'verifyAndAuthMessage'
    | 'reqWshMetaData'
    | 'cancelWshMetaData'
    | 'reqWshEventData'
    | 'cancelWshEventData';
  /** -1 for requests that have none. */
  readonly reqId: number;
};

export const refusedLayouts: RequestLayouts<RefusedRequest> = [
  [requestId.requestFA, withoutId('requestFA')],
  [requestId.replaceFA, { name: 'replaceFA', idPosition: 4, read: readReplaceFa }],
  [requestId.reqFundamentalData, afterVersion('reqFundamentalData')],
  [requestId.cancelFundamentalData, afterVersion('cancelFundamentalData')],
  [requestId.verifyRequest, withoutId('verifyRequest')],
  [requestId.verifyMessage, withoutId('verifyMessage')],
  [requestId.verifyAndAuthRequest, withoutId('verifyAndAuthRequest')],
  [requestId.verifyAndAuthMessage, withoutId('verifyAndAuthMessage')],
  [requestId.reqWshMetaData, atFirst('reqWshMetaData')],
  [requestId.cancelWshMetaData, atFirst('cancelWshMetaData')],
  [requestId.reqWshEventData, atFirst('reqWshEventData')],
  [requestId.cancelWshEventData, atFirst('cancelWshEventData')],
];

function withoutId(kind: RefusedRequest['kind']): RequestLayout<RefusedRequest> {
  return { name: kind, idPosition: 0, read: () => ({ kind, reqId: -1 }) };
}

function afterVersion(kind: RefusedRequest['kind']): RequestLayout<RefusedRequest> {
  const read = (reader: FieldReader): RefusedRequest => {
    reader.skip('version');
    return { kind, reqId: reader.readInt('reqId') };
  };
  return { name: kind, idPosition: 2, read };
}

function atFirst(kind: RefusedRequest['kind']): RequestLayout<RefusedRequest> {
  return { name: kind, idPosition: 1, read: (reader) => ({ kind, reqId: reader.readInt('reqId') }) };
}

/** It has a request id since server version 157, when its end began to be told. */
function readReplaceFa(reader: FieldReader, serverVersion: number): RefusedRequest {
  if (serverVersion < fieldSince.replaceFaEnd) return { kind: 'replaceFA', reqId: -1 };
  for (const field of ['version', 'faDataType', 'xml']) reader.skip(field);
  return { kind: 'replaceFA', reqId: reader.readInt('reqId') };
}
