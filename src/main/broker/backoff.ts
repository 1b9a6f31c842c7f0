import type { ConnectionCause } from '../../shared/domain/connection';
import type { BrokerOptions } from './options';

/** Causes that will most likely still be there in half a second. */
const slowCauses: ReadonlySet<ConnectionCause> = new Set([
  'client-id-in-use',
  'version',
  'not-a-gateway',
  'port-changed',
]);

/**
 * How long to wait before the next attempt, ms: doubling from the first attempt on, up to the maximum, for ever, with
 * up to half taken off at random, so that several clients of one gateway do not come back in step.
 *
 * @param attempt the attempt that failed, from 1; 0 when a running session was lost.
 * @param fraction a random number in [0, 1).
 */
export function backoffMs(
  cause: ConnectionCause,
  attempt: number,
  fraction: number,
  options: Pick<BrokerOptions, 'minBackoffMs' | 'maxBackoffMs' | 'slowBackoffMs' | 'restartBackoffMs'>,
): number {
  const base = slowCauses.has(cause) ? options.slowBackoffMs : options.minBackoffMs;
  const doubled = base * 2 ** Math.min(Math.max(attempt - 1, 0), 16);
  const longest = cause === 'restart' ? options.restartBackoffMs : options.maxBackoffMs;
  return Math.round(Math.min(doubled, longest) * (1 - fraction / 2));
}
