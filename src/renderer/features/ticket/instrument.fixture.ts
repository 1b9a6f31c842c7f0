import type { Instrument } from '../../../shared/domain/instrument';
import { conIdOf, instrumentOf } from '../../../shared/domain/instrument-fixtures';

export { conIdOf, decimalOf as dec } from '../../../shared/domain/instrument-fixtures';

/** A stock with a tick of one cent that takes every order type of the ticket, for tests. */
export function stock(overrides: Partial<Instrument> = {}): Instrument {
  return instrumentOf(conIdOf(265598), { orderTypes: ['MKT', 'LMT', 'STP', 'STPLMT'], ...overrides });
}
