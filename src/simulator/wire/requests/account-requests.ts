import type { FieldReader } from '../field-reader';

export type AccountRequest =
  | { readonly kind: 'reqAccountUpdates'; readonly subscribe: boolean; readonly account: string }
  | {
      readonly kind: 'reqAccountSummary';
      readonly reqId: number;
      readonly group: string;
      readonly tags: string;
    }
  | { readonly kind: 'cancelAccountSummary'; readonly reqId: number }
  | { readonly kind: 'reqPositions' }
  | { readonly kind: 'cancelPositions' }
  | {
      readonly kind: 'reqPositionsMulti';
      readonly reqId: number;
      readonly account: string;
      readonly modelCode: string;
    }
  | { readonly kind: 'cancelPositionsMulti'; readonly reqId: number }
  | {
      readonly kind: 'reqAccountUpdatesMulti';
      readonly reqId: number;
      readonly account: string;
      readonly modelCode: string;
      /** Only the ledger of the currencies and net liquidation are wanted. */
      readonly ledgerAndNlv: boolean;
    }
  | { readonly kind: 'cancelAccountUpdatesMulti'; readonly reqId: number }
  | {
      readonly kind: 'reqPnl';
      readonly reqId: number;
      readonly account: string;
      readonly modelCode: string;
    }
  | { readonly kind: 'cancelPnl'; readonly reqId: number }
  | {
      readonly kind: 'reqPnlSingle';
      readonly reqId: number;
      readonly account: string;
      readonly modelCode: string;
      readonly conId: number;
    }
  | { readonly kind: 'cancelPnlSingle'; readonly reqId: number }
  | { readonly kind: 'reqManagedAccts' }
  | { readonly kind: 'reqFamilyCodes' }
  | { readonly kind: 'reqUserInfo'; readonly reqId: number }
  | { readonly kind: 'reqSoftDollarTiers'; readonly reqId: number };

export function readAccountUpdates(reader: FieldReader): AccountRequest {
  reader.skip('version');
  const subscribe = reader.readBoolean('subscribe');
  return { kind: 'reqAccountUpdates', subscribe, account: reader.readText('acctCode') };
}

export function readAccountSummary(reader: FieldReader): AccountRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const group = reader.readText('group');
  return { kind: 'reqAccountSummary', reqId, group, tags: reader.readText('tags') };
}

export function readPositionsMulti(reader: FieldReader): AccountRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const account = reader.readText('account');
  return { kind: 'reqPositionsMulti', reqId, account, modelCode: reader.readText('modelCode') };
}

export function readAccountUpdatesMulti(reader: FieldReader): AccountRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const account = reader.readText('account');
  const modelCode = reader.readText('modelCode');
  const ledgerAndNlv = reader.readBoolean('ledgerAndNLV');
  return { kind: 'reqAccountUpdatesMulti', reqId, account, modelCode, ledgerAndNlv };
}

export function readPnl(reader: FieldReader): AccountRequest {
  const reqId = reader.readInt('reqId');
  const account = reader.readText('account');
  return { kind: 'reqPnl', reqId, account, modelCode: reader.readText('modelCode') };
}

export function readPnlSingle(reader: FieldReader): AccountRequest {
  const reqId = reader.readInt('reqId');
  const account = reader.readText('account');
  const modelCode = reader.readText('modelCode');
  return { kind: 'reqPnlSingle', reqId, account, modelCode, conId: reader.readInt('conId') };
}

export function readUserInfo(reader: FieldReader): AccountRequest {
  return { kind: 'reqUserInfo', reqId: reader.readInt('reqId') };
}

export function readSoftDollarTiers(reader: FieldReader): AccountRequest {
  return { kind: 'reqSoftDollarTiers', reqId: reader.readInt('reqId') };
}

/** A request id after a version field, as most cancels carry it. */
export function readVersionedId(reader: FieldReader): number {
  reader.skip('version');
  return reader.readInt('reqId');
}
