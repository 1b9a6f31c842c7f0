import { STOCK_BBO_EXCHANGE } from '../world/catalogue/smart-components';
import type { MarketEvent, SimInstrument, SimQuote, World } from '../world/world';
import * as messages from '../wire/messages/market-data-messages';
import { plainNumber } from '../wire/wire-number';
import type { Client } from './client';
import { tickExchange } from './exchange-letters';
import { type GenericTick, genericTickImage } from './generic-tick-image';
import { asksForMoves, genericTickMoves } from './generic-tick-moves';
import { repeatEvery } from './repeating-timer';
import { RunningAverage } from './running-average';

const { tickType, CAN_AUTO_EXECUTE } = messages;

/** Snapshot permissions in `tickReqParams`: regulatory snapshots may be asked for. */
const REGULATORY_SNAPSHOTS = 3;

type TradeEvent = Extract<MarketEvent, { kind: 'trade' }>;

/** What a client asked for beyond the instrument. */
export interface LineOptions {
  readonly reqId: number;
  readonly genericTicks: ReadonlySet<number>;
  /** Frozen data were asked for: outside trading hours the line says that its values are frozen. */
  readonly frozen: boolean;
  /** How often generic ticks that move are looked at, in simulated milliseconds. */
  readonly movesEveryMs: number;
}

/** The daily and status values that are sent only when they change. */
interface SlowValues {
  open: number | null;
  high: number | null;
  low: number | null;
  close: number | null;
  volume: number;
  halted: boolean;
  bidExchange: string;
  askExchange: string;
  lastExchange: string;
}

/**
 * One live market data line: the image of the market at first, then what changes. As at TWS a price tick carries its
 * size and is followed by a size tick all the same; clients that drop the first have the second.
 */
