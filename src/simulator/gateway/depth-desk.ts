import type { DepthBook, DepthKind, DepthRow, DepthSide } from '../world/depth/depth-book';
import { type DepthOperation, depthOperations } from '../world/depth/depth-operations';
import type { SimInstrument } from '../world/world';
import * as messages from '../wire/messages/depth-messages';
import type { DepthRequest } from '../wire/requests/depth-requests';
import { type Client, sendError } from './client';
import { depthExchanges, depthKindOf, smartDepthNotice } from './depth-exchanges';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { NOT_SUBSCRIBED } from './market-data-permission';
import { repeatEvery } from './repeating-timer';

/** Rows of a side of a book of price levels, and of one with market makers. */
const MOST_LEVELS = 10;
const MOST_MAKER_ROWS = 60;
/** How often a book is looked at beside the moves of its quote, in simulated milliseconds. */
const REFRESH_MS = 250;
/** Rows for a client that asks for none or fewer. */
const USUAL_ROWS = 5;

const UNSUPPORTED = 'Deep market data is not supported for this combination of security type/exchange';
const RESET =
  'Market depth data has been RESET. Please empty deep book contents before applying any new entries.';
const HALTED = 'Market depth data has been HALTED. Please re-subscribe.';

interface BookStream {
  readonly smart: boolean;
  stop(): void;
}

/** The market depth subscriptions of one client. */
export class DepthDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #streams = new Map<number, BookStream>();

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  answer(request: DepthRequest): void {
    switch (request.kind) {
      case 'reqMktDepth':
        return this.#open(request);
      case 'cancelMktDepth':
        return this.#cancel(request);
      case 'reqMktDepthExchanges':
        return this.#client.send(
          messages.depthExchangesMessage(depthExchanges(), this.#client.serverVersion),
        );
    }
  }

  close(): void {
    for (const reqId of this.#streams.keys()) this.#end(reqId);
  }

  #open(request: Extract<DepthRequest, { kind: 'reqMktDepth' }>): void {
    const { reqId, contract, smart } = request;
    const client = this.#client;
    if (this.#streams.has(reqId)) {
      sendError(client, reqId, 322, "Error processing request.-'bW' : cause - Duplicate ticker id");
      return;
    }
    const instrument = findInstrument(client, reqId, this.#context.world.catalogue, contract);
    if (instrument === undefined) return;
    const kind = depthKindOf(instrument, contract.exchange, smart);
    if (kind === undefined) {
      sendError(client, reqId, 10092, UNSUPPORTED);
      return;
    }
    const access = this.#context.permissions.check(instrument);
    if (access.kind !== 'live') {
      const refusal = access.kind === 'refused' ? access : NOT_SUBSCRIBED;
      sendError(client, reqId, refusal.code, refusal.text);
      return;
    }
    if (!this.#context.depthLines.take()) {
      const limit = this.#context.limits.marketDepth;
      sendError(client, reqId, 309, `Max number (${limit}) of market depth requests has been reached`);
      return;
    }
    if (kind === 'exchanges') sendError(client, reqId, 2152, smartDepthNotice(instrument));
    const most = kind === 'levels' ? MOST_LEVELS : MOST_MAKER_ROWS;
    const rows = Math.min(request.rows < 1 ? USUAL_ROWS : request.rows, most);
    const stop = this.#follow(reqId, instrument, kind, rows);
    this.#streams.set(reqId, { smart, stop });
  }

  #cancel({ reqId, smart }: Extract<DepthRequest, { kind: 'cancelMktDepth' }>): void {
    if (this.#streams.get(reqId)?.smart !== smart) {
      sendError(this.#client, reqId, 310, `Can't find the subscribed market depth with tickerId:${reqId}`);
      return;
    }
    this.#end(reqId);
  }

  #end(reqId: number): void {
    const stream = this.#streams.get(reqId);
    if (stream === undefined) return;
    this.#streams.delete(reqId);
    stream.stop();
    this.#context.depthLines.giveBack();
  }

  /** Sends the book and then its changes; returns what ends that. */
  #follow(reqId: number, instrument: SimInstrument, kind: DepthKind, rows: number): () => void {
    const { world, depth, permissions } = this.#context;
    const client = this.#client;
    let sent: DepthBook = { bids: [], asks: [] };
    const send = (side: DepthSide, before: readonly DepthRow[], after: readonly DepthRow[]): void => {
      for (const operation of depthOperations(before, after, depth.style)) {
        client.send(messageOf(reqId, kind, side, operation, client.serverVersion));
      }
    };
    const update = (): void => {
      if (permissions.check(instrument).kind !== 'live') return;
      const book = world.depth.book(instrument.conId, kind, rows);
      send('bid', sent.bids, book.bids);
      send('ask', sent.asks, book.asks);
      sent = book;
    };
    const unsubscribe = world.market.subscribe(instrument.conId, (event) => {
      if (event.kind !== 'trade') update();
    });
    // What rests below the best price changes without an event of the quote.
    const stopTimer = repeatEvery(world.clock, REFRESH_MS, update);
    const unregister = depth.add({
      reset: () => {
        sendError(client, reqId, 317, RESET);
        sent = { bids: [], asks: [] };
        update();
      },
      halt: () => {
        sendError(client, reqId, 316, HALTED);
        this.#end(reqId);
      },
    });
    update();
    return () => {
      unsubscribe();
      stopTimer();
      unregister();
    };
  }
}

function messageOf(
  reqId: number,
  kind: DepthKind,
  side: DepthSide,
  operation: DepthOperation,
  serverVersion: number,
): string {
  return kind === 'levels'
    ? messages.marketDepthMessage(reqId, side, operation, serverVersion)
    : messages.marketDepthL2Message(reqId, side, operation, kind === 'exchanges', serverVersion);
}
