import type { Result } from '../domain/result';
import type { RequestError } from './errors';
import type { RequestInput, RequestName, RequestOutput } from './requests';

/** The one IPC channel for requests. */
export const requestChannel = 'tradewind:request';
/** The channel on which main hands the stream port to the preload. */
export const portChannel = 'tradewind:port';
/** Marks the window message that carries the stream port from the preload into the page. */
export const portMessage = 'tradewind:port';

/** What the preload exposes as `window.tradewind`. */
export interface TradewindBridge {
  request<N extends RequestName>(
    name: N,
    input: RequestInput<N>,
  ): Promise<Result<RequestOutput<N>, RequestError>>;
  /** Asks main for a (new) stream port, which arrives as a window message. */
  openPort(): void;
}
