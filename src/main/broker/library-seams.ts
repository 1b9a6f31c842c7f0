import net from 'node:net';
import type { IBApi } from '@stoqey/ib';

/**
 * The two places where this adapter reaches behind the library's public face. Both are checked at run time and fail
 * loudly when a new version of the library is built differently.
 */

/**
 * Runs `connect`, and gives the library `open`'s object in place of the socket that it would make with
 * `net.connect({ host, port }, onConnect)`. `net.connect` is replaced only while `connect` runs, which is synchronous.
 * Source: @stoqey/ib 1.6.10, core/io/socket, `Socket.connect`.
 * @throws Error when the library did not open its socket that way.
 */
export function connectThrough(open: (onConnect: () => void) => object, connect: () => void): void {
  const original = net.connect;
  let opened = false;
  Reflect.set(net, 'connect', (_options: unknown, onConnect: unknown) => {
    if (opened || typeof onConnect !== 'function') throw new Error('unexpected use of net.connect');
    opened = true;
    return open(() => {
      Reflect.apply(onConnect, undefined, []);
    });
  });
  try {
    connect();
  } finally {
    Reflect.set(net, 'connect', original);
  }
  if (!opened) throw new Error('the library did not open its socket with net.connect');
}

/**
 * Throws away the fields of a half-decoded message. The library's decoder leaves them in its queue when it throws, and
 * would read them as a message of their own. Returns false when the decoder is not where it is expected.
 * Source: @stoqey/ib 1.6.10, core/io/decoder, `dataQueue`.
 */
export function clearDecoderQueue(api: IBApi): boolean {
  const controller: unknown = Reflect.get(api, 'controller');
  if (typeof controller !== 'object' || controller === null) return false;
  const decoder: unknown = Reflect.get(controller, 'decoder');
  if (typeof decoder !== 'object' || decoder === null) return false;
  if (!Array.isArray(Reflect.get(decoder, 'dataQueue'))) return false;
  return Reflect.set(decoder, 'dataQueue', []);
}
