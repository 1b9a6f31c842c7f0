import type { SimExecution } from '../world/world';
import type { ExecutionFilter } from '../wire/requests/order-requests';
import { GATEWAY_ZONE, parseMoment } from '../wire/zone-time';

/** The executions that a client's filter lets through; a time that cannot be read filters nothing. */
export function filterExecutions(
  executions: readonly SimExecution[],
  filter: ExecutionFilter,
): readonly SimExecution[] {
  const afterMs = parseMoment(filter.time, GATEWAY_ZONE) ?? Number.NEGATIVE_INFINITY;
  const side = filter.side === 'BUY' ? 'BOT' : filter.side === 'SELL' ? 'SLD' : filter.side;
  return executions.filter(
    ({ order, ...execution }) =>
      (filter.clientId === 0 || order.clientId === filter.clientId) &&
      (filter.account === '' || order.terms.account === filter.account) &&
      execution.atMs >= afterMs &&
      (filter.symbol === '' || order.instrument.symbol === filter.symbol) &&
      (filter.secType === '' || order.instrument.secType === filter.secType) &&
      (filter.exchange === '' || execution.exchange === filter.exchange || filter.exchange === 'SMART') &&
      (side === '' || execution.side === side),
  );
}
