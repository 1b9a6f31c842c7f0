import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import { requestId } from '../message-ids';
import { readContract } from './contract-fields';
import type { RequestLayouts } from './request-layout';

export type TickRequest =
  | {
      readonly kind: 'reqTickByTickData';
      readonly reqId: number;
      readonly contract: ContractQuery;
      readonly tickType: string;
      /** Past ticks that come before the live ones, 0 for none. */
      readonly numberOfTicks: number;
      readonly ignoreSize: boolean;
    }
  | { readonly kind: 'cancelTickByTickData'; readonly reqId: number }
  | {
      readonly kind: 'reqHistoricalTicks';
      readonly reqId: number;
      readonly contract: ContractQuery;
      /** Both as sent; one of them is usually empty. */
      readonly startDateTime: string;
      readonly endDateTime: string;
      readonly numberOfTicks: number;
      readonly whatToShow: string;
      readonly regularHoursOnly: boolean;
      readonly ignoreSize: boolean;
    }
  | {
      readonly kind: 'reqHistogramData';
      readonly reqId: number;
      readonly contract: ContractQuery;
      readonly regularHoursOnly: boolean;
      readonly period: string;
    }
  | { readonly kind: 'cancelHistogramData'; readonly reqId: number };

/** Before server version 140 there were no past ticks before the live ones, and every change of a size was told. */
function readTickByTick(reader: FieldReader, serverVersion: number): TickRequest {
  const older = serverVersion < fieldSince.tickByTickIgnoreSize;
  return {
    kind: 'reqTickByTickData',
    reqId: reader.readInt('reqId'),
    contract: readContract(reader),
    tickType: reader.readText('tickType'),
    numberOfTicks: older ? 0 : reader.readInt('numberOfTicks'),
    ignoreSize: !older && reader.readBoolean('ignoreSize'),
  };
}

function readCancelTickByTick(reader: FieldReader): TickRequest {
  return { kind: 'cancelTickByTickData', reqId: reader.readInt('reqId') };
}

function readHistoricalTicks(reader: FieldReader): TickRequest {
  const reqId = reader.readInt('reqId');
  const contract = readContract(reader);
  reader.readBoolean('includeExpired');
  return {
    kind: 'reqHistoricalTicks',
    reqId,
    contract,
    startDateTime: reader.readText('startDateTime'),
    endDateTime: reader.readText('endDateTime'),
    numberOfTicks: reader.readInt('numberOfTicks'),
    whatToShow: reader.readText('whatToShow').toUpperCase(),
    regularHoursOnly: reader.readBoolean('useRth'),
    ignoreSize: reader.readBoolean('ignoreSize'),
  };
}

function readHistogram(reader: FieldReader): TickRequest {
  const reqId = reader.readInt('reqId');
  const contract = readContract(reader);
  reader.readBoolean('includeExpired');
  const regularHoursOnly = reader.readBoolean('useRTH');
  return {
    kind: 'reqHistogramData',
    reqId,
    contract,
    regularHoursOnly,
    period: reader.readText('timePeriod'),
  };
}

function readCancelHistogram(reader: FieldReader): TickRequest {
  return { kind: 'cancelHistogramData', reqId: reader.readInt('reqId') };
}

export const tickLayouts: RequestLayouts<TickRequest> = [
  [requestId.reqTickByTickData, { name: 'reqTickByTickData', idPosition: 1, read: readTickByTick }],
  [
    requestId.cancelTickByTickData,
    { name: 'cancelTickByTickData', idPosition: 1, read: readCancelTickByTick },
  ],
  [requestId.reqHistoricalTicks, { name: 'reqHistoricalTicks', idPosition: 1, read: readHistoricalTicks }],
  [requestId.reqHistogramData, { name: 'reqHistogramData', idPosition: 1, read: readHistogram }],
  [requestId.cancelHistogramData, { name: 'cancelHistogramData', idPosition: 1, read: readCancelHistogram }],
];
