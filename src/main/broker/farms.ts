import type { FarmKind } from '../../shared/domain/connection';
import type { SecType } from '../../shared/domain/instrument';

/** What of an instrument decides which farm serves it. */
export interface FarmFacts {
  readonly secType: SecType;
  readonly exchange: string;
  readonly primaryExchange: string;
  readonly currency: string;
}

type Region = 'america' | 'europe' | 'asia';

const europeanExchanges = new Set(
  'LSE LSEETF LSEIOB1 EBS IBIS IBIS2 FWB SWB AEB SBF ENEXT.BE BVL BVME BVME.ETF BM VSE SFB OSE CPH HEX OMXNO WSE PRA BUX TASE MOEX EUREX ICEEU ICEEUSOFT FTA MONEP IDEM MEFFRV ENDEX BELFOX OMS'.split(
    ' ',
  ),
);
const asianExchanges = new Set(
  'SEHK SEHKNTL SEHKSZSE HKFE TSEJ OSE.JPN CHIXJ SGX SGXCME ASX ASXCEN CHIXAU SNFE NSE KSE TWSE'.split(' '),
);
const europeanCurrencies = new Set('EUR GBP CHF SEK NOK DKK PLN HUF CZK ILS ZAR RUB TRY'.split(' '));
const asianCurrencies = new Set('HKD JPY AUD NZD SGD CNH CNY KRW TWD INR'.split(' '));

/** Farms by the beginning of their names. Source: the farm notices of TWS (2103 to 2108); IBKR, data farm names. */
const farmRules: readonly (readonly [beginning: RegExp, serves: (facts: FarmFacts) => boolean])[] = [
  [/^cash/, ({ secType }) => isCurrency(secType)],
  [/^usfuture/, (facts) => isFuture(facts.secType) && regionOf(facts) === 'america'],
  [/^usopt/, (facts) => facts.secType === 'OPT' && regionOf(facts) === 'america'],
  [/^usbond/, (facts) => facts.secType === 'BOND' && regionOf(facts) === 'america'],
  [/^fund/, ({ secType }) => secType === 'FUND'],
  [
    /^usfarm/,
    (facts) => regionOf(facts) === 'america' && !isCurrency(facts.secType) && !isFuture(facts.secType),
  ],
  // The farm for history has everything of its region.
  [/^us/, (facts) => regionOf(facts) === 'america' && !isCurrency(facts.secType)],
  [/^(eu|uk)/, (facts) => regionOf(facts) === 'europe' && !isCurrency(facts.secType)],
  [/^(hf|hk|jf|af|au|ap)/, (facts) => regionOf(facts) === 'asia' && !isCurrency(facts.secType)],
];

/**
 * Tells whether an instrument depends on a farm. A farm or an instrument that is not known counts as yes: a value that
 * may be old is shown as old.
 */
export function farmServes(farm: string, kind: FarmKind, facts: FarmFacts | null): boolean {
  if (facts === null) return true;
  const name = farm.toLowerCase();
  if (kind === 'definitions') return true;
  const rule = farmRules.find(([beginning]) => beginning.test(name));
  return rule === undefined || rule[1](facts);
}

function isCurrency(secType: SecType): boolean {
  return secType === 'CASH' || secType === 'CMDTY';
}

function isFuture(secType: SecType): boolean {
  return secType === 'FUT' || secType === 'FOP';
}

/** By the exchange where it is listed, or else by its currency: a dollar fund in London is European. */
function regionOf({ exchange, primaryExchange, currency }: FarmFacts): Region {
  for (const place of [primaryExchange, exchange]) {
    if (europeanExchanges.has(place)) return 'europe';
    if (asianExchanges.has(place)) return 'asia';
  }
  if (europeanCurrencies.has(currency)) return 'europe';
  return asianCurrencies.has(currency) ? 'asia' : 'america';
}
