import { createGateway } from '../../src/simulator/gateway/gateway';
import { createWorld } from '../../src/simulator/world/create-world';
import { nodeWallClock } from '../../src/simulator/world/wall-clock';

// The simulated gateway at its highest tick rate, in a process of its own, which tells the time that it works.

const world = createWorld({
  seed: 1,
  speed: 1,
  accountId: 'DU1234567',
  cash: 1_000_000,
  tickRate: 20_000,
  wall: nodeWallClock,
});
const gateway = createGateway({ world });
world.clock.start();

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 });
});

const listening = await gateway.listen({ host: '127.0.0.1', port: 0 });
if (!listening.ok) throw new Error(listening.message);
process.send?.({ port: listening.port });
