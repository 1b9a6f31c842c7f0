import type { World } from '../world/world';
import { pnlMessage, pnlSingleMessage } from '../wire/messages/account-messages';
import { type Client, sendError } from './client';
import { repeatEvery } from './repeating-timer';

interface PnlStream {
  readonly conId: number | undefined;
  sent: string;
}

/** Profit and loss of the account and of single positions, sent when they change. */
export class PnlStreams {
  readonly #client: Client;
  readonly #world: World;
  readonly #intervalMs: number;
  readonly #streams = new Map<number, PnlStream>();
  #stop: (() => void) | undefined;

  constructor(client: Client, world: World, intervalMs: number) {
    this.#client = client;
    this.#world = world;
    this.#intervalMs = intervalMs;
  }

  /** `conId` undefined stands for the whole account. */
  open(reqId: number, conId: number | undefined): void {
    if (this.#streams.has(reqId)) {
      sendError(this.#client, reqId, 322, "Error processing request.-'bO' : cause - Duplicate request id");
      return;
    }
    this.#streams.set(reqId, { conId, sent: '' });
    this.#stop ??= repeatEvery(this.#world.clock, this.#intervalMs, () => this.refresh());
    this.refresh();
  }

  cancel(reqId: number): void {
    if (!this.#streams.delete(reqId)) {
      sendError(this.#client, reqId, 300, `Can't find EId with tickerId:${reqId}`);
      return;
    }
    if (this.#streams.size === 0) this.close();
  }

  refresh(): void {
    if (this.#streams.size === 0) return;
    const { account } = this.#world;
    const { serverVersion } = this.#client;
    const positions = new Map(account.positions().map((position) => [position.instrument.conId, position]));
    for (const [reqId, stream] of this.#streams) {
      const { conId } = stream;
      const payload =
        conId === undefined
          ? pnlMessage(reqId, account.pnl(), serverVersion)
          : pnlSingleMessage(reqId, positions.get(conId) ?? null, serverVersion);
      if (payload === stream.sent) continue;
      stream.sent = payload;
      this.#client.send(payload);
    }
  }

  close(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#streams.clear();
  }
}
