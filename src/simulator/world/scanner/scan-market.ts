import type { SimInstrument } from '../listing';
import type { Catalogue, History, Market, SimClock, WhatToShow } from '../world';
import { type ScanFacts, scanFactsOf } from './scan-facts';
import { type ScanBound, withinBounds } from './scan-filters';
import { scanInstruments, scanLocationOf } from './scan-locations';
import { isEmptyScan, scanTypeOf } from './scan-types';

/** A scan as a client asks for it. */
export interface ScanQuery {
  /** 1 to 50. */
  readonly numberOfRows: number;
  readonly instrument: string;
  /** All of them are scanned. */
  readonly locationCodes: readonly string[];
  readonly scanCode: string;
  readonly bounds: readonly ScanBound[];
  /** `ALL` or empty for all, `ETF`, or `CORP` and `STOCK` for companies. */
  readonly stockTypeFilter: string;
}

export type ScanProblem = 'unknown scan code' | 'unknown instrument' | 'location not configured';

export type ScanResult =
  | { readonly ok: true; readonly instruments: readonly SimInstrument[] }
  | { readonly ok: false; readonly problem: ScanProblem };

/** What of the world a scan looks at. */
export interface ScannedWorld {
  readonly clock: Pick<SimClock, 'nowMs'>;
  readonly catalogue: Pick<Catalogue, 'withoutOptions'>;
  readonly market: Pick<Market, 'quote'>;
  readonly history: Pick<History, 'bars'>;
}

/** Ranks the market as it is now, best first. */
export function scanMarket(world: ScannedWorld, query: ScanQuery): ScanResult {
  const type = scanTypeOf(query.scanCode);
  if (type === undefined && !isEmptyScan(query.scanCode)) return { ok: false, problem: 'unknown scan code' };
  const kind = scanInstruments.find((candidate) => candidate.type === query.instrument);
  if (kind === undefined && !/^[A-Z]+(?:\.[A-Z]+)*$/.test(query.instrument)) {
    return { ok: false, problem: 'unknown instrument' };
  }
  const locations = query.locationCodes.map((code) => scanLocationOf(code));
  const configured =
    locations.length > 0 && locations.every((location) => location?.instrument === query.instrument);
  if (kind === undefined || !configured) return { ok: false, problem: 'location not configured' };
  if (type === undefined) return { ok: true, instruments: [] };

  const ranked: { readonly instrument: SimInstrument; readonly value: number }[] = [];
  for (const instrument of world.catalogue.withoutOptions) {
    if (!kind.includes(instrument) || !hasStockType(instrument, query.stockTypeFilter)) continue;
    if (!locations.some((location) => location?.includes(instrument))) continue;
    const facts = factsOf(world, instrument);
    if (facts === undefined || !withinBounds(facts, query.bounds)) continue;
    const value = type.rankBy(facts);
    if (value !== null) ranked.push({ instrument, value });
  }
  const direction = type.first === 'highest' ? -1 : 1;
  ranked.sort(
    (a, b) =>
      direction * (a.value - b.value || (a.instrument.localSymbol < b.instrument.localSymbol ? -1 : 1)),
  );
  return { ok: true, instruments: ranked.slice(0, query.numberOfRows).map(({ instrument }) => instrument) };
}

function factsOf(world: ScannedWorld, instrument: SimInstrument): ScanFacts | undefined {
  const [impliedBefore = null, implied = null] = volatilities(world, instrument, 'OPTION_IMPLIED_VOLATILITY');
  const historical = volatilities(world, instrument, 'HISTORICAL_VOLATILITY').at(-1) ?? null;
  return scanFactsOf(instrument, world.market.quote(instrument.conId), {
    implied,
    impliedBefore,
    historical,
  });
}

/** The volatility of the last two days. */
function volatilities(
  { history, clock }: ScannedWorld,
  instrument: SimInstrument,
  whatToShow: WhatToShow,
): readonly number[] {
  if (instrument.secType !== 'STK' && instrument.secType !== 'IND') return [];
  const bars = history.bars({
    instrument,
    endMs: clock.nowMs(),
    duration: '2 D',
    barSize: '1 day',
    whatToShow,
    regularHoursOnly: true,
  });
  return bars.slice(-2).map(({ close }) => close);
}

function hasStockType({ stockType }: SimInstrument, wanted: string): boolean {
  switch (wanted) {
    case '':
    case 'ALL':
      return true;
    case 'CORP':
    case 'STOCK':
      return stockType === 'COMMON';
    default:
      return stockType === wanted;
  }
}