export class LiveLine {
  readonly #client: Client;
  readonly #world: World;
  readonly #instrument: SimInstrument;
  readonly #options: LineOptions;
  readonly #ticks: messages.TickEncoder;
  readonly #average: RunningAverage | undefined;
  readonly #unsubscribe: () => void;
  /** Code under which `reqSmartComponents` explains the letters of exchanges, empty where names are sent. */
  readonly #bbo: string;
  readonly #stopMoves: () => void;
  /** The generic ticks sent last, by tick type. */
  readonly #moved = new Map<number, number | string>();
  #bid: number | null = null;
  #bidSize = 0;
  #ask: number | null = null;
  #askSize = 0;
  #lastTime = '';
  #marketDataType = 0;
  #slow: SlowValues = {
    open: null,
    high: null,
    low: null,
    close: null,
    volume: -1,
    halted: false,
    bidExchange: '',
    askExchange: '',
    lastExchange: '',
  };

  /** Sends the image at once. With `follow` false nothing is sent after it. */
  constructor(
    client: Client,
    world: World,
    instrument: SimInstrument,
    options: LineOptions,
    follow: boolean,
  ) {
    this.#client = client;
    this.#world = world;
    this.#instrument = instrument;
    this.#options = options;
    this.#ticks = new messages.TickEncoder(options.reqId, client.serverVersion);
    const averaged = options.genericTicks.has(233) || options.genericTicks.has(375);
    this.#average = averaged ? new RunningAverage(world, instrument) : undefined;
    this.#sendMarketDataType();
    const isRoutedStock = instrument.exchange === 'SMART' && instrument.secType === 'STK';
    this.#bbo = isRoutedStock ? STOCK_BBO_EXCHANGE : '';
    const permissions = isRoutedStock ? REGULATORY_SNAPSHOTS : 0;
    client.send(messages.tickReqParamsMessage(options.reqId, instrument.minTick, this.#bbo, permissions));
    this.#unsubscribe = follow
      ? world.market.subscribe(instrument.conId, (event) => this.#onEvent(event))
      : () => undefined;
    this.#sendImage(world.market.quote(instrument.conId));
    this.#stopMoves =
      follow && asksForMoves(options.genericTicks)
        ? repeatEvery(world.clock, options.movesEveryMs, () => this.#sendMoves())
        : () => undefined;
  }

  stop(): void {
    this.#unsubscribe();
    this.#stopMoves();
  }

  #onEvent(event: MarketEvent): void {
    const quote = this.#world.market.quote(this.#instrument.conId);
    switch (event.kind) {
      case 'bid':
        this.#sendBid(quote);
        return;
      case 'ask':
        this.#sendAsk(quote);
        return;
      case 'trade':
        this.#sendTrade(quote, event);
        return;
      case 'session':
        this.#sendMarketDataType();
        this.#sendBid(quote);
        this.#sendAsk(quote);
        this.#sendSlow(quote);
    }
  }

  #sendImage(quote: SimQuote): void {
    this.#sendBid(quote);
    this.#sendAsk(quote);
    if (quote.last !== null) {
      this.#send(this.#ticks.price(tickType.last, quote.last, quote.lastSize, 0));
      this.#send(this.#ticks.size(tickType.lastSize, quote.lastSize));
      this.#sendLastTime(quote);
    }
    this.#sendSlow(quote);
    this.#send(this.#ticks.generic(tickType.halted, quote.halted ? 1 : 0));
    const { genericTicks } = this.#options;
    for (const tick of genericTickImage(this.#world, this.#instrument, quote, genericTicks))
      this.#sendGeneric(tick);
    if (asksForMoves(genericTicks)) this.#sendMoves();
  }

  /** The generic ticks that have moved since they were last sent. */
  #sendMoves(): void {
    const quote = this.#world.market.quote(this.#instrument.conId);
    for (const tick of genericTickMoves(this.#world, this.#instrument, quote, this.#options.genericTicks)) {
      if (this.#moved.get(tick.type) === tick.value) continue;
      this.#moved.set(tick.type, tick.value);
      this.#sendGeneric(tick);
    }
  }

  #sendGeneric(tick: GenericTick): void {
    const ticks = this.#ticks;
    switch (tick.as) {
      case 'price':
        return this.#send(ticks.price(tick.type, tick.value, 0, 0));
      case 'size':
        return this.#send(ticks.size(tick.type, tick.value));
      case 'generic':
        return this.#send(ticks.generic(tick.type, tick.value));
      case 'text':
        return this.#send(ticks.text(tick.type, tick.value));
    }
  }

  #sendBid(quote: SimQuote): void {
    const { bid, bidSize } = quote;
    const moved = bid !== this.#bid;
    if (moved) this.#send(this.#ticks.price(tickType.bid, bid, bidSize, bid === null ? 0 : CAN_AUTO_EXECUTE));
    if (moved || bidSize !== this.#bidSize) this.#send(this.#ticks.size(tickType.bidSize, bidSize));
    this.#bid = bid;
    this.#bidSize = bidSize;
    this.#sendExchange('bidExchange', tickType.bidExchange, quote.bidExchange);
  }

  #sendAsk(quote: SimQuote): void {
    const { ask, askSize } = quote;
    const moved = ask !== this.#ask;
    if (moved) this.#send(this.#ticks.price(tickType.ask, ask, askSize, ask === null ? 0 : CAN_AUTO_EXECUTE));
    if (moved || askSize !== this.#askSize) this.#send(this.#ticks.size(tickType.askSize, askSize));
    this.#ask = ask;
    this.#askSize = askSize;
    this.#sendExchange('askExchange', tickType.askExchange, quote.askExchange);
  }

  #sendTrade(quote: SimQuote, { price, size, unreported }: TradeEvent): void {
    this.#send(this.#ticks.price(tickType.last, price, size, 0));
    this.#send(this.#ticks.size(tickType.lastSize, size));
    this.#sendLastTime(quote);
    this.#sendSlow(quote);
    const { genericTicks } = this.#options;
    if (genericTicks.size === 0) return;
    if (this.#average !== undefined) {
      this.#sendRtVolume(quote, price, size, unreported === true, this.#average);
    }
    if (genericTicks.has(293)) {
      this.#moved.set(tickType.tradeCount, quote.tradeCount);
      this.#send(this.#ticks.generic(tickType.tradeCount, quote.tradeCount));
    }
    if (genericTicks.has(318) && this.#isOpen(true)) {
      this.#send(this.#ticks.price(tickType.lastRthTrade, price, size, 0));
    }
  }

  /** `price;size;time;volume;average price;single trade`. RT trade volume leaves out what the volume does not count. */
  #sendRtVolume(
    quote: SimQuote,
    price: number,
    size: number,
    unreported: boolean,
    average: RunningAverage,
  ): void {
    if (!unreported) average.add(price, size);
    const parts = [price, size, quote.lastTimeMs ?? 0, quote.volume, average.value()].map(plainNumber);
    const text = `${parts.join(';')};true`;
    const { genericTicks } = this.#options;
    if (genericTicks.has(233)) this.#send(this.#ticks.text(tickType.rtVolume, text));
    if (genericTicks.has(375) && !unreported) this.#send(this.#ticks.text(tickType.rtTradeVolume, text));
  }

  #sendLastTime(quote: SimQuote): void {
    const time = quote.lastTimeMs === null ? '' : String(Math.floor(quote.lastTimeMs / 1000));
    if (time === this.#lastTime) return;
    this.#lastTime = time;
    this.#send(this.#ticks.text(tickType.lastTimestamp, time));
  }

  /** Day values and states that have changed since they were last sent. */
  #sendSlow(quote: SimQuote): void {
    const slow = this.#slow;
    if (quote.volume !== slow.volume) this.#send(this.#ticks.size(tickType.volume, quote.volume));
    if (quote.high !== slow.high) this.#send(this.#ticks.price(tickType.high, quote.high, 0, 0));
    if (quote.low !== slow.low) this.#send(this.#ticks.price(tickType.low, quote.low, 0, 0));
    if (quote.close !== slow.close) this.#send(this.#ticks.price(tickType.close, quote.close, 0, 0));
    if (quote.open !== slow.open) this.#send(this.#ticks.price(tickType.open, quote.open, 0, 0));
    if (quote.halted !== slow.halted) this.#send(this.#ticks.generic(tickType.halted, quote.halted ? 1 : 0));
    slow.volume = quote.volume;
    slow.high = quote.high;
    slow.low = quote.low;
    slow.close = quote.close;
    slow.open = quote.open;
    slow.halted = quote.halted;
    this.#sendExchange('lastExchange', tickType.lastExchange, quote.lastExchange);
  }

  #sendExchange(side: 'bidExchange' | 'askExchange' | 'lastExchange', type: number, exchange: string): void {
    if (exchange === this.#slow[side]) return;
    this.#slow[side] = exchange;
    this.#send(this.#ticks.text(type, tickExchange(exchange, this.#bbo)));
  }

  #sendMarketDataType(): void {
    const type = this.#options.frozen && !this.#isOpen(false) ? 2 : 1;
    if (type === this.#marketDataType) return;
    this.#marketDataType = type;
    this.#send(messages.marketDataTypeMessage(this.#options.reqId, type));
  }

  #isOpen(regularHoursOnly: boolean): boolean {
    const { catalogue, clock } = this.#world;
    return catalogue.sessionAt(this.#instrument, clock.nowMs(), regularHoursOnly) !== undefined;
  }

  #send(payload: string): void {
    this.#client.send(payload);
  }
}
