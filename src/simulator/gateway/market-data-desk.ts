import type { SimInstrument } from '../world/world';
import { tickSnapshotEndMessage } from '../wire/messages/market-data-messages';
import type { MarketDataRequest, MarketDataType } from '../wire/requests/market-data-requests';
import { type Client, refuseRequest, sendError } from './client';
import { DelayedLine } from './delayed-line';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { parseGenericTicks } from './generic-ticks';
import { LiveLine } from './live-line';

/** The market data lines of one client. */
export class MarketDataDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #lines = new Map<number, { stop(): void }>();
  #type: MarketDataType = 1;

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  /** Holds for the requests that follow, as at TWS. */
  chooseType(type: MarketDataType): void {
    this.#type = type;
  }

  open(request: Extract<MarketDataRequest, { kind: 'reqMktData' }>): void {
    const { reqId, contract, snapshot } = request;
    const client = this.#client;
    if (this.#lines.has(reqId)) {
      sendError(client, reqId, 322, "Error processing request.-'bW' : cause - Duplicate ticker id");
      return;
    }
    const instrument = findInstrument(client, reqId, this.#context.world.catalogue, contract);
    if (instrument === undefined) return;
    const generic = parseGenericTicks(request.genericTicks, instrument.secType);
    if (!generic.ok) {
      refuseRequest(client, reqId, generic.cause);
      return;
    }
    if (snapshot) {
      if (generic.ticks.size > 0) {
        refuseRequest(client, reqId, 'Snapshot market data subscription is not applicable to generic ticks');
        return;
      }
      this.#startLine(reqId, instrument, generic.ticks, false).stop();
      client.send(tickSnapshotEndMessage(reqId));
      return;
    }
    if (!this.#context.lines.take()) {
      sendError(client, reqId, 101, 'Max number of tickers has been reached');
      return;
    }
    this.#lines.set(reqId, this.#startLine(reqId, instrument, generic.ticks, true));
  }

  cancel(reqId: number): void {
    const line = this.#lines.get(reqId);
    if (line === undefined) {
      sendError(this.#client, reqId, 300, `Can't find EId with tickerId:${reqId}`);
      return;
    }
    line.stop();
    this.#lines.delete(reqId);
    this.#context.lines.giveBack();
  }

  close(): void {
    for (const line of this.#lines.values()) {
      line.stop();
      this.#context.lines.giveBack();
    }
    this.#lines.clear();
  }

  #startLine(
    reqId: number,
    instrument: SimInstrument,
    genericTicks: ReadonlySet<number>,
    follow: boolean,
  ): { stop(): void } {
    const { world, pace } = this.#context;
    const frozen = this.#type === 2 || this.#type === 4;
    if (this.#type === 3 || this.#type === 4) {
      return new DelayedLine(
        this.#client,
        world,
        instrument,
        { reqId, frozen },
        follow ? pace.frequentMs : undefined,
      );
    }
    return new LiveLine(this.#client, world, instrument, { reqId, genericTicks, frozen }, follow);
  }
}
