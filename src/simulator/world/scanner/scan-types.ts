import type { ScanFacts } from './scan-facts';

/** One way to rank the market. */
export interface ScanType {
  readonly code: string;
  readonly name: string;
  readonly first: 'highest' | 'lowest';
  /** What is compared; null leaves the instrument out. */
  readonly rankBy: (facts: ScanFacts) => number | null;
}

type RankBy = ScanType['rankBy'];

/** Where a price stands between the lowest and the highest of some weeks, 0 to 1. */
function betweenExtremes(weeks: 13 | 26 | 52): RankBy {
  return ({ price, quote }) => {
    const low = quote[`low${weeks}Weeks`];
    const high = quote[`high${weeks}Weeks`];
    return high > low ? (price - low) / (high - low) : null;
  };
}

const impliedChange: RankBy = ({ volatility: { implied, impliedBefore } }) =>
  implied === null || impliedBefore === null || impliedBefore <= 0 ? null : implied / impliedBefore - 1;

const impliedOverHistorical: RankBy = ({ volatility: { implied, historical } }) =>
  implied === null || historical === null || historical <= 0 ? null : implied / historical;

const positive =
  (rankBy: RankBy): RankBy =>
  (facts) => {
    const value = rankBy(facts);
    return value !== null && value > 0 ? value : null;
  };

const volume = positive(({ quote }) => quote.volume);

/** The scan types that the simulated market has numbers for, under TWS's codes and names. */
export const scanTypes: readonly ScanType[] = [
  highest('TOP_PERC_GAIN', 'Top % Gainers', (facts) => facts.changePercent),
  lowest('TOP_PERC_LOSE', 'Top % Losers', (facts) => facts.changePercent),
  highest('MOST_ACTIVE', 'Most Active', volume),
  highest(
    'MOST_ACTIVE_USD',
    'Most Active ($)',
    positive((facts) => facts.dollarVolume),
  ),
  highest(
    'MOST_ACTIVE_AVG_USD',
    'Most Active (Avg $)',
    positive((facts) => facts.averageDollarVolume),
  ),
  highest(
    'HOT_BY_VOLUME',
    'Hot Contracts by Volume',
    positive((facts) => facts.relativeVolume),
  ),
  highest('HOT_BY_PRICE', 'Hot Contracts by Price', hotByPrice),
  highest('HOT_BY_PRICE_RANGE', 'Hot by Price Range', hotByPriceRange),
  highest('TOP_PRICE_RANGE', 'Top Price Range', (facts) => facts.rangePercent),
  highest(
    'TOP_TRADE_COUNT',
    'Top Trade Count',
    positive(({ quote }) => quote.tradeCount),
  ),
  highest(
    'TOP_TRADE_RATE',
    'Top Trade Rate',
    positive((facts) => facts.tradesPerMinute),
  ),
  highest(
    'TOP_VOLUME_RATE',
    'Top Volume Rate',
    positive(({ quote }) => quote.volumeRate),
  ),
  highest('TOP_OPEN_PERC_GAIN', 'Top % Gainers Since Open', (facts) => facts.changeSinceOpenPercent),
  lowest('TOP_OPEN_PERC_LOSE', 'Top % Losers Since Open', (facts) => facts.changeSinceOpenPercent),
  highest('HIGH_OPEN_GAP', 'Top Close-to-Open % Gainers', (facts) => facts.openGapPercent),
  lowest('LOW_OPEN_GAP', 'Top Close-to-Open % Losers', (facts) => facts.openGapPercent),
  highest('HIGH_VS_13W_HL', '13-Week High', betweenExtremes(13)),
  lowest('LOW_VS_13W_HL', '13-Week Low', betweenExtremes(13)),
  highest('HIGH_VS_26W_HL', '26-Week High', betweenExtremes(26)),
  lowest('LOW_VS_26W_HL', '26-Week Low', betweenExtremes(26)),
  highest('HIGH_VS_52W_HL', '52-Week High', betweenExtremes(52)),
  lowest('LOW_VS_52W_HL', '52-Week Low', betweenExtremes(52)),
  highest('HIGH_OPT_IMP_VOLAT', 'Highest Option Imp Vol', ({ volatility }) => volatility.implied),
  lowest('LOW_OPT_IMP_VOLAT', 'Lowest Option Imp Vol', ({ volatility }) => volatility.implied),
  highest('TOP_OPT_IMP_VOLAT_GAIN', 'Top Option Imp Vol % Gainers', impliedChange),
  lowest('TOP_OPT_IMP_VOLAT_LOSE', 'Top Option Imp Vol % Losers', impliedChange),
  highest('HIGH_OPT_IMP_VOLAT_OVER_HIST', 'High Option Imp Vol Over Historical', impliedOverHistorical),
  lowest('LOW_OPT_IMP_VOLAT_OVER_HIST', 'Low Option Imp Vol Over Historical', impliedOverHistorical),
  highest('MARKET_CAP_USD_DESC', 'Largest Market Cap', (facts) => facts.marketCap),
  lowest('MARKET_CAP_USD_ASC', 'Smallest Market Cap', (facts) => facts.marketCap),
  lowest('ALL_SYMBOLS_ASC', 'All Symbols A to Z', () => 0),
  highest('ALL_SYMBOLS_DESC', 'All Symbols Z to A', () => 0),
  lowest('NOT_OPEN', 'Not Open', ({ quote }) => (quote.open === null ? 0 : null)),
  lowest('HALTED', 'Halted', ({ quote }) => (quote.halted ? 0 : null)),
];

/** Codes of TWS that rank by what the simulated market does not know; their scans find nothing. */
const emptyCodes =
  /^(?:BOND_CUSIP_(?:AZ|ZA)|(?:FAR|NEAR)_MATURITY_DATE|(?:HIGH|LOW)_(?:BOND|SYNTH|WAR|OPT_(?:OPEN|VOLUME))_\w+|(?:HIGH|LOW)_(?:COUPON_RATE|DIVIDEND_YIELD(?:_IB)?|GROWTH_RATE|MOODY_RATING_ALL|PE_RATIO|PRICE_2_(?:TAN_)?BOOK_RATIO|QUICK_RATIO|RETURN_ON_EQUITY)|HIGHEST_SLB_BID|LOWEST_SLB_ASK|HOT_BY_OPT_VOLUME|LIMIT_UP_DOWN|OPT_\w+_MOST_ACTIVE|PMONITOR_\w+|TOP_STOCK_\w+_IMBALANCE_ADV_RATIO|WSH_(?:NEXT|PREV)_\w+|SCAN_\w+|TOP_AFTER_HOURS_PERC_(?:GAIN|LOSE))$/;

/** A code of TWS whose scans are empty here. */
export function isEmptyScan(code: string): boolean {
  return emptyCodes.test(code);
}

export function scanTypeOf(code: string): ScanType | undefined {
  return scanTypes.find((type) => type.code === code);
}

function highest(code: string, name: string, rankBy: RankBy): ScanType {
  return { code, name, first: 'highest', rankBy };
}

function lowest(code: string, name: string, rankBy: RankBy): ScanType {
  return { code, name, first: 'lowest', rankBy };
}

/** The move of the day against a usual day's. */
function hotByPrice({ changePercent, volatility: { historical } }: ScanFacts): number | null {
  return changePercent === null ? null : Math.abs(changePercent) / (historical ?? 1);
}

function hotByPriceRange({ rangePercent, volatility: { historical } }: ScanFacts): number | null {
  return rangePercent === null ? null : rangePercent / (historical ?? 1);
}
