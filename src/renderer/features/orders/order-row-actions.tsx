import type { Order } from '../../../shared/domain/order';
import { cancelOrder, fixAndResubmit, orderName } from './order-actions';
import { resubmission } from './order-resubmit';
import { canCancel, canModify, canReplace, whyLocked } from './order-rows';

/** What the buttons of a row do. */
export interface RowActions {
  readonly cancelling: ReadonlySet<string>;
  readonly orders: ReadonlyMap<string, Order>;
  readonly edit: (id: string) => void;
  readonly replace: (id: string) => void;
}

/** What can be done with an order. What somebody else's order does not allow from here is shown, off, with the reason. */
export function OrderActions({
  order,
  cancelling,
  orders,
  edit,
  replace,
}: RowActions & { readonly order: Order }) {
  const asked = cancelling.has(order.id);
  const locked = whyLocked(order);
  return (
    <span className="order-actions">
      {canModify(order) ? (
        <button
          type="button"
          className="row-action"
          aria-label={`Modify ${orderName(order)}`}
          onClick={() => edit(order.id)}
        >
          Modify
        </button>
      ) : canReplace(order) ? (
        <button
          type="button"
          className="row-action"
          aria-label={`Replace ${orderName(order)}`}
          title="IB does not let this order be changed: it is cancelled, confirmed, and then a new one is sent"
          onClick={() => replace(order.id)}
        >
          Replace…
        </button>
      ) : null}
      {canCancel(order) ? (
        <button
          type="button"
          className="row-action row-action-danger"
          aria-label={`${order.copyOf === null ? 'Cancel' : 'Cancel surplus'} ${orderName(order)}`}
          aria-disabled={asked}
          onClick={() => void cancelOrder(order)}
        >
          {order.copyOf === null ? 'Cancel' : 'Cancel surplus'}
        </button>
      ) : locked === null ? null : (
        <button
          type="button"
          className="row-action"
          aria-label={`Cancel ${orderName(order)}: not from here. ${locked}`}
          aria-disabled
          title={locked}
        >
          Cancel
        </button>
      )}
      {resubmission(order, orders) === null ? null : (
        <button
          type="button"
          className="row-action"
          aria-label={`Fix and resubmit ${orderName(order)}: fill in the ticket`}
          title="Fills in the ticket with the values of this order; nothing is sent"
          onClick={() => fixAndResubmit(order, orders)}
        >
          Fix and resubmit…
        </button>
      )}
    </span>
  );
}
