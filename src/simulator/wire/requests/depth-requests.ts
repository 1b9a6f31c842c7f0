import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';
import { requestId } from '../message-ids';
import { readContract } from './contract-fields';
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

function readMktDepth(reader: FieldReader): DepthRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const contract = readContract(reader);
  const rows = reader.readInt('numRows');
  return { kind: 'reqMktDepth', reqId, contract, rows, smart: reader.readBoolean('isSmartDepth') };
}

function readCancelMktDepth(reader: FieldReader): DepthRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  return { kind: 'cancelMktDepth', reqId, smart: reader.readBoolean('isSmartDepth') };
}

export const depthLayouts: RequestLayouts<DepthRequest> = [
  [requestId.reqMktDepth, { name: 'reqMktDepth', idPosition: 2, read: readMktDepth }],
  [requestId.cancelMktDepth, { name: 'cancelMktDepth', idPosition: 2, read: readCancelMktDepth }],
  [
    requestId.reqMktDepthExchanges,
    { name: 'reqMktDepthExchanges', idPosition: 0, read: () => ({ kind: 'reqMktDepthExchanges' }) },
  ],
];
