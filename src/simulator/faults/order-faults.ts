import type { Exchange, SimOrder } from '../world/world';
import type { Fault } from './fault';
import type { OrderKey } from './faulty-session';
import { knownText } from './known-texts';

type BreakingFault = Extract<Fault, { kind: 'fill-order' | 'reject-order' | 'cancel-order' }>;

/**
 * Fills, rejects or cancels at the exchange: the order that set the fault off, or each working order that fits.
 */
export function breakOrders(
  exchange: Exchange,
  fault: BreakingFault,
  cause: OrderKey | undefined,
  clientId: number | undefined,
): void {
  for (const order of exchange.openOrders()) {
    if (!isMeant(order, fault, cause, clientId)) continue;
    switch (fault.kind) {
      case 'fill-order':
        exchange.levers.fill(order.permId, fault.quantity ?? null, fault.price ?? null);
        break;
      case 'reject-order': {
        const code = fault.code ?? 201;
        exchange.levers.reject(order.permId, code, fault.text ?? knownText(code));
        break;
      }
      case 'cancel-order':
        exchange.cancel(order.clientId, order.orderId);
    }
  }
}

function isMeant(
  order: SimOrder,
  fault: BreakingFault,
  cause: OrderKey | undefined,
  clientId: number | undefined,
): boolean {
  if (fault.orderRef !== undefined && order.terms.orderRef !== fault.orderRef) return false;
  if (cause !== undefined) return order.clientId === cause.clientId && order.orderId === cause.orderId;
  return clientId === undefined || order.clientId === clientId;
}
