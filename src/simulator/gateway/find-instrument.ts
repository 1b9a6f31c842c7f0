import type { Catalogue, ContractQuery, SimInstrument } from '../world/world';
import { resolveCombo } from '../world/exchange/combos/resolve-combo';
import { type Client, refuseRequest, sendError } from './client';

export const NO_DEFINITION = 'No security definition has been found for the request';

/** All instruments that a client's contract may mean. A conId decides alone, with the exchange. */
export function matchingInstruments(catalogue: Catalogue, contract: ContractQuery): readonly SimInstrument[] {
  if (contract.conId <= 0) return catalogue.find(contract);
  const instrument = catalogue.byConId(contract.conId);
  if (instrument === undefined) return [];
  const { exchange } = contract;
  const listed =
    exchange === '' ||
    exchange === instrument.exchange ||
    exchange === instrument.primaryExchange ||
    instrument.validExchanges.includes(exchange);
  return listed ? [instrument] : [];
}

/** The one instrument that a contract means; otherwise the client gets TWS's error and the result is undefined. */
export function findInstrument(
  client: Client,
  id: number,
  catalogue: Catalogue,
  contract: ContractQuery,
): SimInstrument | undefined {
  if (contract.secType === 'BAG') {
    refuseRequest(client, id, "'BAG' isn't supported for this request. Please enter a valid security type");
    return undefined;
  }
  const [instrument, ...others] = matchingInstruments(catalogue, contract);
  if (instrument === undefined) {
    sendError(client, id, 200, NO_DEFINITION);
    return undefined;
  }
  if (others.length > 0) {
    sendError(client, id, 200, `The contract description specified for ${contract.symbol} is ambiguous.`);
    return undefined;
  }
  return instrument;
}

/** As `findInstrument`, where a contract may also be a combination of several. */
export function findTradable(
  client: Client,
  id: number,
  catalogue: Catalogue,
  contract: ContractQuery,
): SimInstrument | undefined {
  if (contract.secType !== 'BAG') return findInstrument(client, id, catalogue, contract);
  const combo = resolveCombo(catalogue, contract);
  if (combo.ok) return combo.instrument;
  sendError(client, id, combo.refusal.code, combo.refusal.text);
  return undefined;
}
