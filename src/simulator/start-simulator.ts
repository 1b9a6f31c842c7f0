import { createGateway, type ListenAddress, type ListenResult } from './gateway/gateway';
import type { GatewayLog } from './gateway/gateway-log';
import type { SimulatorSettings } from './simulator-settings';
import { createWorld } from './world/create-world';
import { nodeWallClock } from './world/wall-clock';

/** Wall time between updates of slow streams that a fast simulated clock must not fall below, in milliseconds. */
const SLOWEST_WALL_UPDATE_MS = 100;
const FREQUENT_MS = 1_000;
const ACCOUNT_MS = 180_000;

/** A simulated gateway with its world. */
export interface Simulator {
  listen(address: ListenAddress): Promise<ListenResult>;
  /** Ends all connections and the world. */
  close(): Promise<void>;
}

/** Creates a world from the settings, puts a gateway in front of it and starts its clock. */
export function startSimulator(settings: SimulatorSettings, log?: GatewayLog): Simulator {
  const { startMs, ...others } = settings;
  const world = createWorld({
    ...others,
    wall: nodeWallClock,
    ...(startMs === undefined ? {} : { startMs }),
  });
  const gateway = createGateway({
    world,
    ...(log === undefined ? {} : { log }),
    pace: {
      frequentMs: Math.max(FREQUENT_MS, settings.speed * SLOWEST_WALL_UPDATE_MS),
      accountMs: ACCOUNT_MS,
    },
  });
  world.clock.start();
  return {
    listen: (address) => gateway.listen(address),
    close: async () => {
      await gateway.close();
      world.stop();
    },
  };
}
