import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import { readContract, readLegs } from './contract-fields';

export type HistoryRequestMessage =
  | {
      readonly kind: 'reqHistoricalData';
      readonly reqId: number;
      readonly contract: ContractQuery;
      /** Empty for now. */
      readonly endDateTime: string;
      readonly barSize: string;
      readonly duration: string;
      readonly regularHoursOnly: boolean;
      readonly whatToShow: string;
      /** 1 text, 2 seconds since the epoch. */
      readonly formatDate: number;
      readonly keepUpToDate: boolean;
    }
  | { readonly kind: 'cancelHistoricalData'; readonly reqId: number }
  | {
      readonly kind: 'reqHeadTimestamp';
      readonly reqId: number;
      readonly contract: ContractQuery;
      readonly regularHoursOnly: boolean;
      readonly whatToShow: string;
      readonly formatDate: number;
    }
  | { readonly kind: 'cancelHeadTimestamp'; readonly reqId: number };

/** Where the request id of reqHistoricalData stands. */
export const HISTORICAL_DATA_ID = { at: 1, versionedBefore: fieldSince.syntRealtimeBars } as const;

/** Before server version 124 the request had a version, and bars were not kept up to date. */
export function readHistoricalData(reader: FieldReader, serverVersion: number): HistoryRequestMessage {
  const older = serverVersion < fieldSince.syntRealtimeBars;
  if (older) reader.skip('version');
  const reqId = reader.readInt('reqId');
  const named = readContract(reader);
  reader.readBoolean('includeExpired');
  const endDateTime = reader.readText('endDateTime');
  const barSize = reader.readText('barSizeSetting');
  const duration = reader.readText('durationStr');
  const regularHoursOnly = reader.readBoolean('useRTH');
  const whatToShow = reader.readText('whatToShow').toUpperCase();
  const formatDate = reader.readInt('formatDate');
  const contract = readLegs(reader, named);
  return {
    kind: 'reqHistoricalData',
    reqId,
    contract,
    endDateTime,
    barSize,
    duration,
    regularHoursOnly,
    whatToShow,
    formatDate,
    keepUpToDate: !older && reader.readBoolean('keepUpToDate'),
  };
}

export function readCancelHistoricalData(reader: FieldReader): HistoryRequestMessage {
  reader.skip('version');
  return { kind: 'cancelHistoricalData', reqId: reader.readInt('reqId') };
}

export function readHeadTimestamp(reader: FieldReader): HistoryRequestMessage {
  const reqId = reader.readInt('reqId');
  const contract = readContract(reader);
  reader.readBoolean('includeExpired');
  const regularHoursOnly = reader.readBoolean('useRTH');
  const whatToShow = reader.readText('whatToShow').toUpperCase();
  return {
    kind: 'reqHeadTimestamp',
    reqId,
    contract,
    regularHoursOnly,
    whatToShow,
    formatDate: reader.readInt('formatDate'),
  };
}

export function readCancelHeadTimestamp(reader: FieldReader): HistoryRequestMessage {
  return { kind: 'cancelHeadTimestamp', reqId: reader.readInt('reqId') };
}
