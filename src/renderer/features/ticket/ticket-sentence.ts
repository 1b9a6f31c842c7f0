import type { Instrument } from '../../../shared/domain/instrument';
import type { OrderDraft } from '../../../shared/domain/order';
import { orderSentence } from '../../../shared/domain/order-sentence';
import type { Quote } from '../../../shared/domain/quote';
import { useStatus } from '../../app/status-store';
import { quoteBus } from '../../lib/quote-bus';

/** What will happen, in one sentence; empty while the ticket holds no order. */
export function sentenceOf(
  draft: OrderDraft | null,
  instrument: Instrument,
  accountId: string | null,
  quote: Quote,
): string {
  if (draft === null) return '';
  const marketPrice = draft.side === 'BUY' ? quote.ask : quote.bid;
  return `${orderSentence(draft, { instrument, accountId, marketPrice })}.`;
}

/** The sentence with the prices of this moment. */
export function sentenceNow(draft: OrderDraft | null, instrument: Instrument): string {
  const accountId = useStatus.getState().status?.accountId ?? null;
  return sentenceOf(draft, instrument, accountId, quoteBus.get(instrument.conId));
}
