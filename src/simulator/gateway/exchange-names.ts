import type { ContractQuery } from '../world/world';
import type { GatewayRequest } from '../wire/requests/decode-request';

/**
 * Names of exchanges that TWS takes in requests besides those that it answers with. Nasdaq was called ISLAND before
 * TWS 10.27, whose release notes say that clients may send either.
 */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([['ISLAND', 'NASDAQ']]);

/** The request with the names of exchanges that answers carry. */
export function withExchangeNames(request: GatewayRequest): GatewayRequest {
  return 'contract' in request ? { ...request, contract: named(request.contract) } : request;
}

function named(contract: ContractQuery): ContractQuery {
  const { exchange, primaryExchange, comboLegs } = contract;
  return {
    ...contract,
    exchange: nameOf(exchange),
    primaryExchange: nameOf(primaryExchange),
    ...(comboLegs === undefined
      ? {}
      : { comboLegs: comboLegs.map((leg) => ({ ...leg, exchange: nameOf(leg.exchange) })) }),
  };
}

function nameOf(exchange: string): string {
  return OLD_NAMES.get(exchange.toUpperCase()) ?? exchange;
}
