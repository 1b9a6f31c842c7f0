import { EventName } from '@stoqey/ib';
import { MONDAY_MORNING, Rig } from '../test-rig';
import type { DecodedRequest } from '../wire/requests/decode-request';
import { type ClientEvent, TestClient } from './test-client';
import { VersionProxy } from './test-version-proxy';
import { laterOrdersOf, ordersOf, type Placed } from './test-version-orders';
import * as round from './test-version-round';

/** What a client of some version was told, and what it asked, as the gateway understood it. */
export interface Played {
  readonly events: readonly ClientEvent[];
  readonly requests: readonly DecodedRequest[];
}

const MANY = 100_000;
const limits = {
  messagesPerSecond: MANY,
  clients: MANY,
  marketDataLines: MANY,
  marketDepth: MANY,
  tickByTick: MANY,
  scanners: MANY,
  historicalPacing: false,
};
/** The market is looked at from here to the end of a bar of five seconds. */
const NEAR_BAR_END = MONDAY_MORNING + 3_000;
const SECONDS_OF_STREAMS = 2;

/** Everything about the market: all clients at once in one world, which tells them all the same. */
export async function playMarket(versions: readonly number[]): Promise<ReadonlyMap<number, Played>> {
  const rig = await Rig.start(NEAR_BAR_END, { limits, maxConnections: MANY });
  const contracts = round.contractsOf(rig.world.catalogue.all);
  const players = new Map<number, Player>();
  for (const version of versions) {
    const player = await Player.connect(rig, version, version);
    players.set(version, player);
    await player.play((api) => round.reference(api, version, contracts));
    await player.play((api) => round.history(api, version, contracts));
    await player.play((api) => round.streams(api, version, contracts));
  }
  const all = [...players.values()];
  await pass(rig, all, SECONDS_OF_STREAMS);
  for (const player of all) await player.play(round.cancels);
  for (const player of all) await player.leave();
  await rig.stop();
  return players;
}

/** Orders and the account, in a world of its own. */
export async function playTrading(version: number): Promise<Played> {
  const rig = await Rig.start(MONDAY_MORNING, { limits });
  const player = await Player.connect(rig, 1, version);
  await player.place(ordersOf(version));
  await pass(rig, [player], 1);
  for (const orderId of [501, 508]) await player.play((api) => api.cancelOrder(orderId));
  await player.play(round.account);
  await player.place(laterOrdersOf(version));
  await pass(rig, [player], 1);
  await player.play(round.lastCancels);
  await player.leave();
  await rig.stop();
  return player;
}

/** Lets time pass second by second, each told to all players before the next. */
async function pass(rig: Rig, players: readonly Player[], seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    rig.wall.advance(1_000);
    for (const player of players) await player.settle();
  }
}

/**
 * Connecting and disconnecting are no messages, the reply to the handshake says the version, and the time is asked for to
 * see that everything before has been answered.
 */
const leftOut: ReadonlySet<string> = new Set(['connected', 'disconnected', 'server', 'currentTime']);
const leftOutRequests: ReadonlySet<string> = new Set(['startApi', 'reqCurrentTime']);

class Player implements Played {
  readonly #version: number;
  readonly #proxy: VersionProxy;
  readonly #client: TestClient;

  private constructor(version: number, proxy: VersionProxy, client: TestClient) {
    this.#version = version;
    this.#proxy = proxy;
    this.#client = client;
  }

  static async connect(rig: Rig, clientId: number, version: number): Promise<Player> {
    const proxy = await VersionProxy.start(version, rig.port);
    const client = TestClient.open(proxy.port, clientId, MANY);
    await client.next('nextValidId');
    return new Player(version, proxy, client);
  }

  get events(): readonly ClientEvent[] {
    return this.#client.events.filter(({ name }) => !leftOut.has(name));
  }

  get requests(): readonly DecodedRequest[] {
    return this.#proxy.requests.filter(
      (decoded) => decoded.kind !== 'request' || !leftOutRequests.has(decoded.request.kind),
    );
  }

  async play(requests: round.Requests): Promise<void> {
    requests(this.#client.api, this.#version);
    await this.settle();
  }

  /** Each by itself: what is told of two at once depends on how they come over the network. */
  async place(orders: readonly Placed[]): Promise<void> {
    for (const [orderId, contract, order] of orders) {
      await this.play((api) => api.placeOrder(orderId, contract, order));
    }
  }

  /** Waits until the gateway has answered everything sent before. */
  async settle(): Promise<void> {
    const { api } = this.#client;
    await new Promise<void>((resolve) => {
      api.once(EventName.currentTime, () => resolve());
      api.reqCurrentTime();
    });
  }

  async leave(): Promise<void> {
    this.#client.close();
    await this.#proxy.stop();
  }
}
