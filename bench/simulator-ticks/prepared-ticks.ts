import { createServer } from 'node:net';

// The baseline: a server that writes ticks which were made before, with a new size in each, as fast as the socket takes
// them.

const TICKS_PER_WRITE = 500;
const fields = ['1', '6', '1000000000', '4', '187.20', '100', '0', ''];

function frame(size: number): Buffer {
  const payload = Buffer.from(fields.with(5, String(size)).join('\0'));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(payload.length);
  return Buffer.concat([head, payload]);
}

const server = createServer((socket) => {
  let size = 0;
  socket.on('error', () => socket.destroy());
  const write = (): void => {
    if (socket.destroyed) return;
    const frames: Buffer[] = [];
    for (let count = 0; count < TICKS_PER_WRITE; count += 1) frames.push(frame((size += 1) % 10_000));
    if (socket.write(Buffer.concat(frames))) setImmediate(write);
    else socket.once('drain', write);
  };
  write();
});

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 });
});

server.listen({ host: '127.0.0.1', port: 0 }, () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.({ port: address.port });
});
