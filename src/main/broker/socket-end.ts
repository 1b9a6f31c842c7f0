import type { ConnectionCause } from '../../shared/domain/connection';

/** How a socket ended: the class, and a detail for the log and the trader. */
export interface SocketEnd {
  readonly cause: ConnectionCause;
  readonly detail: string;
}

/** `opening` until connected, `waiting` for the answer to the handshake, `talking` after it. */
export type SocketPhase = 'opening' | 'waiting' | 'talking' | 'ended';

/** What an error of the operating system means in this phase. */
export function endOfError(error: Error, state: SocketPhase): SocketEnd {
  const code: unknown = Reflect.get(error, 'code');
  const detail = error.message;
  if (state !== 'opening') return { cause: state === 'waiting' ? 'not-allowed' : 'dropped', detail };
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return { cause: 'host-unknown', detail };
    case 'ECONNRESET':
      // It was accepted and thrown out before this side had noticed.
      return { cause: 'not-allowed', detail };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { cause: 'no-answer', detail };
    default:
      return { cause: 'refused', detail };
  }
}

/** What it means that the other side closed in this phase. */
export function endOfClose(state: SocketPhase): SocketEnd {
  return state === 'talking'
    ? { cause: 'dropped', detail: 'the gateway closed the connection' }
    : { cause: 'not-allowed', detail: 'the connection was closed before any answer' };
}
