import type { DepthKind } from '../world/depth/depth-book';
import type { SimInstrument } from '../world/world';
import type { DepthExchange } from '../wire/messages/depth-messages';

/** European exchanges of stocks; all of them show their price levels. */
const europeanExchanges = 'IBIS,FWB,SWB,GETTEX,TGATE,HEX,CHIXEN,TRQXEN,BATEEN,LSE,CHIXUK,TRQXUK,BATEUK'.split(
  ',',
);

/** Exchanges that give market depth in the simulated market, by security type; the first is the instrument's own. */
const deepExchanges: readonly DepthExchange[] = [
  { exchange: 'NASDAQ', secType: 'STK', serviceDataType: 'Deep2' },
  { exchange: 'ARCA', secType: 'STK', serviceDataType: 'Deep' },
  { exchange: 'BATS', secType: 'STK', serviceDataType: 'Deep' },
  { exchange: 'EDGX', secType: 'STK', serviceDataType: 'Deep' },
  { exchange: 'NYSE', secType: 'STK', serviceDataType: 'Deep' },
  { exchange: 'IEX', secType: 'STK', serviceDataType: 'Deep' },
  { exchange: 'MEMX', secType: 'STK', serviceDataType: 'Deep' },
  { exchange: 'CME', secType: 'FUT', serviceDataType: 'Deep' },
  { exchange: 'CME', secType: 'FOP', serviceDataType: 'Deep' },
  { exchange: 'IDEALPRO', secType: 'CASH', serviceDataType: 'Deep' },
  { exchange: 'CBOE', secType: 'OPT', serviceDataType: 'Deep' },
  { exchange: 'ISE', secType: 'OPT', serviceDataType: 'Deep' },
  { exchange: 'PHLX', secType: 'OPT', serviceDataType: 'Deep' },
  ...europeanExchanges.map((exchange) => ({ exchange, secType: 'STK', serviceDataType: 'Deep' }) as const),
];

export function depthExchanges(): readonly DepthExchange[] {
  return deepExchanges;
}

/**
 * The kind of book that an exchange shows; undefined when it has none. The SMART book is asked for with
 * `isSmartDepth` and exists where several exchanges trade an instrument.
 */
export function depthKindOf(
  instrument: SimInstrument,
  requestedExchange: string,
  smart: boolean,
): DepthKind | undefined {
  const exchange = requestedExchange === '' ? instrument.exchange : requestedExchange;
  const isRouted = instrument.secType === 'STK' || instrument.secType === 'OPT';
  if (exchange === 'SMART') return smart && isRouted ? 'exchanges' : undefined;
  const known = deepExchanges.find(
    (entry) => entry.exchange === exchange && entry.secType === instrument.secType,
  );
  if (known === undefined) return undefined;
  return known.serviceDataType === 'Deep2' ? 'dealers' : 'levels';
}

/** Exchanges that show no more than their best prices. */
const topOnly = ['BYX', 'AMEX', 'CHX', 'NYSENAT', 'PSX', 'EDGEA', 'ISE', 'DRCTEDGE'];

/** The text of notice 2152, which says where the rows of a SMART book come from. */
export function smartDepthNotice(instrument: SimInstrument): string {
  const deep = deepExchanges
    .filter(
      ({ exchange, secType }) =>
        secType === instrument.secType && instrument.validExchanges.includes(exchange),
    )
    .map(({ exchange }) => exchange);
  const top = topOnly.filter(
    (exchange) => instrument.validExchanges.includes(exchange) && !deep.includes(exchange),
  );
  return `Exchanges - Depth: ${deep.join('; ')}; Top: ${top.join('; ')}; `;
}
