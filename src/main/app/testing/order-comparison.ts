import type { Position } from '../../../shared/domain/account';
import type { Fill, Order } from '../../../shared/domain/order';
import type { SimOrder, World } from '../../../simulator/world/world';

/** The app's view of its orders, and the world that it trades in. */
export interface ComparedSides {
  readonly world: World;
  orders(): readonly Order[];
  fills(): readonly Fill[];
  positions(): readonly Position[];
}

/** An order as both sides can tell it. */
interface Told {
  readonly id: string;
  readonly state: 'open' | 'filled' | 'cancelled' | 'rejected';
  readonly filled: number;
  /** Of an open order. */
  readonly terms: string | null;
}

function endOf(status: SimOrder['status']): Told['state'] {
  switch (status) {
    case 'Filled':
      return 'filled';
    case 'Cancelled':
    case 'ApiCancelled':
      return 'cancelled';
    case 'Inactive':
      return 'rejected';
    case 'PendingSubmit':
    case 'PreSubmitted':
    case 'Submitted':
    case 'PendingCancel':
      return 'open';
  }
}

/** Our key, or the app's name for an order that has none of ours. */
function identityOf(order: SimOrder): string {
  const { orderRef } = order.terms;
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(orderRef) ? orderRef : `perm-${order.permId}`;
}

function toldByExchange(order: SimOrder): Told {
  const state = endOf(order.status);
  const { quantity, limitPrice, auxPrice } = order.terms;
  return {
    id: identityOf(order),
    state,
    filled: order.filled,
    terms: state === 'open' ? `${quantity} limit ${limitPrice} stop ${auxPrice}` : null,
  };
}

function toldByApp(order: Order): Told | Order['state'] {
  const { id, quantity, limitPrice, stopPrice } = order;
  const filled = Number(order.filled);
  switch (order.state) {
    case 'filled':
    case 'cancelled':
    case 'rejected':
      return { id, state: order.state, filled, terms: null };
    case 'working':
    case 'partially-filled': {
      const price = (text: string | null) => (text === null ? null : Number(text));
      const terms = `${Number(quantity)} limit ${price(limitPrice)} stop ${price(stopPrice)}`;
      return { id, state: 'open', filled, terms };
    }
    case 'draft':
    case 'refused':
    case 'sending':
    case 'uncertain':
    case 'cancelling':
    case 'inactive':
      return order.state;
  }
}

const byId = (a: Told, b: Told) => a.id.localeCompare(b.id);

/** Every order that the exchange has or had. */
export function exchangeOrders(world: World): readonly SimOrder[] {
  return [...world.exchange.openOrders(), ...world.exchange.completedOrders()];
}

/**
 * Null when the app and the exchange tell the same about orders, fills and positions; otherwise what differs.
 * @param neverArrived ids of orders that the gateway itself rejected, which the exchange never had.
 */
export function orderDifference(
  sides: ComparedSides,
  neverArrived: ReadonlySet<string> = new Set(),
): string | null {
  const exchange = exchangeOrders(sides.world).map(toldByExchange).toSorted(byId);
  const atExchange = new Set(exchange.map((told) => told.id));
  const shown = sides.orders().map(toldByApp);
  // An order that never arrived is refused here and unknown there.
  const known = shown
    .filter((told) => typeof told !== 'string')
    .filter((told) => !(told.state === 'rejected' && neverArrived.has(told.id) && !atExchange.has(told.id)))
    .toSorted(byId);
  const others = shown.filter((told) => typeof told === 'string' && told !== 'refused');
  if (others.length > 0) return `unresolved: ${others.join(', ')}`;
  if (JSON.stringify(known) !== JSON.stringify(exchange))
    return `app ${JSON.stringify(known, null, 1)} exchange ${JSON.stringify(exchange, null, 1)}`;
  return fillDifference(sides) ?? positionDifference(sides);
}

function fillDifference(sides: ComparedSides): string | null {
  const shown = sides
    .fills()
    .map((fill) => `${fill.execId} ${fill.orderKey} ${fill.quantity} ${fill.commission}`);
  const executions = sides.world.exchange.executions().map((one) => {
    const id = identityOf(one.order);
    return `${one.execId} ${id.startsWith('perm-') ? null : id} ${one.shares} ${one.commission}`;
  });
  return shown.toSorted().join() === executions.toSorted().join()
    ? null
    : `fills ${shown.join()} executions ${executions.join()}`;
}

function positionDifference(sides: ComparedSides): string | null {
  const held = sides.world.account
    .positions()
    .filter((position) => position.position !== 0)
    .map((position) => `${position.instrument.conId} ${position.position}`);
  const shown = sides
    .positions()
    .filter((position) => Number(position.quantity) !== 0)
    .map((position) => `${position.conId} ${Number(position.quantity)}`);
  return held.toSorted().join() === shown.toSorted().join()
    ? null
    : `positions ${shown.join()} at the exchange ${held.join()}`;
}
