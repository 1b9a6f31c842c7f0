import type { SimBar, SimInstrument, WhatToShow, World } from '../world/world';
import * as messages from '../wire/messages/market-data-messages';
import type { Client } from './client';
import { repeatEvery } from './repeating-timer';

/** How late delayed data are. */
export const DELAY_MS = 15 * 60_000;

const { delayedTickType } = messages;

/** What a delayed line shows at one moment. */
interface DelayedValues {
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly volume: number;
}

const nothing: DelayedValues = {
  bid: null,
  ask: null,
  last: null,
  open: null,
  high: null,
  low: null,
  close: null,
  volume: -1,
};

/**
 * A market data line 15 minutes late. Past and present are one price path, so its values are the day's bar as it
 * was 15 minutes ago: nothing has to be kept back. Outside the session it shows the last values.
 */
export class DelayedLine {
  readonly #client: Client;
  readonly #world: World;
  readonly #instrument: SimInstrument;
  readonly #reqId: number;
  readonly #frozen: boolean;
  readonly #ticks: messages.TickEncoder;
  readonly #stop: () => void;
  #marketDataType = 0;
  #sent: DelayedValues = nothing;

  /** `intervalMs` is how often the line is brought up to date; undefined sends the image only. */
  constructor(
    client: Client,
    world: World,
    instrument: SimInstrument,
    options: { readonly reqId: number; readonly frozen: boolean },
    intervalMs: number | undefined,
  ) {
    this.#client = client;
    this.#world = world;
    this.#instrument = instrument;
    this.#reqId = options.reqId;
    this.#frozen = options.frozen;
    this.#ticks = new messages.TickEncoder(options.reqId, client.serverVersion);
    this.#sendMarketDataType();
    client.send(messages.tickReqParamsMessage(options.reqId, instrument.minTick, '', 0));
    this.#update();
    const { halted } = world.market.quote(instrument.conId);
    client.send(this.#ticks.generic(delayedTickType.halted, halted ? 1 : 0));
    this.#stop =
      intervalMs === undefined ? () => undefined : repeatEvery(world.clock, intervalMs, () => this.#update());
  }

  stop(): void {
    this.#stop();
  }

  #update(): void {
    this.#sendMarketDataType();
    const values = this.#values();
    const quote = this.#world.market.quote(this.#instrument.conId);
    const sent = this.#sent;
    if (values.bid !== sent.bid) {
      this.#sendPrice(delayedTickType.bid, values.bid, quote.bidSize);
      this.#client.send(this.#ticks.size(delayedTickType.bidSize, quote.bidSize));
    }
    if (values.ask !== sent.ask) {
      this.#sendPrice(delayedTickType.ask, values.ask, quote.askSize);
      this.#client.send(this.#ticks.size(delayedTickType.askSize, quote.askSize));
    }
    if (values.last !== sent.last) {
      this.#sendPrice(delayedTickType.last, values.last, quote.lastSize);
      this.#client.send(this.#ticks.size(delayedTickType.lastSize, quote.lastSize));
      const seconds = Math.floor((this.#world.clock.nowMs() - DELAY_MS) / 1000);
      this.#client.send(this.#ticks.text(delayedTickType.lastTimestamp, String(seconds)));
    }
    if (values.volume !== sent.volume) {
      this.#client.send(this.#ticks.size(delayedTickType.volume, Math.max(0, values.volume)));
    }
    if (values.high !== sent.high) this.#sendPrice(delayedTickType.high, values.high, 0);
    if (values.low !== sent.low) this.#sendPrice(delayedTickType.low, values.low, 0);
    if (values.close !== sent.close) this.#sendPrice(delayedTickType.close, values.close, 0);
    if (values.open !== sent.open) this.#sendPrice(delayedTickType.open, values.open, 0);
    this.#sent = values;
  }

  #values(): DelayedValues {
    const quote = this.#world.market.quote(this.#instrument.conId);
    const isCurrency = this.#instrument.secType === 'CASH';
    const day = this.#dayBar(isCurrency ? 'MIDPOINT' : 'TRADES');
    if (day === undefined) return nothing;
    return {
      bid: this.#dayBar('BID')?.close ?? null,
      ask: this.#dayBar('ASK')?.close ?? null,
      last: isCurrency ? null : day.close,
      open: this.#openedSince() ? null : quote.open,
      high: day.high,
      low: day.low,
      close: quote.close,
      volume: day.volume,
    };
  }

  /** True while the regular session has begun within the delay, so that its open is not known yet. */
  #openedSince(): boolean {
    const { catalogue, clock } = this.#world;
    const session = catalogue.sessionAt(this.#instrument, clock.nowMs(), true);
    return session !== undefined && session.startMs > clock.nowMs() - DELAY_MS;
  }

  /** The bar of the day as it was 15 minutes ago. */
  #dayBar(whatToShow: WhatToShow): SimBar | undefined {
    const bars = this.#world.history.bars({
      instrument: this.#instrument,
      endMs: this.#world.clock.nowMs() - DELAY_MS,
      duration: '1 D',
      barSize: '1 day',
      whatToShow,
      regularHoursOnly: false,
    });
    return bars.at(-1);
  }

  #sendPrice(type: number, price: number | null, size: number): void {
    this.#client.send(this.#ticks.price(type, price, size, 0));
  }

  #sendMarketDataType(): void {
    const { catalogue, clock } = this.#world;
    const open = catalogue.sessionAt(this.#instrument, clock.nowMs(), false) !== undefined;
    const type = this.#frozen && !open ? 4 : 3;
    if (type === this.#marketDataType) return;
    this.#marketDataType = type;
    this.#client.send(messages.marketDataTypeMessage(this.#reqId, type));
  }
}
