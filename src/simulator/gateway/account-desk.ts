import {
  familyCodesMessage,
  softDollarTiersMessage,
  userInfoMessage,
} from '../wire/messages/account-messages';
import { managedAccountsMessage } from '../wire/messages/system-messages';
import type { AccountRequest } from '../wire/requests/account-requests';
import { AccountMultiUpdates } from './account-multi-updates';
import { AccountSummaries } from './account-summaries';
import { AccountUpdates } from './account-updates';
import { type Client, refuseRequest } from './client';
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
  readonly #multi: AccountMultiUpdates;
  readonly #stops: readonly (() => void)[];
  #refreshPlanned = false;
  #closed = false;

  constructor(client: Client, context: GatewayContext) {
    const { world, pace, limits } = context;
    this.#client = client;
    this.#context = context;
    this.#updates = new AccountUpdates(client, world);
    this.#summaries = new AccountSummaries(client, world, limits.accountSummaries);
    this.#multi = new AccountMultiUpdates(client, world);
    this.#positions = new PositionStreams(client, world);
    this.#pnl = new PnlStreams(client, world, pace.frequentMs);
    this.#stops = [
      world.account.subscribe(() => this.#planRefresh()),
      repeatEvery(world.clock, pace.accountMs, () => {
        this.#updates.refresh();
        this.#multi.refresh();
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
        if (this.#isModelless(request)) this.#positions.subscribeMulti(request.reqId);
        return;
      case 'cancelPositionsMulti':
        this.#positions.unsubscribeMulti(request.reqId);
        return;
      case 'reqAccountUpdatesMulti':
        if (this.#isModelless(request)) this.#multi.open(request);
        return;
      case 'cancelAccountUpdatesMulti':
        this.#multi.cancel(request.reqId);
        return;
      case 'reqPnl':
        if (this.#isModelless(request)) this.#pnl.open(request.reqId, undefined);
        return;
      case 'reqPnlSingle':
        if (this.#isModelless(request)) this.#pnl.open(request.reqId, request.conId);
        return;
      case 'cancelPnl':
      case 'cancelPnlSingle':
        this.#pnl.cancel(request.reqId);
        return;
      case 'reqFamilyCodes':
        // A single account belongs to no family: TWS tells it with an empty code.
        this.#client.send(
          familyCodesMessage([{ accountId: this.#context.world.account.id, familyCode: '' }]),
        );
        return;
      case 'reqUserInfo':
        // Only users of a white-branded TWS have an id.
        this.#client.send(userInfoMessage(request.reqId, ''));
        return;
      case 'reqSoftDollarTiers':
        // Soft dollars are for registered advisors; everybody else has no tiers.
        this.#client.send(softDollarTiersMessage(request.reqId, []));
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
      this.#multi.refresh();
      this.#positions.refresh();
      this.#pnl.refresh();
    });
  }

  /** True when the request names our account, or none, and no model: a single account has none. */
  #isModelless(request: {
    readonly reqId: number;
    readonly account: string;
    readonly modelCode: string;
  }): boolean {
    if (!this.#isOurs(request.reqId, request.account)) return false;
    if (request.modelCode === '') return true;
    refuseRequest(this.#client, request.reqId, `Invalid model code '${request.modelCode}'.`);
    return false;
  }

  #isOurs(id: number, account: string): boolean {
    if (account === '' || account === this.#context.world.account.id) return true;
    refuseRequest(this.#client, id, `Invalid account code '${account}'.`);
    return false;
  }
}
