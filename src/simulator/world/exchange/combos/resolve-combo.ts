import { BASE_INSTRUMENT } from '../../catalogue/listing';
import type { Catalogue, ContractQuery, InstrumentLeg, LegQuery, Refusal, SimInstrument } from '../../world';
import { invalid } from '../refusals';

/** The conId that IB gives to every combination routed by SMART, by the currency of its legs. */
const SMART_COMBO_CON_ID: ReadonlyMap<string, number> = new Map([
  ['USD', 28_812_380],
  ['EUR', 58_666_491],
]);

const LEG_TYPES: ReadonlySet<string> = new Set(['STK', 'OPT', 'FUT', 'FOP']);

/** A combination, or why there is none. */
export type ComboResult =
  | { readonly ok: true; readonly instrument: SimInstrument }
  | { readonly ok: false; readonly refusal: Refusal };

/** The combination that a client's contract means. Each leg is named by its conId, so none can be ambiguous. */
export function resolveCombo(catalogue: Catalogue, contract: ContractQuery): ComboResult {
  const asked = contract.comboLegs ?? [];
  if (asked.length === 0) return refused(invalid("Security type 'BAG' requires combo leg details."));
  if (asked.length < 2 || new Set(asked.map((leg) => leg.conId)).size < asked.length) {
    return refused(invalid('The combo details are invalid.'));
  }
  const legs: InstrumentLeg[] = [];
  for (const [index, one] of asked.entries()) {
    const leg = resolveLeg(catalogue, one);
    if (leg === null) return refused(invalid(`The combo details for leg '${String(index)}' are invalid.`));
    if (leg.instrument.secType === 'STK' && !isSmart(one.exchange, contract.exchange)) {
      return refused({ code: 315, text: 'Stock combo legs are restricted to SMART order routing.' });
    }
    legs.push(leg);
  }
  const [first] = legs;
  if (first === undefined) return refused(invalid('The combo details are invalid.'));
  const { currency } = first.instrument;
  if (legs.some((leg) => leg.instrument.currency !== currency)) {
    return refused({ code: 10000, text: 'Cross currency combo error.' });
  }
  const conId = SMART_COMBO_CON_ID.get(contract.currency === '' ? currency : contract.currency);
  if (conId === undefined || (contract.currency !== '' && contract.currency !== currency)) {
    return refused(invalid(`Currency ${contract.currency} isn't supported for smart combo.`));
  }
  return { ok: true, instrument: comboOf(contract, conId, currency, first.instrument, legs) };
}

function resolveLeg(catalogue: Catalogue, asked: LegQuery): InstrumentLeg | null {
  const instrument = catalogue.byConId(asked.conId);
  if (instrument === undefined || !instrument.tradable || !LEG_TYPES.has(instrument.secType)) return null;
  if (!Number.isInteger(asked.ratio) || asked.ratio <= 0) return null;
  const { exchange } = asked;
  const listed =
    exchange === '' || exchange === instrument.exchange || instrument.validExchanges.includes(exchange);
  const action = asked.action.toUpperCase();
  if (!listed || (action !== 'BUY' && action !== 'SELL' && action !== 'SSHORT')) return null;
  return { instrument, ratio: asked.ratio, side: action === 'BUY' ? 'BUY' : 'SELL' };
}

function isSmart(legExchange: string, comboExchange: string): boolean {
  const exchange = legExchange === '' ? comboExchange : legExchange;
  return exchange === '' || exchange === 'SMART';
}

/** As openOrder of a real gateway shows it: the shared conId, also as local symbol, and the class `COMB`. */
function comboOf(
  contract: ContractQuery,
  conId: number,
  currency: string,
  first: SimInstrument,
  legs: readonly InstrumentLeg[],
): SimInstrument {
  const instruments = legs.map((leg) => leg.instrument);
  return {
    ...BASE_INSTRUMENT,
    conId,
    symbol: contract.symbol === '' ? first.symbol : contract.symbol,
    secType: 'BAG',
    exchange: contract.exchange === '' ? 'SMART' : contract.exchange,
    primaryExchange: '',
    currency,
    localSymbol: String(conId),
    tradingClass: 'COMB',
    marketName: 'COMB',
    multiplier: '',
    minTick: Math.min(...instruments.map((leg) => leg.minTick)),
    orderTypes: ['LMT', 'MKT'],
    validExchanges: ['SMART'],
    longName: 'Combination',
    timeZoneId: first.timeZoneId,
    marketRuleIds: [],
    aggGroup: 1,
    minSize: 1,
    sizeIncrement: 1,
    suggestedSizeIncrement: 1,
    legs,
  };
}

function refused(refusal: Refusal): ComboResult {
  return { ok: false, refusal };
}
