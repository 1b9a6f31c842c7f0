import { exact } from '../../../shared/domain/decimal';
import type { Instrument, TimeSpan } from '../../../shared/domain/instrument';
import type { OrderDraft } from '../../../shared/domain/order';
import { activeLimit, figure, percentage, refusal, unknown } from './risk-refusals';
import type { RiskCheck } from './size-checks';

/** True for an order that takes whatever price there is: now, or once its stop is touched. */
function takesAnyPrice(draft: OrderDraft): boolean {
  return draft.pricing.orderType === 'MKT' || draft.pricing.orderType === 'STP';
}

function within(spans: readonly TimeSpan[], atMs: number): boolean {
  return spans.some((span) => atMs >= span.startMs && atMs < span.endMs);
}

/** True in the instrument's regular hours, by the gateway's own list; null when it sent none. */
function inRegularHours(instrument: Instrument, atMs: number): boolean | null {
  return instrument.liquidHours.length === 0 ? null : within(instrument.liquidHours, atMs);
}

/** True while the instrument trades at all; null when the gateway sent no hours. */
function inTradingHours(instrument: Instrument, atMs: number): boolean | null {
  return instrument.tradingHours.length === 0 ? null : within(instrument.tradingHours, atMs);
}

export const checkLimitDistance: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'limit-distance');
  const { pricing } = draft;
  if (limit === null || (pricing.orderType !== 'LMT' && pricing.orderType !== 'STP LMT')) return null;
  const { bid, ask, last, close } = facts.quote;
  const buys = draft.side === 'BUY';
  const near = (buys ? ask : bid) ?? last ?? close;
  if (near === null) return unknown('limit-distance', 'The market');
  // A stop waits until the market has come to it.
  const stop = pricing.orderType === 'STP LMT' ? exact(pricing.stopPrice) : null;
  const beyond = stop !== null && (buys ? stop.greaterThan(near) : stop.lessThan(near));
  const market = beyond && stop !== null ? stop : exact(near);
  if (market.isZero()) return null;
  const through = exact(pricing.limitPrice)
    .minus(market)
    .times(buys ? 1 : -1);
  const distance = through.dividedBy(market.abs()).times(100);
  if (distance.lessThanOrEqualTo(limit)) return null;
  const side = beyond ? `${buys ? 'above' : 'below'} the stop` : buys ? 'above the ask' : 'below the bid';
  return refusal(
    'limit-distance',
    percentage(distance),
    percentage(limit),
    `The limit ${pricing.limitPrice} is ${percentage(distance)} ${side} of ${figure(market)}; the limit is ${percentage(limit)}. Look at the price again, or raise the limit in the settings.`,
  );
};

export const checkMarketOrderHours: RiskCheck = (draft, facts) => {
  if (!facts.policy['market-order-hours'].on || !takesAnyPrice(draft)) return null;
  if (draft.pricing.orderType === 'STP' && !draft.outsideRth) return null;
  const regular = inRegularHours(facts.instrument, facts.marketNowMs);
  if (regular === null) return unknown('market-order-hours', 'Whether the market is in its regular hours');
  if (regular) return null;
  return refusal(
    'market-order-hours',
    'outside regular hours',
    'regular hours only',
    `${facts.instrument.symbol} is outside its regular hours, where market orders fill at poor prices. Use a limit, or switch this rule off in the settings.`,
  );
};

export const checkSpread: RiskCheck = (draft, facts) => {
  const limit = activeLimit(facts, 'spread');
  if (limit === null || draft.pricing.orderType !== 'MKT') return null;
  const { bid, ask } = facts.quote;
  if (bid === null || ask === null) return unknown('spread', 'The spread');
  const middle = exact(bid).plus(exact(ask)).dividedBy(2);
  if (!middle.greaterThan(0)) return unknown('spread', 'The spread');
  const spread = exact(ask).minus(exact(bid)).dividedBy(middle).times(100);
  if (spread.lessThanOrEqualTo(limit)) return null;
  return refusal(
    'spread',
    percentage(spread),
    percentage(limit),
    `The spread is ${percentage(spread)} (${figure(exact(bid))} to ${figure(exact(ask))}); for a market order the limit is ${percentage(limit)}. Use a limit order, or raise the limit in the settings.`,
  );
};

export const checkStaleQuote: RiskCheck = (_draft, facts) => {
  if (!facts.policy['stale-quote'].on) return null;
  const { quote, instrument } = facts;
  const say = (value: string) =>
    refusal(
      'stale-quote',
      value,
      'live',
      `The price of ${instrument.symbol} is ${value}. Wait for a live price, or switch this rule off in the settings.`,
    );
  if (quote.stale) return say('stale');
  if (quote.type === 'delayed' || quote.type === 'delayed-frozen') return say('delayed');
  // A closed market has no live price; what is sent then waits for the next session.
  if (inTradingHours(instrument, facts.marketNowMs) === false) return null;
  if (quote.bid === null && quote.ask === null && quote.last === null) return say('not known');
  return null;
};
