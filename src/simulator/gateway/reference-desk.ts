import { MARKET_RULES } from '../world/catalogue/market-rules';
import { isOption } from '../world/options/is-option';
import type { SimInstrument, World } from '../world/world';
import { bondContractDetailsMessage } from '../wire/messages/bond-details-message';
import * as messages from '../wire/messages/reference-messages';
import type { ReferenceRequest } from '../wire/requests/reference-requests';
import { type Client, refuseRequest, sendError } from './client';
import { issuersOfBonds, searchBonds } from './bond-search';
import { searchContracts } from './contract-search';
import { NO_DEFINITION } from './find-instrument';
import { newsContracts } from './news-contracts';

const HOURS_DAYS = 6;

type Request<K extends ReferenceRequest['kind']> = Extract<ReferenceRequest, { kind: K }>;

export function answerContractDetails(
  client: Client,
  world: World,
  request: Request<'reqContractDetails'>,
): void {
  const { catalogue, clock } = world;
  const { reqId, contract } = request;
  if (contract.secType === 'NEWS') {
    answerNewsContracts(client, world, request);
    return;
  }
  const bonds = searchBonds(request);
  if (bonds.length > 0) {
    for (const bond of bonds) client.send(bondContractDetailsMessage(reqId, bond, client.serverVersion));
    client.send(messages.contractDetailsEndMessage(reqId));
    return;
  }
  const search = searchContracts(catalogue, request);
  if (!search.ok) {
    refuseRequest(client, reqId, search.cause);
    return;
  }
  const { instruments } = search;
  if (instruments.length === 0) {
    sendError(client, reqId, 200, NO_DEFINITION);
    return;
  }
  const chainHours = new Map<string, messages.ContractHours>();
  for (const instrument of instruments) {
    const listed = catalogue.byConId(instrument.conId);
    if (listed === undefined) continue;
    // All options of an expiry have the same hours, and a chain has thousands of options.
    const key = isOption(listed) ? `${listed.tradingClass} ${listed.lastTradeDate}` : '';
    const hours = chainHours.get(key) ?? {
      trading: catalogue.hoursText(listed, clock.nowMs(), HOURS_DAYS, false),
      liquid: catalogue.hoursText(listed, clock.nowMs(), HOURS_DAYS, true),
    };
    if (key !== '') chainHours.set(key, hours);
    client.send(messages.contractDetailsMessage(reqId, instrument, hours, client.serverVersion));
  }
  client.send(messages.contractDetailsEndMessage(reqId));
}

function answerNewsContracts(
  client: Client,
  world: World,
  { reqId, contract }: Request<'reqContractDetails'>,
): void {
  const feeds = newsContracts(world, contract);
  if (feeds.length === 0) sendError(client, reqId, 200, NO_DEFINITION);
  for (const feed of feeds) {
    const hours = { trading: '', liquid: '' };
    client.send(messages.contractDetailsMessage(reqId, feed, hours, client.serverVersion));
  }
  if (feeds.length > 0) client.send(messages.contractDetailsEndMessage(reqId));
}

export function answerMatchingSymbols(
  client: Client,
  world: World,
  request: Request<'reqMatchingSymbols'>,
): void {
  const derivatives = derivativeTypes(world.catalogue.withoutOptions);
  const samples = world.catalogue.search(request.pattern).map((instrument) => ({
    conId: instrument.conId,
    symbol: instrument.symbol,
    secType: instrument.secType,
    primaryExchange: instrument.primaryExchange === '' ? instrument.exchange : instrument.primaryExchange,
    currency: instrument.currency,
    derivativeSecTypes: [
      ...(derivatives.get(instrument.conId) ?? []),
      ...(world.catalogue.hasOptions(instrument) ? ['OPT'] : []),
    ],
    description: instrument.longName,
    issuerId: '',
  }));
  const all = [...samples, ...issuersOfBonds(request.pattern)];
  client.send(messages.symbolSamplesMessage(request.reqId, all, client.serverVersion));
}

/**
 * Every class of options at every exchange, or at the one that is named. A request for an unknown contract is answered
 * with the end alone.
 */
export function answerOptionParameters(
  client: Client,
  world: World,
  request: Request<'reqSecDefOptParams'>,
): void {
  const { reqId, underlyingConId, underlyingSymbol, underlyingSecType, futFopExchange } = request;
  const underlying = world.catalogue.byConId(underlyingConId);
  const meant =
    underlying !== undefined &&
    underlying.symbol === underlyingSymbol.toUpperCase() &&
    (underlyingSecType === '' || underlying.secType === underlyingSecType);
  for (const chain of meant ? world.catalogue.optionChains(underlyingConId) : []) {
    for (const exchange of chain.exchanges) {
      if (futFopExchange !== '' && futFopExchange !== exchange) continue;
      client.send(messages.optionParametersMessage(reqId, { ...chain, exchange, underlyingConId }));
    }
  }
  client.send(messages.optionParametersEndMessage(reqId));
}

export function answerMarketRule(client: Client, request: Request<'reqMarketRule'>): void {
  const { marketRuleId } = request;
  const increments = MARKET_RULES.get(marketRuleId);
  if (increments === undefined) {
    const cause = `Market rule with id = ${marketRuleId} is missing`;
    sendError(client, -1, 322, `Error processing request.-'bO' : cause - ${cause}`);
    return;
  }
  client.send(messages.marketRuleMessage(marketRuleId, increments));
}

function derivativeTypes(instruments: readonly SimInstrument[]): ReadonlyMap<number, ReadonlySet<string>> {
  const types = new Map<number, Set<string>>();
  for (const { underConId, secType } of instruments) {
    if (underConId === 0) continue;
    const known = types.get(underConId) ?? new Set<string>();
    known.add(secType);
    types.set(underConId, known);
  }
  return types;
}
