import type { Server } from 'node:net';

/** The TCP port of a server that listens. @throws Error when it does not */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}
