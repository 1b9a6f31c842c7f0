import type { ScanFacts } from './scan-facts';

/** A number that scans can be limited by: TWS has one code for its lower and one for its upper bound. */
export interface ScanFilter {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly above: string;
  readonly below: string;
  readonly valueOf: (facts: ScanFacts) => number | null;
}

export const scanFilters: readonly ScanFilter[] = [
  filter('PRICE', 'Price', 'Common', 'price', (facts) => facts.price),
  filter('VOLUME', 'Volume', 'Common', 'volume', ({ quote }) => quote.volume),
  filter('AVGVOLUME', 'Avg Volume', 'Common', 'avgVolume', ({ quote }) => quote.averageVolume),
  filter('USDVOLUME', 'Volume ($)', 'Common', 'usdVolume', (facts) => facts.dollarVolume),
  filter('AVGUSDVOLUME', 'Avg Volume ($)', 'Common', 'avgUsdVolume', (facts) => facts.averageDollarVolume),
  filter('CHANGEPERC', 'Change %', 'Common', 'changePerc', (facts) => facts.changePercent),
  filter(
    'CHANGEOPENPERC',
    'Change Since Open %',
    'Common',
    'changeOpenPerc',
    (facts) => facts.changeSinceOpenPercent,
  ),
  filter('OPENGAPPERC', 'Open Gap %', 'Common', 'openGapPerc', (facts) => facts.openGapPercent),
  filter('PRICERANGE', 'Price Range', 'Common', 'priceRange', ({ quote: { high, low } }) =>
    high === null || low === null ? null : high - low,
  ),
  filter('TRADECOUNT', 'Trade Count', 'Common', 'tradeCount', ({ quote }) => quote.tradeCount),
  filter('TRADERATE', 'Trade Rate', 'Common', 'tradeRate', (facts) => facts.tradesPerMinute),
  filter('VOLUMERATE', 'Volume Rate', 'Common', 'volumeRate', ({ quote }) => quote.volumeRate),
  filter(
    'IMPVOLAT',
    'Option Implied Volatility',
    'Options',
    'impVolat',
    ({ volatility }) => volatility.implied,
  ),
  {
    ...filter('MKTCAP', 'Market Cap (in millions)', 'Fundamentals', 'marketCap', (facts) =>
      facts.marketCap === null ? null : facts.marketCap / 1e6,
    ),
    above: 'marketCapAbove1e6',
    below: 'marketCapBelow1e6',
  },
];

/** One bound that a client asked for, under the code of its filter. */
export interface ScanBound {
  readonly code: string;
  readonly value: number;
}

/** Whether an instrument lies within all bounds. A code that is not listed here limits nothing. */
export function withinBounds(facts: ScanFacts, bounds: readonly ScanBound[]): boolean {
  return bounds.every(({ code, value }) => {
    const found = scanFilters.find(({ above, below }) => code === above || code === below);
    if (found === undefined) return true;
    const actual = found.valueOf(facts);
    if (actual === null) return false;
    return code === found.above ? actual >= value : actual <= value;
  });
}

function filter(
  id: string,
  name: string,
  category: string,
  code: string,
  valueOf: (facts: ScanFacts) => number | null,
): ScanFilter {
  return { id, name, category, above: `${code}Above`, below: `${code}Below`, valueOf };
}
