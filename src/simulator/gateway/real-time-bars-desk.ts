import { hasVolume, realTimeBarMessage } from '../wire/messages/history-messages';
import type { MarketDataRequest } from '../wire/requests/market-data-requests';
import { type Client, refuseRequest, sendError } from './client';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { parseWhatToShow } from './history-query';

const BAR_MS = 5_000;

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
    const whatToShow = parseWhatToShow(request.whatToShow);
    if (
      whatToShow !== 'TRADES' &&
      whatToShow !== 'MIDPOINT' &&
      whatToShow !== 'BID' &&
      whatToShow !== 'ASK'
    ) {
      refuseRequest(
        this.#client,
        reqId,
        `What to show '${request.whatToShow}' is not valid for real time bars`,
      );
      return;
    }
    if (!this.#context.lines.take()) {
      sendError(this.#client, reqId, 101, 'Max number of tickers has been reached');
      return;
    }
    let cancel = (): void => undefined;
    const plan = (): void => {
      const endMs = (Math.floor(world.clock.nowMs() / BAR_MS) + 1) * BAR_MS;
      cancel = world.clock.schedule(endMs, () => {
        plan();
        const { regularHoursOnly } = request;
        const query = {
          instrument,
          endMs,
          duration: '5 S',
          barSize: '5 secs',
          whatToShow,
          regularHoursOnly,
        } as const;
        const bar = world.history.bars(query).at(-1);
        if (bar !== undefined && bar.startMs === endMs - BAR_MS) {
          this.#client.send(realTimeBarMessage(reqId, bar, hasVolume(whatToShow)));
        }
      });
    };
    plan();
    this.#streams.set(reqId, () => cancel());
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
