import type { FaultControl } from './faults/gateway-faults';
import { createGateway, type ListenAddress, type ListenResult } from './gateway/gateway';
import type { GatewayLog } from './gateway/gateway-log';
import type { SimulatorSettings } from './simulator-settings';
import { createWorld } from './world/create-world';
import { nodeWallClock } from './world/wall-clock';
import type { WallClock } from './world/world';

/** Wall time between updates of slow streams that a fast simulated clock must not fall below, in milliseconds. */
const SLOWEST_WALL_UPDATE_MS = 100;
const FREQUENT_MS = 1_000;
const ACCOUNT_MS = 180_000;

/** A simulated gateway with its world. */
export interface Simulator {
  listen(address: ListenAddress): Promise<ListenResult>;
  /** Ends all connections and the world. */
  close(): Promise<void>;
  readonly faults: FaultControl;
}

/**
 * Creates a world from the settings, puts a gateway in front of it and starts its clock. An exception in one of the
 * world's timers is told to `log`, and the world goes on.
 */
export function startSimulator(settings: SimulatorSettings, log: GatewayLog): Simulator {
  const { startMs, limits, readOnlyApi, marketData, faults, ...others } = settings;
  const world = createWorld({
    ...others,
    wall: guardedWall(log),
    ...(startMs === undefined ? {} : { startMs }),
  });
  const gateway = createGateway({
    world,
    log,
    pace: {
      frequentMs: Math.max(FREQUENT_MS, settings.speed * SLOWEST_WALL_UPDATE_MS),
      accountMs: ACCOUNT_MS,
    },
    ...(limits === undefined ? {} : { limits }),
    ...(readOnlyApi === undefined ? {} : { readOnlyApi }),
    ...(marketData === undefined ? {} : { marketData }),
    ...(faults === undefined ? {} : { faults }),
  });
  world.clock.start();
  return {
    faults: gateway.faults,
    listen: (address) => gateway.listen(address),
    close: async () => {
      await gateway.close();
      world.stop();
    },
  };
}

/** The time of the host, whose timers report what they throw. */
function guardedWall(log: GatewayLog): WallClock {
  return {
    nowMs: () => nodeWallClock.nowMs(),
    setTimer: (delayMs, run) =>
      nodeWallClock.setTimer(delayMs, () => {
        try {
          run();
        } catch (error) {
          log({ kind: 'fault', clientId: undefined, error });
        }
      }),
  };
}
