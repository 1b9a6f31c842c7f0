import type { DecimalText } from '../../../shared/domain/decimal';
import { exact } from '../../../shared/domain/decimal';
import { instrumentName } from '../../../shared/domain/order-sentence';
import type { OrderState } from '../../../shared/domain/order';
import type {
  OrderDifference,
  PositionDifference,
  PositionGap,
  ReconciliationReport,
} from '../../../shared/domain/reconciliation';
import { formatQuantity, formatSigned } from '../../lib/format';

/** A state in the trader's words; `null`: the order was not known. */
function stateWord(state: OrderState | null): string {
  switch (state) {
    case null:
      return 'not known';
    case 'uncertain':
      return 'not confirmed';
    case 'partially-filled':
      return 'partly filled';
    case 'refused':
      return 'never arrived';
    case 'inactive':
      return 'held by IB';
    case 'draft':
    case 'sending':
    case 'working':
    case 'filled':
    case 'cancelling':
    case 'cancelled':
    case 'rejected':
      return state;
  }
}

/** `working → filled, 100 more`. */
export function orderChangeWords({ from, to, filledBefore, filledAfter }: OrderDifference): string {
  const more = exact(filledAfter).minus(exact(filledBefore));
  const filled = more.isZero() ? '' : `, ${formatQuantity(more.toNumber())} more filled`;
  return from === to ? `${stateWord(to)}${filled}` : `${stateWord(from)} → ${stateWord(to)}${filled}`;
}

/** Why a position is not as it had been left. */
export function positionCauseWords({ cause, fills }: PositionDifference): string {
  switch (cause) {
    case 'fills':
      return `fills of ${signedQuantity(fills)}`;
    case 'older':
      return 'changed on an earlier day, whose executions IB does not list any more; IB’s figure is taken';
    case 'checking':
      return 'no fill explains it yet; executions are being asked for again';
  }
}

/** `+50`, `−3`. */
export function signedQuantity(quantity: DecimalText): string {
  return formatSigned(quantity, exact(quantity).decimalPlaces());
}

/** One line about positions that do not add up, or null when all do. */
export function gapsSentence(gaps: readonly PositionGap[]): string | null {
  if (gaps.length === 0) return null;
  const listed = gaps.slice(0, 3).map((gap) => `${instrumentName(gap)} ${signedQuantity(gap.difference)}`);
  const more = gaps.length > 3 ? `, and ${gaps.length - 3} more` : '';
  const lead = gaps.length === 1 ? 'A position does not add up' : `${gaps.length} positions do not add up`;
  return `${lead}: ${listed.join(', ')}${more}. No fill explains it.`;
}

/** What to say when nothing differed. */
export function agreementSentence({ compared }: ReconciliationReport): string {
  const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
  return `Everything agrees with IB: ${[
    count(compared.openOrders, 'open order', 'open orders'),
    count(compared.executions, 'execution', 'executions'),
    count(compared.positions, 'position', 'positions'),
  ].join(', ')}.`;
}
