import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';

/** The most legs of a combination that are read. */
const MAX_LEGS = 32;

/** Reads the twelve contract fields that most requests share, in their order. */
export function readContract(reader: FieldReader): ContractQuery {
  return {
    conId: reader.readInt('conId'),
    symbol: reader.readText('symbol'),
    secType: reader.readText('secType').toUpperCase(),
    lastTradeDateOrContractMonth: reader.readText('lastTradeDateOrContractMonth'),
    strike: reader.readDouble('strike'),
    right: normalRight(reader.readText('right')),
    multiplier: reader.readText('multiplier'),
    exchange: reader.readText('exchange'),
    primaryExchange: reader.readText('primaryExchange'),
    currency: reader.readText('currency'),
    localSymbol: reader.readText('localSymbol'),
    tradingClass: reader.readText('tradingClass'),
  };
}

/** Skips the legs that follow the contract when it is a combination. */
export function skipLegs(reader: FieldReader, contract: ContractQuery): void {
  if (contract.secType !== 'BAG') return;
  const legs = reader.readCount('comboLegs', MAX_LEGS);
  for (let leg = 0; leg < legs; leg += 1) {
    reader.skip('leg conId');
    reader.skip('leg ratio');
    reader.skip('leg action');
    reader.skip('leg exchange');
  }
}

function normalRight(text: string): string {
  const right = text.toUpperCase();
  if (right === 'CALL') return 'C';
  if (right === 'PUT') return 'P';
  return right === '?' || right === '0' ? '' : right;
}
