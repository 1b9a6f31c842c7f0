import type { SimBar, SimInstrument } from '../world/world';
import { hasVolume, realTimeBarMessage } from '../wire/messages/history-messages';
import type { MarketDataRequest } from '../wire/requests/market-data-requests';
import { type Client, refuseRequest, sendError } from './client';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { hasHistory } from './history-check';
import { COMPETING_SESSION, noPermissions } from './market-data-permission';

const BAR_MS = 5_000;

const realTimeKinds = ['TRADES', 'MIDPOINT', 'BID', 'ASK'] as const;

const MORE_IN_DIALOG =
  'Requested market data requires additional subscription for API. ' +
  "See link in 'Market Data Connections' dialog for more details.";

interface BarQuery {
  readonly instrument: SimInstrument;
  readonly whatToShow: (typeof realTimeKinds)[number];
  readonly regularHoursOnly: boolean;
}

/** Five-second bars of one client, each sent when it is complete. */
export class RealTimeBarsDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #streams = new Map<number, () => void>();

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  open(request: Extract<MarketDataRequest, { kind: 'reqRealTimeBars' }>): void {
    const { reqId } = request;
    if (this.#streams.has(reqId)) {
      sendError(this.#client, reqId, 322, "Error processing request.-'bV' : cause - Duplicate ticker id");
      return;
    }
    const { world } = this.#context;
    const instrument = findInstrument(this.#client, reqId, world.catalogue, request.contract);
    if (instrument === undefined) return;
    const { regularHoursOnly } = request;
    const whatToShow = realTimeKinds.find((kind) => kind === request.whatToShow);
    if (whatToShow === undefined) {
      const cause = `What to show '${request.whatToShow}' is not valid for real time bars`;
      refuseRequest(this.#client, reqId, `${cause}. Legal ones are: ${realTimeKinds.join(', ')}`);
      return;
    }
    const query = { instrument, whatToShow, regularHoursOnly };
    const problem = this.#problemOf(query);
    if (problem !== undefined) {
      sendError(this.#client, reqId, 420, `Invalid Real-time Query:${problem}`);
      return;
    }
    if (!this.#context.lines.take()) {
      sendError(this.#client, reqId, 101, 'Max number of tickers has been reached');
      return;
    }
    this.#streams.set(reqId, this.#follow(reqId, query));
  }

  #problemOf({ instrument, whatToShow }: BarQuery): string | undefined {
    const access = this.#context.permissions.check(instrument);
    if (access.kind !== 'live') {
      if (access.kind === 'refused' && access.code === COMPETING_SESSION.code) {
        return 'Trading TWS session is connected from a different IP address';
      }
      return `${noPermissions(instrument)}. ${MORE_IN_DIALOG}`;
    }
    if (hasHistory(instrument, whatToShow)) return undefined;
    return `${whatToShow} real-time bars are not supported for ${instrument.symbol}`;
  }

  #follow(reqId: number, query: BarQuery): () => void {
    const { clock } = this.#context.world;
    let cancel = (): void => undefined;
    const plan = (): void => {
      const endMs = (Math.floor(clock.nowMs() / BAR_MS) + 1) * BAR_MS;
      cancel = clock.schedule(endMs, () => {
        plan();
        const bar = this.#barBefore(query, endMs);
        if (bar !== undefined) {
          this.#client.send(
            realTimeBarMessage(reqId, bar, hasVolume(query.whatToShow), this.#client.serverVersion),
          );
        }
      });
    };
    plan();
    return () => cancel();
  }

  /** The bar that ends at a moment; within a session one without trades stands at the last price. */
  #barBefore(query: BarQuery, endMs: number): SimBar | undefined {
    const { world, permissions } = this.#context;
    const { instrument, regularHoursOnly } = query;
    if (permissions.check(instrument).kind !== 'live') return undefined;
    const startMs = endMs - BAR_MS;
    if (world.catalogue.sessionAt(instrument, startMs, regularHoursOnly) === undefined) return undefined;
    const last = world.history.bars({ ...query, endMs, duration: '60 S', barSize: '5 secs' }).at(-1);
    if (last === undefined || last.startMs === startMs) return last;
    const { close } = last;
    return { startMs, open: close, high: close, low: close, close, volume: 0, wap: close, count: 0 };
  }

  cancel(reqId: number): void {
    const stop = this.#streams.get(reqId);
    if (stop === undefined) {
      sendError(this.#client, reqId, 300, `Can't find EId with tickerId:${reqId}`);
      return;
    }
    stop();
    this.#streams.delete(reqId);
    this.#context.lines.giveBack();
  }

  close(): void {
    for (const stop of this.#streams.values()) {
      stop();
      this.#context.lines.giveBack();
    }
    this.#streams.clear();
  }
}
