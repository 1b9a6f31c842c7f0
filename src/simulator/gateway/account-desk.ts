import { accountUpdateMultiEndMessage, accountUpdateMultiMessage } from '../wire/messages/account-messages';
import { managedAccountsMessage } from '../wire/messages/system-messages';
import type { AccountRequest } from '../wire/requests/account-requests';
import { AccountSummaries } from './account-summaries';
import { AccountUpdates } from './account-updates';
import { type Client, refuseRequest, sendError } from './client';
import type { GatewayContext } from './gateway-context';
import { PnlStreams } from './pnl-streams';
import { PositionStreams } from './position-streams';
import { repeatEvery } from './repeating-timer';

/** Account values, positions, and profit and loss for one client. */
export class AccountDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #updates: AccountUpdates;
  readonly #summaries: AccountSummaries;
  readonly #positions: PositionStreams;
  readonly #pnl: PnlStreams;
  readonly #multi = new Set<number>();
  readonly #stops: readonly (() => void)[];
  #refreshPlanned = false;
  #closed = false;

  constructor(client: Client, context: GatewayContext) {
    const { world, pace } = context;
    this.#client = client;
    this.#context = context;
    this.#updates = new AccountUpdates(client, world);
    this.#summaries = new AccountSummaries(client, world);
    this.#positions = new PositionStreams(client, world);
    this.#pnl = new PnlStreams(client, world, pace.frequentMs);
    this.#stops = [
      world.account.subscribe(() => this.#planRefresh()),
      repeatEvery(world.clock, pace.accountMs, () => {
        this.#updates.refresh();
        this.#summaries.refresh();
      }),
    ];
  }

  answer(request: AccountRequest): void {
    switch (request.kind) {
      case 'reqManagedAccts':
        this.#client.send(managedAccountsMessage([this.#context.world.account.id]));
        return;
      case 'reqAccountUpdates':
        if (!request.subscribe) this.#updates.unsubscribe();
        else if (this.#isOurs(-1, request.account)) this.#updates.subscribe();
        return;
      case 'reqAccountSummary':
        this.#summaries.open(request);
        return;
      case 'cancelAccountSummary':
        this.#summaries.cancel(request.reqId);
        return;
      case 'reqPositions':
        this.#positions.subscribe();
        return;
      case 'cancelPositions':
        this.#positions.unsubscribe();
        return;
      case 'reqPositionsMulti':
        if (this.#isOurs(request.reqId, request.account)) this.#positions.subscribeMulti(request.reqId);
        return;
      case 'cancelPositionsMulti':
        this.#positions.unsubscribeMulti(request.reqId);
        return;
      case 'reqAccountUpdatesMulti':
        if (this.#isOurs(request.reqId, request.account)) this.#sendValues(request.reqId);
        return;
      case 'cancelAccountUpdatesMulti':
        if (!this.#multi.delete(request.reqId)) {
          sendError(this.#client, request.reqId, 300, `Can't find EId with tickerId:${request.reqId}`);
        }
        return;
      case 'reqPnl':
        if (this.#isOurs(request.reqId, request.account)) this.#pnl.open(request.reqId, undefined);
        return;
      case 'reqPnlSingle':
        if (this.#isOurs(request.reqId, request.account)) this.#pnl.open(request.reqId, request.conId);
        return;
      case 'cancelPnl':
      case 'cancelPnlSingle':
        this.#pnl.cancel(request.reqId);
    }
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#pnl.close();
  }

  /** Several changes of one turn of the event loop, as a fill makes them, are told together. */
  #planRefresh(): void {
    if (this.#refreshPlanned) return;
    this.#refreshPlanned = true;
    queueMicrotask(() => {
      this.#refreshPlanned = false;
      if (this.#closed) return;
      this.#updates.refresh();
      this.#positions.refresh();
      this.#pnl.refresh();
    });
  }

  #sendValues(reqId: number): void {
    const { account } = this.#context.world;
    this.#multi.add(reqId);
    for (const value of account.values())
      this.#client.send(accountUpdateMultiMessage(reqId, account.id, value));
    this.#client.send(accountUpdateMultiEndMessage(reqId));
  }

  #isOurs(id: number, account: string): boolean {
    if (account === '' || account === this.#context.world.account.id) return true;
    refuseRequest(this.#client, id, `Invalid account code '${account}'.`);
    return false;
  }
}
