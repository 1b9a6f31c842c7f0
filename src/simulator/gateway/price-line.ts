import type { SimInstrument } from '../world/world';
import type { MarketDataType } from '../wire/requests/market-data-requests';
import { type Client, sendError } from './client';
import { DelayedLine } from './delayed-line';
import type { GatewayContext } from './gateway-context';
import { type LineStart, lineExtras } from './line-extras';
import { LiveLine } from './live-line';
import {
  COMPETING_SESSION,
  type DataAccess,
  DELAYED_INSTEAD,
  subscriptionNeeded,
} from './market-data-permission';

/** What a client asked for on one line. */
export interface PriceLineRequest {
  readonly reqId: number;
  readonly instrument: SimInstrument;
  readonly genericTicks: ReadonlySet<number>;
  /** The list as it was sent. */
  readonly genericTickText: string;
  readonly type: MarketDataType;
  /** The login is treated as if it might see delayed data at the most, and the client as if it had asked for them. */
  readonly delayedAtMost: boolean;
  /** False for a snapshot. */
  readonly follow: boolean;
}

/** What a line shows under some permission. */
type Shown = 'live' | 'delayed' | 'nothing';

/**
 * The prices of one market data line. As at TWS a client that allows delayed data gets them where the login may not see
 * live ones, and live ones everywhere else. While the line is open a change of the permissions changes what it shows,
 * with the message of TWS.
 */
export class PriceLine {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #request: PriceLineRequest;
  readonly #unsubscribe: () => void;
  #access = '';
  #shown: Shown = 'nothing';
  #ends: readonly (() => void)[] = [];

  constructor(client: Client, context: GatewayContext, request: PriceLineRequest) {
    this.#client = client;
    this.#context = context;
    this.#request = request;
    this.#unsubscribe = request.follow ? context.permissions.subscribe(() => this.#adapt()) : () => undefined;
    this.#adapt();
  }

  /** False when the request was refused for good; a competing session may end, so its line stays. */
  get isOpen(): boolean {
    return this.#shown !== 'nothing' || this.#access === keyOf({ kind: 'refused', ...COMPETING_SESSION });
  }

  stop(): void {
    this.#unsubscribe();
    this.#end();
  }

  #adapt(): void {
    const { instrument, reqId } = this.#request;
    const access = this.#accessTo(instrument);
    const key = keyOf(access);
    if (key === this.#access) return;
    this.#access = key;
    const shown = this.#shownUnder(access);
    if (access.kind === 'refused') {
      sendError(this.#client, reqId, access.code, access.text);
    } else if (access.kind === 'delayed') {
      const notice = shown === 'delayed' ? DELAYED_INSTEAD : subscriptionNeeded(instrument);
      sendError(this.#client, reqId, notice.code, notice.text);
    }
    if (shown === this.#shown && shown === 'delayed') return;
    this.#end();
    this.#shown = shown;
    this.#ends = this.#start(shown);
  }

  #accessTo(instrument: SimInstrument): DataAccess {
    const access = this.#context.permissions.check(instrument);
    return this.#request.delayedAtMost && access.kind === 'live' ? { kind: 'delayed' } : access;
  }

  #shownUnder({ kind }: DataAccess): Shown {
    if (kind === 'live') return 'live';
    const { type, delayedAtMost } = this.#request;
    return kind === 'delayed' && (type >= 3 || delayedAtMost) ? 'delayed' : 'nothing';
  }

  #start(shown: Shown): readonly (() => void)[] {
    if (shown === 'nothing') return [];
    const { world, pace } = this.#context;
    const { reqId, instrument, genericTicks, genericTickText, type, follow } = this.#request;
    const client = this.#client;
    const frozen = type === 2 || type === 4;
    const everyMs = pace.frequentMs;
    const line =
      shown === 'delayed'
        ? new DelayedLine(client, world, instrument, { reqId, frozen }, follow ? everyMs : undefined)
        : new LiveLine(
            client,
            world,
            instrument,
            { reqId, genericTicks, frozen, movesEveryMs: everyMs },
            follow,
          );
    const start: LineStart = {
      client,
      context: this.#context,
      instrument,
      reqId,
      genericTicks,
      genericTickText,
      delayed: shown === 'delayed',
      follow,
    };
    const extras = lineExtras.map((extra) => extra(start)).filter((end) => end !== undefined);
    return [() => line.stop(), ...extras];
  }

  #end(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }
}

function keyOf(access: DataAccess): string {
  return access.kind === 'refused' ? `refused ${access.code}` : access.kind;
}
