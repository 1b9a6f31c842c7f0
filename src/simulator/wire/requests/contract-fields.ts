import type { ContractQuery, LegQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';

/** The most legs of a combination that are read. */
const MAX_LEGS = 32;

/** Reads the twelve contract fields that most requests share, in their order. */
export function readContract(reader: FieldReader): ContractQuery {
  return readFields(reader, () => reader.readText('primaryExchange'));
}

/** The contract of exerciseOptions, and of reqMktDepth before server version 149. */
export function readContractWithoutPrimaryExchange(reader: FieldReader): ContractQuery {
  return readFields(reader, () => '');
}

function readFields(reader: FieldReader, readPrimaryExchange: () => string): ContractQuery {
  return {
    conId: reader.readInt('conId'),
    symbol: reader.readText('symbol'),
    secType: reader.readText('secType').toUpperCase(),
    lastTradeDateOrContractMonth: reader.readText('lastTradeDateOrContractMonth'),
    strike: reader.readDouble('strike'),
    right: normalRight(reader.readText('right')),
    multiplier: reader.readText('multiplier'),
    exchange: reader.readText('exchange'),
    primaryExchange: readPrimaryExchange(),
    currency: reader.readText('currency'),
    localSymbol: reader.readText('localSymbol'),
    tradingClass: reader.readText('tradingClass'),
  };
}

/** Reads the legs that follow the contract when it is a combination; gives the contract with them. */
export function readLegs(reader: FieldReader, contract: ContractQuery): ContractQuery {
  if (contract.secType !== 'BAG') return contract;
  const count = reader.readCount('comboLegs', MAX_LEGS);
  const comboLegs: LegQuery[] = [];
  for (let leg = 0; leg < count; leg += 1) {
    comboLegs.push({
      conId: reader.readInt('leg conId'),
      ratio: reader.readInt('leg ratio'),
      action: reader.readText('leg action').toUpperCase(),
      exchange: reader.readText('leg exchange'),
    });
  }
  return { ...contract, comboLegs };
}

function normalRight(text: string): string {
  const right = text.toUpperCase();
  if (right === 'CALL') return 'C';
  if (right === 'PUT') return 'P';
  return right === '?' || right === '0' ? '' : right;
}
