import { createGateway, type Gateway, type GatewayOptions } from './gateway/gateway';
import { TestClient } from './gateway/test-client';
import { createWorld } from './world/create-world';
import { ManualWallClock } from './world/manual-wall-clock';
import type { World } from './world/world';

/** Monday 5 October 2026, 10:30 in New York. */
export const MONDAY_MORNING = Date.UTC(2026, 9, 5, 14, 30);

/** A whole simulator whose time moves only as far as the tests let it. */
export class Rig {
  readonly wall: ManualWallClock;
  readonly port: number;
  readonly world: World;
  readonly gateway: Gateway;
  readonly #stop: () => Promise<void>;
  readonly #clients: TestClient[] = [];

  private constructor(
    wall: ManualWallClock,
    port: number,
    world: World,
    gateway: Gateway,
    stop: () => Promise<void>,
  ) {
    this.wall = wall;
    this.port = port;
    this.world = world;
    this.gateway = gateway;
    this.#stop = stop;
  }

  static async start(startMs: number, options: Omit<GatewayOptions, 'world'> = {}): Promise<Rig> {
    const wall = new ManualWallClock(startMs);
    const world = createWorld({
      seed: 7,
      speed: 1,
      startMs,
      accountId: 'DU1234567',
      cash: 1_000_000,
      tickRate: 20,
      wall,
    });
    const gateway = createGateway({ ...options, world });
    world.clock.start();
    const listening = await gateway.listen({ host: '127.0.0.1', port: 0 });
    if (!listening.ok || listening.port === undefined) throw new Error('the gateway does not listen');
    return new Rig(wall, listening.port, world, gateway, async () => {
      await gateway.close();
      world.stop();
    });
  }

  async connect(clientId = 1): Promise<TestClient> {
    const client = await TestClient.connect(this.port, clientId);
    this.#clients.push(client);
    return client;
  }

  /** Lets simulated time pass until what is awaited has happened. */
  async until<T>(awaited: Promise<T>): Promise<T> {
    const progress = { done: false };
    void awaited.finally(() => {
      progress.done = true;
    });
    for (let step = 0; step < 20_000 && !progress.done; step += 1) {
      this.wall.advance(20);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    if (!progress.done) throw new Error('it has not happened within 400 simulated seconds');
    return awaited;
  }

  /** Lets simulated time pass second by second, each answered to the client before the next. */
  async passSeconds(client: TestClient, seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      this.wall.advance(1_000);
      await client.settle();
    }
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#stop();
  }
}
