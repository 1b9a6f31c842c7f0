import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import { requestId } from '../message-ids';
import { readContract, readContractWithoutPrimaryExchange } from './contract-fields';
import type { RequestLayouts } from './request-layout';

export type DepthRequest =
  | {
      readonly kind: 'reqMktDepth';
      readonly reqId: number;
      readonly contract: ContractQuery;
      readonly rows: number;
      readonly smart: boolean;
    }
  | { readonly kind: 'cancelMktDepth'; readonly reqId: number; readonly smart: boolean }
  | { readonly kind: 'reqMktDepthExchanges' };

function readMktDepth(reader: FieldReader, serverVersion: number): DepthRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const contract =
    serverVersion >= fieldSince.mktDepthPrimExchange
      ? readContract(reader)
      : readContractWithoutPrimaryExchange(reader);
  const rows = reader.readInt('numRows');
  return { kind: 'reqMktDepth', reqId, contract, rows, smart: readSmart(reader, serverVersion) };
}

function readCancelMktDepth(reader: FieldReader, serverVersion: number): DepthRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  return { kind: 'cancelMktDepth', reqId, smart: readSmart(reader, serverVersion) };
}

function readSmart(reader: FieldReader, serverVersion: number): boolean {
  return serverVersion >= fieldSince.smartDepth && reader.readBoolean('isSmartDepth');
}

export const depthLayouts: RequestLayouts<DepthRequest> = [
  [requestId.reqMktDepth, { name: 'reqMktDepth', idPosition: 2, read: readMktDepth }],
  [requestId.cancelMktDepth, { name: 'cancelMktDepth', idPosition: 2, read: readCancelMktDepth }],
  [
    requestId.reqMktDepthExchanges,
    { name: 'reqMktDepthExchanges', idPosition: 0, read: () => ({ kind: 'reqMktDepthExchanges' }) },
  ],
];
