import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import { readContract } from './contract-fields';

/** A contract and the other ways to say which one is meant. */
export interface ContractDetailsRequest {
  readonly kind: 'reqContractDetails';
  readonly reqId: number;
  readonly contract: ContractQuery;
  /** `ISIN`, `CUSIP` or another kind of identifier, with the identifier; empty when there is none. */
  readonly secIdType: string;
  readonly secId: string;
  /** The issuer of bonds, from matching symbols. */
  readonly issuerId: string;
}

export type ReferenceRequest =
  | { readonly kind: 'startApi'; readonly clientId: number; readonly optionalCapabilities: string }
  | { readonly kind: 'reqCurrentTime' }
  | { readonly kind: 'setServerLogLevel'; readonly level: number }
  | ContractDetailsRequest
  | { readonly kind: 'reqMatchingSymbols'; readonly reqId: number; readonly pattern: string }
  | {
      readonly kind: 'reqSecDefOptParams';
      readonly reqId: number;
      readonly underlyingSymbol: string;
      readonly futFopExchange: string;
      readonly underlyingSecType: string;
      readonly underlyingConId: number;
    }
  | { readonly kind: 'reqMarketRule'; readonly marketRuleId: number };

export function readStartApi(reader: FieldReader): ReferenceRequest {
  reader.skip('version');
  const clientId = reader.readInt('clientId');
  const optionalCapabilities = reader.remaining > 0 ? reader.readText('optionalCapabilities') : '';
  return { kind: 'startApi', clientId, optionalCapabilities };
}

export function readServerLogLevel(reader: FieldReader): ReferenceRequest {
  reader.skip('version');
  return { kind: 'setServerLogLevel', level: reader.readInt('logLevel') };
}

export function readContractDetails(reader: FieldReader, serverVersion: number): ReferenceRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  const contract = readContract(reader);
  reader.skip('includeExpired');
  return {
    kind: 'reqContractDetails',
    reqId,
    contract,
    secIdType: reader.readText('secIdType').toUpperCase(),
    secId: reader.readText('secId'),
    issuerId: serverVersion >= fieldSince.bondIssuerId ? reader.readText('issuerId') : '',
  };
}

export function readMatchingSymbols(reader: FieldReader): ReferenceRequest {
  const reqId = reader.readInt('reqId');
  return { kind: 'reqMatchingSymbols', reqId, pattern: reader.readText('pattern') };
}

export function readSecDefOptParams(reader: FieldReader): ReferenceRequest {
  return {
    kind: 'reqSecDefOptParams',
    reqId: reader.readInt('reqId'),
    underlyingSymbol: reader.readText('underlyingSymbol'),
    futFopExchange: reader.readText('futFopExchange'),
    underlyingSecType: reader.readText('underlyingSecType').toUpperCase(),
    underlyingConId: reader.readInt('underlyingConId'),
  };
}

export function readMarketRule(reader: FieldReader): ReferenceRequest {
  return { kind: 'reqMarketRule', marketRuleId: reader.readInt('marketRuleId') };
}
