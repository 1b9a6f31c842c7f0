import type { PlaceOrderRequest } from '../wire/requests/place-order-request';
import type { Catalogue, ContractQuery, SimInstrument } from '../world/world';
import { type Client, sendError } from './client';
import { hasIdentifier } from './contract-search';
import { findTradable, matchingInstruments, NO_DEFINITION } from './find-instrument';

/** The trading system of Interactive Brokers itself. Contract details name it among the order types it comes with. */
const OWN_SYSTEM = 'IBKRATS';

/**
 * As `findTradable`, for an order: it may name its contract by an identifier such as an ISIN, and may go to the broker's
 * own system although that is no exchange.
 */
export function findForOrder(
  client: Client,
  catalogue: Catalogue,
  request: PlaceOrderRequest,
): SimInstrument | undefined {
  const { orderId } = request;
  const toOwnSystem = request.contract.exchange.toUpperCase() === OWN_SYSTEM;
  const routed = toOwnSystem ? { ...request.contract, exchange: 'SMART' } : request.contract;
  const contract = request.secId === '' ? routed : identified(catalogue, request, routed);
  const instrument = contract && findTradable(client, orderId, catalogue, contract);
  const isTaken = !toOwnSystem || instrument?.orderTypes.includes(OWN_SYSTEM) !== false;
  if (contract !== undefined && isTaken) return instrument;
  sendError(client, orderId, 200, NO_DEFINITION);
  return undefined;
}

/** The contract with the conId of what its identifier names; undefined when that is nothing. */
function identified(
  catalogue: Catalogue,
  { secIdType, secId }: PlaceOrderRequest,
  contract: ContractQuery,
): ContractQuery | undefined {
  const found = matchingInstruments(catalogue, contract).find((one) => hasIdentifier(one, secIdType, secId));
  return found && { ...contract, conId: found.conId };
}
