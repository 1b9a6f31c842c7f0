import type { InstrumentLeg, Market, MarketEvent, SimInstrument, SimQuote } from '../../world';
import { comboQuote } from './combo-quote';

/** What is asked of a market about one instrument. */
export interface InstrumentMarket {
  quote(): SimQuote;
  subscribe(listener: (event: MarketEvent) => void): () => void;
}

/** The market of an instrument: its own, or that of its legs when it is a combination. */
export function marketOf(market: Market, instrument: SimInstrument): InstrumentMarket {
  const { conId, legs } = instrument;
  if (legs === undefined) {
    return {
      quote: () => market.quote(conId),
      subscribe: (listener) => market.subscribe(conId, listener),
    };
  }
  return {
    quote: () =>
      comboQuote(
        legs,
        legs.map((leg) => market.quote(leg.instrument.conId)),
      ),
    subscribe: (listener) => subscribeToLegs(market, conId, legs, listener),
  };
}

/**
 * Events of the legs as events of the combination. A trade of a leg is none of the combination, but the sizes shown
 * beside it may be new.
 */
export function subscribeToLegs(
  market: Market,
  conId: number,
  legs: readonly InstrumentLeg[],
  listener: (event: MarketEvent) => void,
): () => void {
  const ends = legs.map((leg) =>
    market.subscribe(leg.instrument.conId, (event) => {
      const { atMs } = event;
      if (event.kind === 'session') {
        listener({ kind: 'session', conId, atMs });
        return;
      }
      if (event.kind !== 'ask') listener({ kind: leg.side === 'BUY' ? 'bid' : 'ask', conId, atMs });
      if (event.kind !== 'bid') listener({ kind: leg.side === 'BUY' ? 'ask' : 'bid', conId, atMs });
    }),
  );
  return () => {
    for (const end of ends) end();
  };
}
