import type { SimInstrument, World } from '../world/world';
import * as messages from '../wire/messages/reference-messages';
import type { ReferenceRequest } from '../wire/requests/reference-requests';
import { type Client, refuseRequest, sendError } from './client';
import { matchingInstruments, NO_DEFINITION } from './find-instrument';

const HOURS_DAYS = 6;

type Request<K extends ReferenceRequest['kind']> = Extract<ReferenceRequest, { kind: K }>;

export function answerContractDetails(
  client: Client,
  world: World,
  request: Request<'reqContractDetails'>,
): void {
  const { catalogue, clock } = world;
  const instruments = matchingInstruments(catalogue, request.contract);
  if (instruments.length === 0) {
    sendError(client, request.reqId, 200, NO_DEFINITION);
    return;
  }
  for (const instrument of instruments) {
    const hours = {
      trading: catalogue.hoursText(instrument, clock.nowMs(), HOURS_DAYS, false),
      liquid: catalogue.hoursText(instrument, clock.nowMs(), HOURS_DAYS, true),
    };
    client.send(messages.contractDetailsMessage(request.reqId, instrument, hours, client.serverVersion));
  }
  client.send(messages.contractDetailsEndMessage(request.reqId));
}

export function answerMatchingSymbols(
  client: Client,
  world: World,
  request: Request<'reqMatchingSymbols'>,
): void {
  const derivatives = derivativeTypes(world.catalogue.all);
  const samples = world.catalogue.search(request.pattern).map((instrument) => ({
    conId: instrument.conId,
    symbol: instrument.symbol,
    secType: instrument.secType,
    primaryExchange: instrument.primaryExchange === '' ? instrument.exchange : instrument.primaryExchange,
    currency: instrument.currency,
    derivativeSecTypes: [...(derivatives.get(instrument.conId) ?? [])],
    description: instrument.longName,
    issuerId: '',
  }));
  client.send(messages.symbolSamplesMessage(request.reqId, samples));
}

export function answerOptionParameters(
  client: Client,
  world: World,
  request: Request<'reqSecDefOptParams'>,
): void {
  const options = world.catalogue.all.filter(
    (instrument) => instrument.secType === 'OPT' && instrument.underConId === request.underlyingConId,
  );
  const classes = new Map<string, SimInstrument[]>();
  for (const option of options) {
    const key = `${option.tradingClass} ${option.multiplier}`;
    classes.set(key, [...(classes.get(key) ?? []), option]);
  }
  for (const members of classes.values()) sendOptionClass(client, request, members);
  client.send(messages.optionParametersEndMessage(request.reqId));
}

export function answerMarketRule(client: Client, world: World, request: Request<'reqMarketRule'>): void {
  const { marketRuleId } = request;
  const instrument = world.catalogue.all.find((candidate) => candidate.marketRuleIds.includes(marketRuleId));
  if (instrument === undefined) {
    refuseRequest(client, -1, `Market rule ${marketRuleId} is not known`);
    return;
  }
  client.send(messages.marketRuleMessage(marketRuleId, [{ lowEdge: 0, increment: instrument.minTick }]));
}

function sendOptionClass(
  client: Client,
  request: Request<'reqSecDefOptParams'>,
  members: readonly SimInstrument[],
): void {
  const [first] = members;
  if (first === undefined) return;
  const expirations = [...new Set(members.map((option) => option.lastTradeDate))].sort();
  const strikes = [...new Set(members.map((option) => option.strike))].sort((a, b) => a - b);
  const { tradingClass, multiplier, underConId: underlyingConId } = first;
  const exchanges = first.validExchanges.filter(
    (exchange) => request.futFopExchange === '' || exchange === request.futFopExchange,
  );
  for (const exchange of exchanges) {
    const parameters = { exchange, underlyingConId, tradingClass, multiplier, expirations, strikes };
    client.send(messages.optionParametersMessage(request.reqId, parameters));
  }
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
