import type { SimInstrument } from '../world/world';
import { tickSnapshotEndMessage } from '../wire/messages/market-data-messages';
import type { MarketDataRequest, MarketDataType } from '../wire/requests/market-data-requests';
import { type Client, refuseRequest, sendError } from './client';
import { ComboLine } from './combo-line';
import { findInstrument, findTradable, NO_DEFINITION } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { parseGenericTicks } from './generic-ticks';
import { NewsLine, newsFeedOf, newsProvidersAsked, topOfBookOff } from './news-line';
import { PriceLine } from './price-line';

type MktDataRequest = Extract<MarketDataRequest, { kind: 'reqMktData' }>;

/** The market data lines of one client. */
export class MarketDataDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #lines = new Map<number, { stop(): void }>();
  #type: MarketDataType = 1;
  #delayedAtMost = false;

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  /** Holds for the requests that follow, as at TWS. */
  chooseType(type: MarketDataType): void {
    this.#type = type;
  }

  /** Lines that are opened while this runs show delayed data at the most, whatever the client has asked for. */
  delayedAtMost(run: () => void): void {
    this.#delayedAtMost = true;
    try {
      run();
    } finally {
      this.#delayedAtMost = false;
    }
  }

  open(request: MktDataRequest): void {
    const { reqId, contract, snapshot } = request;
    const client = this.#client;
    if (this.#lines.has(reqId)) {
      sendError(client, reqId, 322, "Error processing request.-'bW' : cause - Duplicate ticker id");
      return;
    }
    if (contract.secType === 'NEWS') {
      this.#openNewsFeed(request);
      return;
    }
    if (contract.secType === 'BAG') {
      this.#openCombo(request);
      return;
    }
    const instrument = findInstrument(client, reqId, this.#context.world.catalogue, contract);
    if (instrument === undefined) return;
    const generic = parseGenericTicks(request.genericTicks, instrument.secType);
    if (!generic.ok) {
      refuseRequest(client, reqId, generic.cause);
      return;
    }
    if (snapshot || request.regulatorySnapshot) {
      this.#answerSnapshot(request, instrument, generic.ticks);
      return;
    }
    if (!this.#context.lines.take()) {
      sendError(client, reqId, 101, 'Max number of tickers has been reached');
      return;
    }
    const prices = topOfBookOff(request.genericTicks)
      ? undefined
      : this.#startPrices(request, instrument, generic.ticks, true);
    if (prices?.isOpen === false) {
      prices.stop();
      this.#context.lines.giveBack();
      return;
    }
    const news = this.#startNews(request, instrument.conId);
    this.#lines.set(reqId, {
      stop: () => {
        prices?.stop();
        news?.stop();
      },
    });
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

  #openCombo({ reqId, contract, snapshot }: MktDataRequest): void {
    const { world, lines } = this.#context;
    const instrument = findTradable(this.#client, reqId, world.catalogue, contract);
    if (instrument === undefined) return;
    if (snapshot) {
      new ComboLine(this.#client, world, instrument, reqId, false).stop();
      this.#client.send(tickSnapshotEndMessage(reqId));
    } else if (lines.take()) {
      this.#lines.set(reqId, new ComboLine(this.#client, world, instrument, reqId, true));
    } else {
      sendError(this.#client, reqId, 101, 'Max number of tickers has been reached');
    }
  }

  /** The whole feed of a news provider. */
  #openNewsFeed({ reqId, contract }: MktDataRequest): void {
    const { world, lines } = this.#context;
    const providerCode = newsFeedOf(contract, world);
    if (providerCode === undefined) sendError(this.#client, reqId, 200, NO_DEFINITION);
    else if (!lines.take()) sendError(this.#client, reqId, 101, 'Max number of tickers has been reached');
    else {
      const about = { reqId, conId: 0, providerCodes: [providerCode] };
      this.#lines.set(reqId, new NewsLine(this.#client, world, about));
    }
  }

  #startNews({ reqId, genericTicks }: MktDataRequest, conId: number): NewsLine | undefined {
    const { world } = this.#context;
    const subscribed = world.news.providers.map(({ code }) => code);
    const providerCodes = newsProvidersAsked(genericTicks, subscribed);
    if (providerCodes.length === 0) return undefined;
    return new NewsLine(this.#client, world, { reqId, conId, providerCodes });
  }

  #answerSnapshot(
    request: MktDataRequest,
    instrument: SimInstrument,
    genericTicks: ReadonlySet<number>,
  ): void {
    const { reqId, regulatorySnapshot } = request;
    if (genericTicks.size > 0) {
      const cause = 'Snapshot market data subscription is not applicable to generic ticks';
      refuseRequest(this.#client, reqId, cause);
      return;
    }
    if (regulatorySnapshot && (instrument.secType !== 'STK' || instrument.currency !== 'USD')) {
      refuseRequest(this.#client, reqId, 'Regulatory snapshots are available for US stocks alone');
      return;
    }
    const prices = this.#startPrices(request, instrument, genericTicks, false);
    prices.stop();
    if (prices.isOpen) this.#client.send(tickSnapshotEndMessage(reqId));
  }

  #startPrices(
    { reqId, genericTicks: genericTickText }: MktDataRequest,
    instrument: SimInstrument,
    genericTicks: ReadonlySet<number>,
    follow: boolean,
  ): PriceLine {
    return new PriceLine(this.#client, this.#context, {
      reqId,
      instrument,
      genericTicks,
      genericTickText,
      type: this.#type,
      delayedAtMost: this.#delayedAtMost,
      follow,
    });
  }
}
