import type { Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import type { BrokerError } from '../broker/port';

/** The answer to a request of the trader. */
export type Outcome<T> = Result<T, RequestError>;

/** The answer of a request that has nothing to tell but that it was done. */
export type Nothing = Record<string, never>;

/** A failure of the broker as an answer to the trader; `lead` says what was not done. */
export function brokerFailure(error: BrokerError, lead: string): RequestError {
  switch (error.kind) {
    case 'not-connected':
    case 'cancelled':
      return { code: 'not-connected', text: `${lead} ${error.text}` };
    case 'timeout':
      return { code: 'timeout', text: `${lead} ${error.text}` };
    case 'refused':
    case 'paused':
      return { code: 'refused', text: `${lead} ${error.text}` };
    case 'invalid':
      return { code: 'rule', text: `${lead} ${error.text}` };
  }
}

/** The answer to a request that was refused now, when the disk cannot tell whether it went out before. */
export function unknownWhetherAsked(what: 'order' | 'change', storageError: string): RequestError {
  return {
    code: 'storage',
    text: `Nothing was sent now, and the journal could not tell whether this ${what} was asked for before. ${storageError} Look among the orders before you ask again.`,
  };
}
