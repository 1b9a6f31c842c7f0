import type { SymbolSample } from '../wire/messages/reference-messages';
import type { ContractDetailsRequest } from '../wire/requests/reference-requests';
import { bonds, type SimBond } from '../world/catalogue/bonds';

/** The bonds that a request means. TWS takes an ISIN or a CUSIP in place of the symbol too. */
export function searchBonds(request: ContractDetailsRequest): readonly SimBond[] {
  const { contract, secId, issuerId } = request;
  if (contract.secType !== 'BOND' && issuerId === '' && contract.conId <= 0 && secId === '') return [];
  return bonds.filter((bond) => {
    const names = [bond.symbol, bond.cusip, bond.isin];
    return (
      (contract.secType === '' || contract.secType === 'BOND') &&
      (contract.conId <= 0 || contract.conId === bond.conId) &&
      (contract.symbol === '' || names.includes(contract.symbol.toUpperCase())) &&
      (contract.localSymbol === '' || names.includes(contract.localSymbol.toUpperCase())) &&
      (contract.currency === '' || contract.currency === bond.currency) &&
      (contract.exchange === '' || contract.exchange === 'SMART') &&
      (secId === '' || secId === bond.isin || secId === bond.cusip) &&
      (issuerId === '' || issuerId === bond.issuerId)
    );
  });
}

/** The issuers whose symbol or name fits a pattern: rows of matching symbols that stand for all bonds of one. */
export function issuersOfBonds(pattern: string): readonly SymbolSample[] {
  const wanted = pattern.trim().toUpperCase();
  if (wanted === '') return [];
  const fitting = bonds.filter(({ symbol, longName }) => symbol === wanted || longName.includes(wanted));
  return fitting.map(({ currency, longName, issuerId }) => ({
    conId: 0,
    symbol: '',
    secType: 'BOND',
    primaryExchange: '',
    currency,
    derivativeSecTypes: [],
    description: longName,
    issuerId,
  }));
}
