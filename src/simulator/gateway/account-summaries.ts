import type { Account, AccountValue, World } from '../world/world';
import * as messages from '../wire/messages/account-messages';
import type { AccountRequest } from '../wire/requests/account-requests';
import { type Client, refuseRequest, sendError } from './client';

const LEDGER = '$LEDGER';

interface Summary {
  readonly tags: readonly string[];
  readonly sent: Map<string, string>;
}

/** The account summaries one client follows. */
export class AccountSummaries {
  readonly #client: Client;
  readonly #world: World;
  readonly #limit: number;
  readonly #summaries = new Map<number, Summary>();

  /** @param limit how many summaries this client may follow at a time. */
  constructor(client: Client, world: World, limit: number) {
    this.#client = client;
    this.#world = world;
    this.#limit = limit;
  }

  open(request: Extract<AccountRequest, { kind: 'reqAccountSummary' }>): void {
    const { reqId } = request;
    if (request.group !== 'All') {
      refuseRequest(this.#client, reqId, `Unable to find group '${request.group}'`);
      return;
    }
    if (!this.#summaries.has(reqId) && this.#summaries.size >= this.#limit) {
      const cause = 'Maximum number of account summary requests exceeded';
      sendError(this.#client, reqId, 322, `Error processing request.-'bO' : cause - ${cause}`);
      return;
    }
    const tags = request.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    const summary: Summary = { tags: tags.sort(byTag), sent: new Map() };
    if (valuesOf(this.#world.account, summary.tags).length === 0) {
      refuseRequest(
        this.#client,
        reqId,
        `None of the account summary tags is known: ${request.tags.slice(0, 200)}`,
      );
      return;
    }
    this.#summaries.set(reqId, summary);
    this.#send(reqId, summary);
    this.#client.send(messages.accountSummaryEndMessage(reqId));
  }

  cancel(reqId: number): void {
    if (!this.#summaries.delete(reqId))
      sendError(this.#client, reqId, 300, `Can't find EId with tickerId:${reqId}`);
  }

  refresh(): void {
    for (const [reqId, summary] of this.#summaries) this.#send(reqId, summary);
  }

  #send(reqId: number, summary: Summary): void {
    const { account } = this.#world;
    for (const value of valuesOf(account, summary.tags)) {
      const key = `${value.key} ${value.currency}`;
      if (summary.sent.get(key) === value.value) continue;
      summary.sent.set(key, value.value);
      this.#client.send(messages.accountSummaryMessage(reqId, account.id, value));
    }
  }
}

/** The rows of the tags, those of the ledger last, as TWS sends them. */
function valuesOf(account: Account, tags: readonly string[]): readonly AccountValue[] {
  return tags.flatMap((tag) => {
    if (!tag.startsWith(LEDGER)) {
      const value = account.summary(tag);
      return value === undefined ? [] : [value];
    }
    const [, currency = 'BASE'] = tag.split(':');
    return account.ledger(currency).map(ledgerValue);
  });
}

/** A Gateway puts the name of the ledger before each of its keys. */
function ledgerValue(value: AccountValue): AccountValue {
  return value.key.startsWith(LEDGER) ? value : { ...value, key: `${LEDGER}-${value.key}` };
}

function byTag(a: string, b: string): number {
  const ledgerLast = Number(a.startsWith(LEDGER)) - Number(b.startsWith(LEDGER));
  if (ledgerLast !== 0) return ledgerLast;
  return a < b ? -1 : Number(a > b);
}
