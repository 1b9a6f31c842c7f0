import { type Contract, SecType } from '@stoqey/ib';
import { FakeWorld } from './fake-world';
import { createGateway, type Gateway, type GatewayOptions } from './gateway';
import type { GatewayEvent } from './gateway-log';
import { TestClient } from './test-client';

/** The stock that the fake world lists, as a client names it. */
export const appleContract: Contract = {
  symbol: 'AAPL',
  secType: SecType.STK,
  exchange: 'SMART',
  currency: 'USD',
};

/** A gateway in front of a fake world on a free loopback port, with its clients. */
export class TestGateway {
  readonly world: FakeWorld;
  readonly gateway: Gateway;
  readonly port: number;
  readonly log: readonly GatewayEvent[];
  readonly #clients: TestClient[] = [];

  private constructor(world: FakeWorld, gateway: Gateway, port: number, log: readonly GatewayEvent[]) {
    this.world = world;
    this.gateway = gateway;
    this.port = port;
    this.log = log;
  }

  static async start(options: Omit<GatewayOptions, 'world' | 'log'> = {}): Promise<TestGateway> {
    const world = new FakeWorld();
    const log: GatewayEvent[] = [];
    const gateway = createGateway({ ...options, world, log: (event) => void log.push(event) });
    const listening = await gateway.listen({ host: '127.0.0.1', port: 0 });
    if (!listening.ok || listening.port === undefined) throw new Error('the gateway does not listen');
    return new TestGateway(world, gateway, listening.port, log);
  }

  /** A client that may place orders. */
  async connect(clientId = 1): Promise<TestClient> {
    const client = this.open(clientId);
    await client.next('nextValidId');
    return client;
  }

  /** A client that has only begun to connect. */
  open(clientId: number): TestClient {
    const client = TestClient.open(this.port, clientId);
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.gateway.close();
  }
}
