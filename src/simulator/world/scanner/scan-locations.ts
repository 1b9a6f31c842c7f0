import type { SimInstrument } from '../listing';

/** A kind of instrument that can be scanned. */
export interface ScanInstrument {
  readonly type: string;
  readonly name: string;
  readonly includes: (instrument: SimInstrument) => boolean;
}

/** A market, or a part of one, under TWS's code. */
export interface ScanLocation {
  readonly code: string;
  readonly name: string;
  /** The kinds of instruments that can be scanned there. */
  readonly instrument: string;
  readonly includes: (instrument: SimInstrument) => boolean;
  readonly parts: readonly ScanLocation[];
}

const isAmerican = ({ secType, currency }: SimInstrument): boolean => secType === 'STK' && currency === 'USD';
const isEtf = (instrument: SimInstrument): boolean =>
  isAmerican(instrument) && instrument.stockType === 'ETF';

export const scanInstruments: readonly ScanInstrument[] = [
  { type: 'STK', name: 'US Stocks', includes: isAmerican },
  { type: 'ETF.EQ.US', name: 'US Equity ETFs', includes: isEtf },
  { type: 'FUT.US', name: 'US Futures', includes: ({ secType }) => secType === 'FUT' },
  {
    type: 'IND.US',
    name: 'US Indexes',
    includes: ({ secType, currency }) => secType === 'IND' && currency === 'USD',
  },
];

/** The places of one kind of instrument, as a tree. */
export const scanLocations: readonly ScanLocation[] = [
  place('STK.US', 'US Stocks', 'STK', () => true, [
    place('STK.US.MAJOR', 'Listed/NASDAQ', 'STK', () => true, [
      place('STK.NYSE', 'NYSE', 'STK', listedAt('NYSE')),
      place('STK.AMEX', 'AMEX', 'STK', listedAt('AMEX')),
      place('STK.ARCA', 'ARCA', 'STK', listedAt('ARCA')),
      place('STK.BATS', 'BATS', 'STK', listedAt('BATS')),
      place('STK.NASDAQ', 'NASDAQ', 'STK', listedAt('NASDAQ'), [
        place('STK.NASDAQ.NMS', 'NASDAQ NMS', 'STK', inClass('NMS')),
        place('STK.NASDAQ.SCM', 'NASDAQ SCM', 'STK', inClass('SCM')),
      ]),
    ]),
    place('STK.US.MINOR', 'OTC Markets', 'STK', () => false, [
      place('STK.PINK', 'PINK', 'STK', () => false),
      place('STK.OTCBB', 'OTCBB', 'STK', () => false),
    ]),
  ]),
  place('ETF.EQ.US', 'US Equity ETFs', 'ETF.EQ.US', () => true, [
    place('ETF.EQ.US.MAJOR', 'Listed/NASDAQ', 'ETF.EQ.US', () => true, [
      place('ETF.EQ.ARCA', 'ARCA', 'ETF.EQ.US', listedAt('ARCA')),
      place('ETF.EQ.NASDAQ.NMS', 'NASDAQ NMS', 'ETF.EQ.US', listedAt('NASDAQ')),
    ]),
  ]),
  place('FUT.US', 'US Futures', 'FUT.US', () => true, [
    place('FUT.CME', 'CME', 'FUT.US', ({ exchange }) => exchange === 'CME'),
  ]),
  place('IND.US', 'US Indexes', 'IND.US', () => true, [
    place('IND.CBOE', 'CBOE', 'IND.US', ({ exchange }) => exchange === 'CBOE'),
  ]),
];

/** The place with this code, wherever it stands in the tree. */
export function scanLocationOf(
  code: string,
  among: readonly ScanLocation[] = scanLocations,
): ScanLocation | undefined {
  for (const location of among) {
    const found = location.code === code ? location : scanLocationOf(code, location.parts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function place(
  code: string,
  name: string,
  instrument: string,
  includes: (instrument: SimInstrument) => boolean,
  parts: readonly ScanLocation[] = [],
): ScanLocation {
  return { code, name, instrument, includes, parts };
}

function listedAt(exchange: string): (instrument: SimInstrument) => boolean {
  return ({ primaryExchange }) => primaryExchange === exchange;
}

function inClass(tradingClass: string): (instrument: SimInstrument) => boolean {
  return (instrument) => instrument.primaryExchange === 'NASDAQ' && instrument.tradingClass === tradingClass;
}
