import type { DescribedInstrument } from '../wire/messages/reference-messages';
import type { ContractDetailsRequest } from '../wire/requests/reference-requests';
import type { Catalogue, ContractQuery, SimInstrument } from '../world/world';
import { matchingInstruments } from './find-instrument';

/** What a request for contract details found, or why TWS does not even look (error 321). */
export type ContractSearch =
  | { readonly ok: true; readonly instruments: readonly DescribedInstrument[] }
  | { readonly ok: false; readonly cause: string };

const SECURITY_TYPES: ReadonlySet<string> = new Set(
  'STK OPT FUT FOP IND CASH BAG WAR IOPT BOND BILL CMDTY FUND CFD CRYPTO NEWS CONTFUT FUT+CONTFUT EC'.split(
    ' ',
  ),
);

/** Finds every instrument that a request means: by conId, identifier, symbol, local symbol or what else it says. */
export function searchContracts(catalogue: Catalogue, request: ContractDetailsRequest): ContractSearch {
  const { contract, secId, secIdType } = request;
  if (contract.secType === 'BAG') {
    return {
      ok: false,
      cause: "'BAG' isn't supported for contract data request. Please enter a valid security type",
    };
  }
  if (request.issuerId !== '') return { ok: true, instruments: [] }; // Only bonds have issuers.
  const identified = contract.conId > 0 || secId !== '';
  if (!identified && !SECURITY_TYPES.has(contract.secType)) {
    return { ok: false, cause: 'Please enter a valid security type' };
  }
  const named = contract.symbol !== '' || contract.localSymbol !== '' || contract.tradingClass !== '';
  if (!identified && !named) {
    return { ok: false, cause: 'Please enter a symbol, a local symbol or a contract id' };
  }
  const found = bySecurityType(catalogue, contract);
  const instruments = found.filter(
    (instrument) => secId === '' || hasIdentifier(instrument, secIdType, secId),
  );
  return { ok: true, instruments: instruments.map((instrument) => routedTo(contract.exchange, instrument)) };
}

function bySecurityType(catalogue: Catalogue, contract: ContractQuery): readonly DescribedInstrument[] {
  if (!contract.secType.includes('CONTFUT')) return matchingInstruments(catalogue, contract);
  const front = frontFuture(catalogue, contract);
  const continuous = front === undefined ? [] : [{ ...front, secType: 'CONTFUT' }];
  if (contract.secType === 'CONTFUT') return continuous;
  return [...continuous, ...matchingInstruments(catalogue, { ...contract, secType: 'FUT' })];
}

/** A continuous future is the contract of a series that expires next. */
export function frontFuture(catalogue: Catalogue, contract: ContractQuery): SimInstrument | undefined {
  const futures = matchingInstruments(catalogue, { ...contract, secType: 'FUT' });
  return futures.toSorted((a, b) => (a.lastTradeDate < b.lastTradeDate ? -1 : 1))[0];
}

/** The CUSIP of an American security is a part of its ISIN. */
export function hasIdentifier(
  { isin }: Pick<SimInstrument, 'isin'>,
  secIdType: string,
  secId: string,
): boolean {
  switch (secIdType) {
    case 'ISIN':
      return isin !== '' && isin === secId;
    case 'CUSIP':
      return isin.startsWith('US') && isin.slice(2, 11) === secId;
    default:
      return false;
  }
}

/** Details carry the exchange that was asked for, when the instrument trades there. */
function routedTo(exchange: string, instrument: DescribedInstrument): DescribedInstrument {
  const asked = exchange.toUpperCase();
  return instrument.validExchanges.includes(asked) ? { ...instrument, exchange: asked } : instrument;
}
