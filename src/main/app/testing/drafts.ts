import type { DecimalText } from '../../../shared/domain/decimal';
import { isDecimalText } from '../../../shared/domain/decimal';
import type { OrderDraft } from '../../../shared/domain/order';
import type { TerminalRig } from './terminal-rig';

/** A decimal that is typed in a test. */
export function decimal(text: string): DecimalText {
  if (!isDecimalText(text)) throw new TypeError(`not a decimal: ${text}`);
  return text;
}

/** Buy at market, day. */
export function marketDraft(
  rig: TerminalRig,
  quantity: string,
  changes: Partial<OrderDraft> = {},
): OrderDraft {
  return {
    conId: rig.conId('AAPL', 'STK'),
    side: 'BUY',
    quantity: decimal(quantity),
    pricing: { orderType: 'MKT' },
    tif: 'DAY',
    outsideRth: false,
    bracket: null,
    ...changes,
  };
}

/** Buy 100 AAPL at a limit so far below the bid that it rests, day. */
export function restingDraft(rig: TerminalRig, changes: Partial<OrderDraft> = {}): OrderDraft {
  return marketDraft(rig, '100', {
    pricing: { orderType: 'LMT', limitPrice: rig.price('AAPL', 'bid', '-20') },
    ...changes,
  });
}
