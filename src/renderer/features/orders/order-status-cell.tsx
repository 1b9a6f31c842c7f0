import type { Order } from '../../../shared/domain/order';
import { causeFor } from '../../../shared/domain/rejection-causes';
import { formatDateTime } from '../../lib/format';
import { WarningIcon } from '../../ui';
import { originWord, statusTone, statusWord, whyLocked } from './order-rows';
import { tableTimeZone } from './table-cells';

const surplus = 'second copy of one order';

/** The state of an order, who placed it, the plain cause of a rejection, and IB's own text. */
export function OrderStatusCell({ order }: { readonly order: Order }) {
  const origin = originWord(order);
  const cause = causeFor(order);
  return (
    <>
      <span className={`status-${statusTone(order)}`}>{statusWord(order)}</span>
      {order.copyOf === null ? null : (
        <span className="order-surplus">
          <WarningIcon /> {surplus}
        </span>
      )}
      {origin === '' ? null : <span className="order-origin">{origin}</span>}
      {cause === null ? null : <span className="order-cause">{cause.cause}</span>}
      {order.message === null ? null : (
        <span className={`order-message order-${order.message.severity}`}>{order.message.text}</span>
      )}
    </>
  );
}

/** All of it in lines, with IB's code and what can be done. */
export function orderStatusTitle(order: Order): string {
  const lines = [[statusWord(order), originWord(order)].filter((word) => word !== '').join(', ')];
  if (order.copyOf !== null)
    lines.push('IB holds two orders under one order of ours: this one was seen later. Cancel the surplus.');
  const cause = causeFor(order);
  if (cause !== null) lines.push(`${cause.cause} ${cause.advice}`);
  const { message } = order;
  if (message !== null) {
    lines.push(`${message.text}${message.code === null ? '' : ` (code ${message.code})`}`);
    lines.push(formatDateTime(message.atMs, tableTimeZone));
  }
  const locked = whyLocked(order);
  if (locked !== null) lines.push(locked);
  return lines.join('\n');
}
