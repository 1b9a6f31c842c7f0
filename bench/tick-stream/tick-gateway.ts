import { createServer } from 'node:net';
import { type FromGateway, toGatewaySchema } from './gateway-protocol';
import { TickClient } from './tick-client';
import { ticksPerSecond } from './tick-symbols';

// A gateway that does little but tick, in a process of its own so that its work counts for nobody.

const intervalMs = 5;
const clients = new Set<TickClient>();
let streaming = false;
let startedMs = 0;
let sent = 0;

function tell(message: FromGateway): void {
  process.send?.(message);
}

const server = createServer((socket) => {
  const client = new TickClient(socket, (clientId) => tell({ kind: 'subscribed', clientId }));
  clients.add(client);
  socket.once('close', () => clients.delete(client));
});

setInterval(() => {
  if (!streaming) return;
  const due = Math.floor(((performance.now() - startedMs) / 1_000) * ticksPerSecond) - sent;
  for (const client of clients) client.tick(due, Date.now());
  sent += due;
}, intervalMs);

process.on('message', (raw) => {
  const message = toGatewaySchema.parse(raw);
  if (message.op === 'count') {
    const backlogBytes = Math.max(0, ...[...clients].map((client) => client.backlogBytes));
    tell({ kind: 'count', ticks: sent, backlogBytes });
    return;
  }
  streaming = message.on;
  startedMs = performance.now();
  sent = 0;
});

server.listen({ host: '127.0.0.1', port: 0 }, () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') tell({ kind: 'listening', port: address.port });
});
