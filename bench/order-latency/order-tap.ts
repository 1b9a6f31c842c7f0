import { connect, createServer } from 'node:net';
import * as z from 'zod';
import { FrameReader } from '../../src/simulator/wire/frame-reader';
import { SERVER_VERSION } from '../../src/simulator/wire/handshake';
import { decodeRequest } from '../../src/simulator/wire/requests/decode-request';
import { sharedMonotonicMs } from '../monotonic-time';

/** What the tap tells the process that started it. */
export const tapMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), port: z.number() }),
  /** The bytes of a PLACE_ORDER message are here. */
  z.object({ kind: z.literal('order'), clientId: z.number(), atMs: z.number() }),
]);
type TapMessage = z.infer<typeof tapMessageSchema>;

// Stands between a client and a gateway, passes every byte on and tells when an order went by.

const startApi = '71';
const placeOrder = '3';

function tell(message: TapMessage): void {
  process.send?.(message);
}

/** A question about margin travels as an order that is marked so. */
function isQuestion(fields: readonly string[]): boolean {
  const decoded = decodeRequest(fields, SERVER_VERSION);
  return (
    decoded.kind === 'request' && decoded.request.kind === 'placeOrder' && decoded.request.attributes.whatIf
  );
}

/** Listens on a free port of this machine in front of the gateway at `gatewayPort`. */
export function startTap(gatewayPort: number): void {
  const server = createServer((client) => {
    const gateway = connect({ host: '127.0.0.1', port: gatewayPort });
    const reader = new FrameReader();
    let clientId = -1;
    client.setNoDelay(true);
    gateway.setNoDelay(true);
    client.on('data', (chunk) => {
      const atMs = sharedMonotonicMs();
      gateway.write(chunk);
      for (const input of reader.push(chunk)) {
        if (input.kind !== 'message') continue;
        if (input.fields[0] === startApi) clientId = Number(input.fields[2]);
        if (input.fields[0] === placeOrder && !isQuestion(input.fields))
          tell({ kind: 'order', clientId, atMs });
      }
    });
    gateway.on('data', (chunk) => client.write(chunk));
    for (const [one, other] of [
      [client, gateway],
      [gateway, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen({ host: '127.0.0.1', port: 0 }, () => {
    const address = server.address();
    if (address !== null && typeof address !== 'string') tell({ kind: 'listening', port: address.port });
  });
}
