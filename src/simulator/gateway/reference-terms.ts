import type { BenchmarkTerms, CompetingTerms, OrderTerms, VolatilityTerms } from '../world/world';
import type { OrderAttributes } from '../wire/requests/order-attributes';

/** Trading days a year, by which a daily volatility is made an annual one. */
const DAYS_A_YEAR = 252;
/** TWS's numbers: a volatility of a day, and the reference price at a side of the underlying's market. */
const DAILY = 1;
const BID_OR_ASK = 2;

/** What an order says of the markets beside its own, under the order types that look at them. */
export function referencesOf(
  attributes: OrderAttributes,
  orderType: string,
): Pick<OrderTerms, 'volatility' | 'benchmark' | 'competing' | 'referenceRange'> {
  const { stockRangeLower, stockRangeUpper } = attributes;
  const [lower, upper] = [positive(stockRangeLower), positive(stockRangeUpper)];
  const looksAround = orderType === 'VOL' || orderType === 'PEG BENCH';
  return {
    volatility: orderType === 'VOL' ? volatilityOf(attributes) : null,
    benchmark: orderType === 'PEG BENCH' ? benchmarkOf(attributes) : null,
    competing: orderType === 'PEG BEST' ? competingOf(attributes) : null,
    referenceRange: looksAround && (lower !== null || upper !== null) ? { lower, upper } : null,
  };
}

/** The API gives a volatility in percent, of a day or of a year. */
function volatilityOf(attributes: OrderAttributes): VolatilityTerms | null {
  const { volatility, volatilityType, continuousUpdate, referencePriceType } = attributes;
  if (volatility === null) return null;
  return {
    annual: (volatility / 100) * (volatilityType === DAILY ? Math.sqrt(DAYS_A_YEAR) : 1),
    continuous: continuousUpdate !== 0,
    reference: referencePriceType === BID_OR_ASK ? 'side' : 'middle',
  };
}

function benchmarkOf(attributes: OrderAttributes): BenchmarkTerms | null {
  const { pegBenchmark, startingPrice, stockRefPrice } = attributes;
  if (pegBenchmark === null || pegBenchmark.referenceContractId === 0) return null;
  const { peggedChangeAmount, isPeggedChangeAmountDecrease } = pegBenchmark;
  return {
    conId: pegBenchmark.referenceContractId,
    startPrice: positive(startingPrice),
    startReference: positive(stockRefPrice),
    priceChange: isPeggedChangeAmountDecrease ? -peggedChangeAmount : peggedChangeAmount,
    everyChange: pegBenchmark.referenceChangeAmount,
  };
}

/** An offset of infinity is the API's way to say: up to the middle. */
function competingOf(attributes: OrderAttributes): CompetingTerms | null {
  const { competeAgainstBestOffset, minCompeteSize, midOffsetAtWhole, midOffsetAtHalf } = attributes;
  if (competeAgainstBestOffset === null) return null;
  return {
    offset: competeAgainstBestOffset === Number.POSITIVE_INFINITY ? null : competeAgainstBestOffset,
    minimumSize: positive(minCompeteSize),
    middleOffsetAtWhole: midOffsetAtWhole ?? 0,
    middleOffsetAtHalf: midOffsetAtHalf ?? 0,
  };
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
