import { exact } from './decimal';
import { type Instrument, moneyPerPoint } from './instrument';
import type { OrderDraft, OrderPricing } from './order';
import { pricesOf } from './order-validation';

/** What the sentence needs to know beside the draft. */
export interface SentenceContext {
  readonly instrument: Instrument;
  /** Null while no account is known. */
  readonly accountId: string | null;
  /** Price for the estimate of a market order: the ask for a buy, the bid for a sell. Null when unknown. */
  readonly marketPrice: number | null;
}

/**
 * Says in one sentence what will happen, for example
 * `Buy 100 AAPL at limit 187.20, day, regular hours, about 18,720 USD, DU1234567`.
 */
export function orderSentence(draft: OrderDraft, context: SentenceContext): string {
  const { instrument } = context;
  const parts = [
    `${draft.side === 'BUY' ? 'Buy' : 'Sell'} ${grouped(draft.quantity)} ${instrumentName(instrument)} ${pricingWords(draft.pricing)}`,
    tifWords(draft),
    draft.outsideRth ? 'also outside regular hours' : 'regular hours',
    estimateWords(draft, context),
  ];
  if (draft.bracket?.takeProfit) parts.push(`take profit at ${grouped(draft.bracket.takeProfit)}`);
  if (draft.bracket?.stopLoss) parts.push(`stop loss at ${grouped(draft.bracket.stopLoss)}`);
  parts.push(context.accountId ?? 'no account yet');
  return parts.join(', ');
}

/** `AAPL`, or for a derivative its local symbol. */
export function instrumentName(instrument: Pick<Instrument, 'symbol' | 'secType' | 'localSymbol'>): string {
  return instrument.secType === 'STK' || instrument.secType === 'IND'
    ? instrument.symbol
    : instrument.localSymbol.replace(/\s+/g, ' ');
}

function pricingWords(pricing: OrderPricing): string {
  switch (pricing.orderType) {
    case 'MKT':
      return 'at market';
    case 'LMT':
      return `at limit ${grouped(pricing.limitPrice)}`;
    case 'STP':
      return `at market once ${grouped(pricing.stopPrice)} trades`;
    case 'STP LMT':
      return `at limit ${grouped(pricing.limitPrice)} once ${grouped(pricing.stopPrice)} trades`;
  }
}

function tifWords(draft: OrderDraft): string {
  switch (draft.tif) {
    case 'DAY':
      return 'day';
    case 'GTC':
      return 'until cancelled';
    case 'IOC':
      return 'immediate or cancel';
  }
}

function estimateWords(draft: OrderDraft, context: SentenceContext): string {
  const { limitPrice, stopPrice } = pricesOf(draft.pricing);
  const price = limitPrice ?? stopPrice ?? context.marketPrice;
  if (price === null) return `amount unknown in ${context.instrument.currency}`;
  const amount = exact(price).times(exact(draft.quantity)).times(moneyPerPoint(context.instrument)).abs();
  return `about ${grouped(amount.toDecimalPlaces(amount.greaterThanOrEqualTo(1000) ? 0 : 2).toFixed())} ${context.instrument.currency}`;
}

/** Groups the thousands of a plain decimal text; a price keeps the decimals it has, at least two when it has any. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const padded = fraction === undefined ? undefined : fraction.padEnd(2, '0');
  const sign = whole.startsWith('-') ? '−' : '';
  const digits = whole.replace('-', '').replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${sign}${digits}${padded === undefined ? '' : `.${padded}`}`;
}
