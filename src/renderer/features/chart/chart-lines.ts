import type { Position } from '../../../shared/domain/account';
import { type DecimalText, decimalsOf, exact } from '../../../shared/domain/decimal';
import type { Instrument } from '../../../shared/domain/instrument';
import { isLive, type Order, type Side } from '../../../shared/domain/order';
import { formatPrice, formatQuantity, formatSigned } from '../../lib/format';

/** A line at a price: the position, or an order that can still trade. */
export type ChartLine =
  | {
      readonly kind: 'position';
      readonly id: string;
      readonly price: number;
      readonly title: string;
      /** Unrealized profit or loss with its sign; null while unknown. */
      readonly profit: { readonly text: string; readonly tone: 'up' | 'down' | '' } | null;
      readonly stale: boolean;
    }
  | {
      readonly kind: 'order';
      readonly id: string;
      readonly price: number;
      readonly title: string;
      readonly side: Side;
      readonly order: Order;
    };

/** The lines of an instrument: its position first, then its orders from the highest price to the lowest. */
export function chartLines(
  instrument: Instrument,
  position: Position | null,
  orders: Iterable<Order>,
): readonly ChartLine[] {
  const decimals = decimalsOf(instrument.minTick);
  const lines: ChartLine[] = [];
  for (const order of orders) {
    if (order.conId !== instrument.conId || !isLive(order.state)) continue;
    const price = linePrice(order);
    if (price === null) continue;
    lines.push({
      kind: 'order',
      id: order.id,
      price: exact(price).toNumber(),
      title: orderTitle(order, decimals),
      side: order.side,
      order,
    });
  }
  lines.sort((a, b) => b.price - a.price || a.id.localeCompare(b.id));
  const held = position === null ? null : positionLine(position, decimals);
  return held === null ? lines : [held, ...lines];
}

/** Where an order waits: a stop limit at its stop. */
function linePrice(order: Order): DecimalText | null {
  return order.stopPrice ?? order.limitPrice;
}

/** For example `BUY 50 LMT 184.90` or `SELL 100 STP 180.00 stop loss`; the quantity is what is left. */
export function orderTitle(order: Order, decimals: number): string {
  const prices = [order.stopPrice, order.limitPrice]
    .filter((price) => price !== null)
    .map((price) => formatPrice(price, Math.max(decimals, exact(price).decimalPlaces())));
  const role = order.role === 'take-profit' ? ' take profit' : order.role === 'stop-loss' ? ' stop loss' : '';
  return `${order.side} ${formatQuantity(order.remaining)} ${order.orderType} ${prices.join(' / ')}${role}`;
}

function positionLine(position: Position, decimals: number): ChartLine | null {
  if (position.averagePrice === null || exact(position.quantity).isZero()) return null;
  const { unrealizedPnl } = position;
  const profit = unrealizedPnl === null ? null : exact(unrealizedPnl);
  return {
    kind: 'position',
    id: `position-${position.conId}`,
    price: exact(position.averagePrice).toNumber(),
    title: `${formatQuantity(position.quantity)} @ ${formatPrice(position.averagePrice, decimals)}`,
    profit:
      profit === null
        ? null
        : {
            text: formatSigned(unrealizedPnl, 2),
            tone: profit.isZero() ? '' : profit.greaterThan(0) ? 'up' : 'down',
          },
    stale: position.stale,
  };
}

/**
 * Moves tags apart that would lie on each other: each keeps its order from top to bottom and goes no further than it
 * must. `centres` are pixels from the top, ascending.
 */
export function spreadTags(centres: readonly number[], height: number): readonly number[] {
  const placed = [...centres];
  for (let index = 1; index < placed.length; index += 1) {
    const above = placed[index - 1] ?? 0;
    const own = placed[index] ?? 0;
    placed[index] = Math.max(own, above + height);
  }
  return placed;
}
