import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';
import { readContract } from './contract-fields';

export type ReferenceRequest =
  | { readonly kind: 'startApi'; readonly clientId: number; readonly optionalCapabilities: string }
  | { readonly kind: 'reqCurrentTime' }
  | { readonly kind: 'setServerLogLevel'; readonly level: number }
  | { readonly kind: 'reqContractDetails'; readonly reqId: number; readonly contract: ContractQuery }
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

export function readContractDetails(reader: FieldReader): ReferenceRequest {
  reader.skip('version');
  const reqId = reader.readInt('reqId');
  return { kind: 'reqContractDetails', reqId, contract: readContract(reader) };
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
