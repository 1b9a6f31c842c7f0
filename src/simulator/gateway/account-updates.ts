import type { World } from '../world/world';
import * as messages from '../wire/messages/account-messages';
import { errorMessage, NO_ID } from '../wire/messages/system-messages';
import { GATEWAY_ZONE, timeText } from '../wire/zone-time';
import type { Client } from './client';

/** The account subscription of one client: everything at first, then the values and positions that changed. */
export class AccountUpdates {
  readonly #client: Client;
  readonly #world: World;
  readonly #sent = new Map<string, string>();
  #subscribed = false;

  constructor(client: Client, world: World) {
    this.#client = client;
    this.#world = world;
  }

  subscribe(): void {
    this.#subscribed = true;
    this.#sent.clear();
    this.refresh();
    this.#client.send(messages.accountDownloadEndMessage(this.#world.account.id));
  }

  unsubscribe(): void {
    this.#subscribed = false;
    this.#sent.clear();
    this.#client.send(errorMessage(NO_ID, 2100, 'API client has been unsubscribed from account data.'));
  }

  /** Sends what differs from what the client knows, and the time when anything did. */
  refresh(): void {
    if (!this.#subscribed) return;
    const { account, clock } = this.#world;
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
    for (const position of account.positions()) {
      sendNew(`conId ${position.instrument.conId}`, messages.portfolioValueMessage(account.id, position));
    }
    if (!changed) return;
    const time = timeText(clock.nowMs(), GATEWAY_ZONE).slice(0, 5);
    this.#client.send(messages.accountUpdateTimeMessage(time));
  }
}
