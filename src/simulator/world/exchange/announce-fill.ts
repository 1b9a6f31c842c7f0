import type { ExchangeEvent, SimExecution } from '../world';
import type { OrderRegister } from './order-register';

/** Remembers a fill and says so: its execution, and those of the legs of a combination or of what was exercised. */
export function announceFill(
  to: { readonly register: OrderRegister; emit(event: ExchangeEvent): void },
  execution: SimExecution,
  legs: readonly SimExecution[],
): void {
  for (const one of [execution, ...legs]) to.register.addExecution(one);
  to.emit({ kind: 'filled', order: execution.order, execution, ...(legs.length > 0 ? { legs } : {}) });
}
