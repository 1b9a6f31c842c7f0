import type { SimInstrument, SimQuote, World } from '../world/world';
import { marketOf } from '../world/exchange/combos/combo-market';
import * as messages from '../wire/messages/market-data-messages';
import type { Client } from './client';

const { tickType, CAN_AUTO_EXECUTE } = messages;

/** One side of the market as it was last sent. */
interface Side {
  price: number | null;
  size: number;
}

/**
 * The market data line of a combination: what its legs cost together, with every change of one of them. A combination
 * has no trades of its own, so there is no last price and no volume. Its prices may be 0 or below.
 */
export class ComboLine {
  readonly #client: Client;
  readonly #ticks: messages.TickEncoder;
  readonly #unsubscribe: () => void;
  readonly #bid: Side = { price: null, size: -1 };
  readonly #ask: Side = { price: null, size: -1 };

  /** Sends the image at once; nothing after it when `follow` is false. */
  constructor(client: Client, world: World, instrument: SimInstrument, reqId: number, follow: boolean) {
    this.#client = client;
    this.#ticks = new messages.TickEncoder(reqId, client.serverVersion);
    client.send(messages.marketDataTypeMessage(reqId, 1));
    client.send(messages.tickReqParamsMessage(reqId, instrument.minTick, '', 0));
    const market = marketOf(world.market, instrument);
    this.#unsubscribe = follow
      ? market.subscribe(() => {
          this.#sendQuote(market.quote());
        })
      : () => undefined;
    const quote = market.quote();
    this.#sendQuote(quote);
    if (quote.close !== null) client.send(this.#ticks.price(tickType.close, quote.close, 0, 0));
  }

  stop(): void {
    this.#unsubscribe();
  }

  #sendQuote({ bid, bidSize, ask, askSize }: SimQuote): void {
    this.#sendSide(this.#bid, tickType.bid, tickType.bidSize, bid, bidSize);
    this.#sendSide(this.#ask, tickType.ask, tickType.askSize, ask, askSize);
  }

  #sendSide(side: Side, priceType: number, sizeType: number, price: number | null, size: number): void {
    const moved = price !== side.price || side.size < 0;
    if (moved) {
      const attributes = price === null ? 0 : CAN_AUTO_EXECUTE;
      this.#client.send(this.#ticks.price(priceType, price, size, attributes));
    }
    if (moved || size !== side.size) this.#client.send(this.#ticks.size(sizeType, size));
    side.price = price;
    side.size = size;
  }
}
