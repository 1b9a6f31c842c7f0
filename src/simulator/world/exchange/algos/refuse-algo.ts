import type { AlgoTerms, OrderTerms, Refusal, SimInstrument } from '../../world';
import { algoDefinitions, type AlgoParameter } from './algo-definitions';
import { parseAlgoTime } from './algo-times';

/** Bounds of a share of the volume, as IB's definitions state them. */
const LEAST_SHARE = 0.01;
const MOST_SHARE = 50;
const LEAST_COUNT = 1;

/** Order types that an algorithm works. */
const ORDER_TYPES: ReadonlySet<string> = new Set(['MKT', 'LMT']);

/** Times in force that leave an algorithm no time to work in. */
const AT_ONCE: ReadonlySet<string> = new Set(['IOC', 'FOK', 'OPG']);

type Param = AlgoTerms['params'][number];

/**
 * TWS's refusal of an order with an algorithm, in the order of its checks: 439 for an unknown algorithm, 442 for one
 * that may not work this order, 443 for an unknown parameter, 10314 and 441 for a value that cannot be read, 145 for
 * a choice that is none, 441 for a number out of bounds and for a parameter that is missing. Null when there is none.
 */
export function refuseAlgo(terms: OrderTerms, instrument: SimInstrument, nowMs: number): Refusal | null {
  const { algo } = terms;
  if (algo === null) return null;
  const definition = algoDefinitions.get(algo.strategy);
  if (definition === undefined) {
    return { code: 439, text: 'Order processing failed. Algorithm definition not found' };
  }
  const worksHere = !definition.byVolume || instrument.secType !== 'CASH';
  const hasTime = !AT_ONCE.has(terms.tif);
  if (terms.comboLegs.length > 0 || !ORDER_TYPES.has(terms.orderType) || !hasTime || !worksHere) {
    return { code: 442, text: 'Specified algorithm is not allowed for this order.' };
  }
  const known = definition.parameters;
  const parameterOf = (tag: string): AlgoParameter | undefined => known.find((one) => one.tag === tag);
  return (
    first(algo.params, (param) => refuseReading(parameterOf(param.tag), param, nowMs)) ??
    first(algo.params, (param) => refuseChoice(parameterOf(param.tag), param)) ??
    first(algo.params, (param) => refuseBounds(parameterOf(param.tag), param)) ??
    refuseMissing(known, algo.params)
  );
}

function first(params: readonly Param[], refuse: (param: Param) => Refusal | null): Refusal | null {
  for (const param of params) {
    const refusal = refuse(param);
    if (refusal !== null) return refusal;
  }
  return null;
}

function refuseReading(
  parameter: AlgoParameter | undefined,
  { tag, value }: Param,
  nowMs: number,
): Refusal | null {
  if (parameter === undefined) {
    return { code: 443, text: `Order processing failed. Unknown algo attribute:${tag}` };
  }
  if (value === '') return null;
  const unreadable = { code: 441, text: `Algo attributes validation failed:${tag}=${value}` };
  switch (parameter.kind) {
    case 'time':
      return parseAlgoTime(value, nowMs) === undefined ? { code: 10314, text: invalidTime(tag) } : null;
    case 'share':
    case 'count':
    case 'amount':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? null : unreadable;
    case 'flag':
      return ['0', '1', 'true', 'false'].includes(value.toLowerCase()) ? null : unreadable;
    case 'choice':
      return null;
  }
}

function refuseChoice(parameter: AlgoParameter | undefined, { value }: Param): Refusal | null {
  const { choices } = parameter ?? {};
  if (choices === undefined || value === '' || choices.includes(value)) return null;
  return { code: 145, text: `Error in validating entry fields -${value}` };
}

function refuseBounds(parameter: AlgoParameter | undefined, { value }: Param): Refusal | null {
  if (parameter === undefined || value === '') return null;
  const [least, most] = boundsOf(parameter);
  const number = Number(value);
  const bound =
    number < least
      ? `less than minimum value ${String(least)}`
      : number > most
        ? `greater than maximum value ${most.toFixed(1)}`
        : null;
  if (bound === null) return null;
  const text = `Algo attributes validation failed: '${parameter.label}' is invalid: Value is ${bound}.. `;
  return { code: 441, text };
}

function boundsOf({ kind }: AlgoParameter): readonly [least: number, most: number] {
  if (kind === 'share') return [LEAST_SHARE, MOST_SHARE];
  return [kind === 'count' ? LEAST_COUNT : Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

function refuseMissing(known: readonly AlgoParameter[], params: readonly Param[]): Refusal | null {
  const missing = known.filter(
    (one) => one.required === true && !params.some(({ tag, value }) => tag === one.tag && value !== ''),
  );
  if (missing.length === 0) return null;
  const lines = missing.map(({ label }) => `'${label}' is invalid: value is required.\n`);
  return { code: 441, text: `Algo attributes validation failed:\n${lines.join('')}` };
}

function invalidTime(tag: string): string {
  return (
    `${tag}: The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xx/xxxx ` +
    'where yyyymmdd and xx/xxxx are optional. E.g.: 20031126 15:59:00 US/Eastern'
  );
}
