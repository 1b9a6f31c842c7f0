import type { AccountValue, World } from '../world/world';
import { accountUpdateMultiEndMessage, accountUpdateMultiMessage } from '../wire/messages/account-messages';
import type { AccountRequest } from '../wire/requests/account-requests';
import { type Client, sendError } from './client';

interface MultiStream {
  readonly ledgerAndNlv: boolean;
  /** What the client knows, by key and currency. */
  readonly sent: Map<string, string>;
}

/** The account value streams of one client that carry a request id: all values, their end, then what changes. */
export class AccountMultiUpdates {
  readonly #client: Client;
  readonly #world: World;
  readonly #streams = new Map<number, MultiStream>();

  constructor(client: Client, world: World) {
    this.#client = client;
    this.#world = world;
  }

  open(request: Extract<AccountRequest, { kind: 'reqAccountUpdatesMulti' }>): void {
    const { reqId, ledgerAndNlv } = request;
    const stream: MultiStream = { ledgerAndNlv, sent: new Map() };
    this.#streams.set(reqId, stream);
    this.#send(reqId, stream);
    this.#client.send(accountUpdateMultiEndMessage(reqId));
  }

  cancel(reqId: number): void {
    if (!this.#streams.delete(reqId))
      sendError(this.#client, reqId, 300, `Can't find EId with tickerId:${reqId}`);
  }

  refresh(): void {
    for (const [reqId, stream] of this.#streams) this.#send(reqId, stream);
  }

  #send(reqId: number, stream: MultiStream): void {
    const { account } = this.#world;
    for (const value of account.values()) {
      if (stream.ledgerAndNlv && !isLedgerOrNlv(value)) continue;
      const key = `${value.key} ${value.currency}`;
      if (stream.sent.get(key) === value.value) continue;
      stream.sent.set(key, value.value);
      this.#client.send(accountUpdateMultiMessage(reqId, account.id, value));
    }
  }
}

function isLedgerOrNlv({ key }: AccountValue): boolean {
  return key === 'NetLiquidation' || key.startsWith('$LEDGER');
}
