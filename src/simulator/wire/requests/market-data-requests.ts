import type { ContractQuery } from '../../world/world';
import { FieldError, type FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import { readContract, readLegs } from './contract-fields';

/** 1 live, 2 frozen, 3 delayed, 4 delayed frozen. */
export type MarketDataType = 1 | 2 | 3 | 4;

export type MarketDataRequest =
  | {
      readonly kind: 'reqMktData';
      readonly reqId: number;
      readonly contract: ContractQuery;
      /** Generic tick numbers as sent, separated by commas. */
      readonly genericTicks: string;
      readonly snapshot: boolean;
      /** One consolidated quote of a US stock, for a fee. */
      readonly regulatorySnapshot: boolean;
    }
  | { readonly kind: 'cancelMktData'; readonly reqId: number }
  | { readonly kind: 'reqMarketDataType'; readonly marketDataType: MarketDataType }
  | {
      readonly kind: 'reqRealTimeBars';
      readonly reqId: number;
      readonly contract: ContractQuery;
      readonly whatToShow: string;
      readonly regularHoursOnly: boolean;
    }
  | { readonly kind: 'cancelRealTimeBars'; readonly reqId: number };

export function readMktData(reader: FieldReader, serverVersion: number): MarketDataRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const contract = readLegs(reader, readContract(reader));
  if (reader.readBoolean('deltaNeutralContract')) {
    reader.skip('deltaNeutral conId');
    reader.skip('deltaNeutral delta');
    reader.skip('deltaNeutral price');
  }
  const genericTicks = reader.readText('genericTickList');
  const snapshot = reader.readBoolean('snapshot');
  const regulatorySnapshot =
    serverVersion >= fieldSince.reqSmartComponents && reader.readBoolean('regulatorySnapshot');
  return { kind: 'reqMktData', reqId, contract, genericTicks, snapshot, regulatorySnapshot };
}

export function readCancelMktData(reader: FieldReader): MarketDataRequest {
  reader.skip('version');
  return { kind: 'cancelMktData', reqId: reader.readInt('reqId') };
}

export function readMarketDataType(reader: FieldReader): MarketDataRequest {
  reader.skip('version');
  const type = reader.readInt('marketDataType');
  if (type !== 1 && type !== 2 && type !== 3 && type !== 4) {
    throw new FieldError('marketDataType', `marketDataType is ${type}, legal ones are 1, 2, 3 and 4`);
  }
  return { kind: 'reqMarketDataType', marketDataType: type };
}

export function readRealTimeBars(reader: FieldReader): MarketDataRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const contract = readContract(reader);
  reader.skip('barSize');
  const whatToShow = reader.readText('whatToShow').toUpperCase();
  return {
    kind: 'reqRealTimeBars',
    reqId,
    contract,
    whatToShow,
    regularHoursOnly: reader.readBoolean('useRTH'),
  };
}

export function readCancelRealTimeBars(reader: FieldReader): MarketDataRequest {
  reader.skip('version');
  return { kind: 'cancelRealTimeBars', reqId: reader.readInt('reqId') };
}
