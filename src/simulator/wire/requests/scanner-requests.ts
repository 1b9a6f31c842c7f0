import type { FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import { requestId } from '../message-ids';
import type { RequestLayouts } from './request-layout';

export interface ScannerSubscriptionRequest {
  readonly kind: 'reqScannerSubscription';
  readonly reqId: number;
  /** Null for as many as there can be. */
  readonly numberOfRows: number | null;
  readonly instrument: string;
  /** One code or several, separated by commas. */
  readonly locationCode: string;
  readonly scanCode: string;
  readonly abovePrice: number | null;
  readonly belowPrice: number | null;
  readonly aboveVolume: number | null;
  /** In dollars. */
  readonly marketCapAbove: number | null;
  readonly marketCapBelow: number | null;
  readonly stockTypeFilter: string;
  /** `priceAbove=5;changePercAbove=2;`, the newer way to limit a scan. */
  readonly filterOptions: string;
}

export type ScannerRequest =
  | ScannerSubscriptionRequest
  | { readonly kind: 'cancelScannerSubscription'; readonly reqId: number }
  | { readonly kind: 'reqScannerParameters' };

/** Where the request id of reqScannerSubscription stands. */
export const SCANNER_SUBSCRIPTION_ID = { at: 1, versionedBefore: fieldSince.scannerGenericOpts } as const;

export const scannerLayouts: RequestLayouts<ScannerRequest> = [
  [
    requestId.reqScannerSubscription,
    {
      name: 'reqScannerSubscription',
      idPosition: SCANNER_SUBSCRIPTION_ID,
      read: readScannerSubscription,
    },
  ],
  [
    requestId.cancelScannerSubscription,
    { name: 'cancelScannerSubscription', idPosition: 2, read: readCancelScannerSubscription },
  ],
  [
    requestId.reqScannerParameters,
    { name: 'reqScannerParameters', idPosition: 0, read: () => ({ kind: 'reqScannerParameters' }) },
  ],
];

/** Filters of bonds; the market has none. */
const bondFilters = [
  'moodyRatingAbove',
  'moodyRatingBelow',
  'spRatingAbove',
  'spRatingBelow',
  'maturityDateAbove',
  'maturityDateBelow',
  'couponRateAbove',
  'couponRateBelow',
  'excludeConvertible',
];

/** Before server version 143 the request had a version and no filter options. */
function readScannerSubscription(reader: FieldReader, serverVersion: number): ScannerRequest {
  const older = serverVersion < fieldSince.scannerGenericOpts;
  if (older) reader.skip('version');
  const head = {
    kind: 'reqScannerSubscription',
    reqId: reader.readInt('reqId'),
    numberOfRows: reader.readIntOrNull('numberOfRows'),
    instrument: reader.readText('instrument'),
    locationCode: reader.readText('locationCode'),
    scanCode: reader.readText('scanCode'),
    abovePrice: reader.readDoubleOrNull('abovePrice'),
    belowPrice: reader.readDoubleOrNull('belowPrice'),
    aboveVolume: reader.readIntOrNull('aboveVolume'),
    marketCapAbove: reader.readDoubleOrNull('marketCapAbove'),
    marketCapBelow: reader.readDoubleOrNull('marketCapBelow'),
  } as const;
  for (const field of bondFilters) reader.skip(field);
  reader.skip('averageOptionVolumeAbove');
  reader.skip('scannerSettingPairs');
  const stockTypeFilter = reader.readText('stockTypeFilter').toUpperCase();
  const filterOptions = older ? '' : reader.readText('scannerSubscriptionFilterOptions');
  return { ...head, stockTypeFilter, filterOptions };
}

function readCancelScannerSubscription(reader: FieldReader): ScannerRequest {
  reader.skip('version');
  return { kind: 'cancelScannerSubscription', reqId: reader.readInt('reqId') };
}
