import { Decimal } from 'decimal.js';
import { EMPTY_QUOTE } from '../../prices/empty-quote';
import type { InstrumentLeg, SimQuote } from '../../world';
import { netPrice, sizeAt, touchesOf } from './combo-prices';

/**
 * The market of a combination as SMART makes it of the markets of its legs: what buying and selling all of them at
 * their touches would cost. It has no trades of its own, and its prices may be 0 or below.
 */
export function comboQuote(legs: readonly InstrumentLeg[], quotes: readonly SimQuote[]): SimQuote {
  const buying = touchesOf(legs, quotes, 'BUY');
  const selling = touchesOf(legs, quotes, 'SELL');
  const closes = quotes.map((quote) => quote.close);
  const known = closes.filter((close) => close !== null);
  const close =
    known.length === legs.length
      ? netPrice(
          legs,
          known.map((price) => new Decimal(price)),
        )
      : null;
  return {
    ...EMPTY_QUOTE,
    bid: selling === null ? null : netPrice(legs, selling).toNumber(),
    ask: buying === null ? null : netPrice(legs, buying).toNumber(),
    bidSize: selling === null ? 0 : sizeAt(legs, quotes, 'SELL'),
    askSize: buying === null ? 0 : sizeAt(legs, quotes, 'BUY'),
    bidExchange: 'SMART',
    askExchange: 'SMART',
    close: close?.toNumber() ?? null,
    halted: quotes.some((quote) => quote.halted),
  };
}
