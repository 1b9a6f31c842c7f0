import { displayGroupListMessage, displayGroupUpdatedMessage } from '../wire/messages/display-group-messages';
import type { DisplayGroupRequest } from '../wire/requests/display-group-requests';
import { type Client, refuseRequest } from './client';
import type { GatewayContext } from './gateway-context';

interface GroupSubscription {
  readonly groupId: number;
  readonly stop: () => void;
}

/** The subscriptions of one client to display groups. */
export class DisplayGroupDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #subscriptions = new Map<number, GroupSubscription>();

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  answer(request: DisplayGroupRequest): void {
    switch (request.kind) {
      case 'queryDisplayGroups':
        this.#client.send(displayGroupListMessage(request.reqId, this.#context.displayGroups.ids));
        return;
      case 'subscribeToGroupEvents':
        this.#subscribe(request.reqId, request.groupId);
        return;
      case 'updateDisplayGroup':
        this.#update(request.reqId, request.contractInfo);
        return;
      case 'unsubscribeFromGroupEvents':
        this.#unsubscribe(request.reqId);
    }
  }

  close(): void {
    for (const { stop } of this.#subscriptions.values()) stop();
    this.#subscriptions.clear();
  }

  /** A request id that is in use follows the new group from then on. */
  #subscribe(reqId: number, groupId: number): void {
    const { displayGroups } = this.#context;
    if (!displayGroups.ids.includes(groupId)) {
      refuseRequest(this.#client, reqId, `Invalid display group id ${groupId}`);
      return;
    }
    this.#subscriptions.get(reqId)?.stop();
    const send = (contractInfo: string): void =>
      this.#client.send(displayGroupUpdatedMessage(reqId, contractInfo));
    this.#subscriptions.set(reqId, { groupId, stop: displayGroups.subscribe(groupId, send) });
    send(displayGroups.shown(groupId));
  }

  #update(reqId: number, contractInfo: string): void {
    const { displayGroups, world } = this.#context;
    const subscription = this.#subscriptions.get(reqId);
    if (subscription === undefined) {
      refuseRequest(this.#client, reqId, `No display group subscription found for request id ${reqId}`);
      return;
    }
    const conId = /^(\d{1,10})@\w+$/.exec(contractInfo)?.[1];
    const known = conId !== undefined && world.catalogue.byConId(Number(conId)) !== undefined;
    if (contractInfo !== 'none' && !known) {
      refuseRequest(this.#client, reqId, `Invalid contract info ${contractInfo.slice(0, 60)}`);
      return;
    }
    displayGroups.show(subscription.groupId, contractInfo);
  }

  /** TWS says nothing to it, whether there was a subscription or not. */
  #unsubscribe(reqId: number): void {
    this.#subscriptions.get(reqId)?.stop();
    this.#subscriptions.delete(reqId);
  }
}
