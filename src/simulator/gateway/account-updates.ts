import type { SimPosition, World } from '../world/world';
import * as messages from '../wire/messages/account-messages';
import { NO_ID } from '../wire/messages/system-messages';
import { GATEWAY_ZONE, timeText } from '../wire/zone-time';
import { type Client, sendError } from './client';

/** The account subscription of one client: everything at first, then the values and positions that changed. */
export class AccountUpdates {
  readonly #client: Client;
  readonly #world: World;
  readonly #sent = new Map<string, string>();
  /** Open positions that the client knows of. */
  readonly #open = new Map<number, SimPosition>();
  #subscribed = false;

  constructor(client: Client, world: World) {
    this.#client = client;
    this.#world = world;
  }

  subscribe(): void {
    this.#subscribed = true;
    this.#forget();
    this.refresh();
    this.#client.send(messages.accountDownloadEndMessage(this.#world.account.id));
  }

  unsubscribe(): void {
    this.#subscribed = false;
    this.#forget();
    sendError(this.#client, NO_ID, 2100, 'API client has been unsubscribed from account data.');
  }

  /** Sends what differs from what the client knows, and the time when anything did. */
  refresh(): void {
    if (!this.#subscribed) return;
    const { account, clock } = this.#world;
    const { serverVersion } = this.#client;
    let changed = false;
    const sendNew = (key: string, payload: string): void => {
      if (this.#sent.get(key) === payload) return;
      this.#sent.set(key, payload);
      this.#client.send(payload);
      changed = true;
    };
    for (const value of account.values()) {
      sendNew(`${value.key} ${value.currency}`, messages.accountValueMessage(account.id, value));
    }
    for (const position of this.#positions()) {
      sendNew(
        `conId ${position.instrument.conId}`,
        messages.portfolioValueMessage(account.id, position, serverVersion),
      );
    }
    if (!changed) return;
    const time = timeText(clock.nowMs(), GATEWAY_ZONE).slice(0, 5);
    this.#client.send(messages.accountUpdateTimeMessage(time));
  }

  /** The positions of the account, and with 0 those that it no longer lists while the client holds them for open. */
  #positions(): readonly SimPosition[] {
    const positions = this.#world.account.positions();
    const listed = new Set(positions.map(({ instrument }) => instrument.conId));
    const gone = [...this.#open.values()].filter(({ instrument }) => !listed.has(instrument.conId));
    this.#open.clear();
    for (const position of positions) {
      if (position.position !== 0) this.#open.set(position.instrument.conId, position);
    }
    return [...positions, ...gone.map(closed)];
  }

  #forget(): void {
    this.#sent.clear();
    this.#open.clear();
  }
}

function closed(position: SimPosition): SimPosition {
  return {
    ...position,
    position: 0,
    averageCost: 0,
    marketValue: 0,
    unrealizedPnl: 0,
    realizedPnl: 0,
    dailyPnl: 0,
  };
}
