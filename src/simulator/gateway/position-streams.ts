import type { SimInstrument, World } from '../world/world';
import * as messages from '../wire/messages/account-messages';
import { type Client, sendError } from './client';

interface Holding {
  readonly instrument: SimInstrument;
  readonly position: number;
  readonly averageCost: number;
}

/** What the subscriber of a stream knows, by conId. */
type Known = Map<number, Holding>;

/** Positions of one client: all of them at first, then each one that changed, with 0 for a closed one. */
export class PositionStreams {
  readonly #client: Client;
  readonly #world: World;
  readonly #multi = new Map<number, Known>();
  #known: Known | undefined;

  constructor(client: Client, world: World) {
    this.#client = client;
    this.#world = world;
  }

  subscribe(): void {
    this.#known = new Map();
    this.refresh();
    this.#client.send(messages.positionEndMessage());
  }

  unsubscribe(): void {
    this.#known = undefined;
  }

  subscribeMulti(reqId: number): void {
    this.#multi.set(reqId, new Map());
    this.refresh();
    this.#client.send(messages.positionMultiEndMessage(reqId));
  }

  unsubscribeMulti(reqId: number): void {
    if (!this.#multi.delete(reqId))
      sendError(this.#client, reqId, 300, `Can't find EId with tickerId:${reqId}`);
  }

  refresh(): void {
    const { id } = this.#world.account;
    const { serverVersion } = this.#client;
    if (this.#known !== undefined) {
      for (const { instrument, position, averageCost } of this.#changes(this.#known)) {
        this.#client.send(messages.positionMessage(id, instrument, position, averageCost, serverVersion));
      }
    }
    for (const [reqId, known] of this.#multi) {
      for (const { instrument, position, averageCost } of this.#changes(known)) {
        this.#client.send(messages.positionMultiMessage(reqId, id, instrument, position, averageCost));
      }
    }
  }

  /** What is new since `known`, which is brought up to date. */
  #changes(known: Known): readonly Holding[] {
    const changes: Holding[] = [];
    const held = new Set<number>();
    for (const { instrument, position, averageCost } of this.#world.account.positions()) {
      held.add(instrument.conId);
      const before = known.get(instrument.conId);
      if (before?.position === position && before.averageCost === averageCost) continue;
      if (before === undefined && position === 0) continue;
      const holding = { instrument, position, averageCost };
      known.set(instrument.conId, holding);
      changes.push(holding);
    }
    for (const [conId, { instrument, position }] of known) {
      if (held.has(conId) || position === 0) continue;
      const closed = { instrument, position: 0, averageCost: 0 };
      known.set(conId, closed);
      changes.push(closed);
    }
    return changes;
  }
}
