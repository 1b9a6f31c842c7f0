import { fieldSince } from './handshake';

/**
 * A size or volume of the market as a client of this version reads it: a whole number before server version 163, to
 * which TWS cuts it off (its warning 2176 says so).
 */
export function marketSize(size: number, serverVersion: number): number {
  return serverVersion >= fieldSince.fractionalSizeSupport ? size : Math.trunc(size);
}

/** The quantity of an order, an execution or a position: a whole number before server version 101. */
export function ownQuantity(quantity: number, serverVersion: number): number {
  return serverVersion >= fieldSince.fractionalPositions ? quantity : Math.trunc(quantity);
}
