import { isOption } from '../world/options/is-option';
import type { OptionComputation } from '../world/options/option-model';
import type { MarketEvent, WhatToShow } from '../world/world';
import { TickEncoder, tickType } from '../wire/messages/market-data-messages';
import { optionComputationMessage, optionTickType } from '../wire/messages/option-messages';
import { DELAY_MS } from './delayed-line';
import type { LineExtra, LineStart } from './line-extras';
import { repeatEvery } from './repeating-timer';

type Side = 'bid' | 'ask' | 'last' | 'model';

const LIVE: Readonly<Record<Side, number>> = {
  bid: optionTickType.bid,
  ask: optionTickType.ask,
  last: optionTickType.last,
  model: optionTickType.model,
};

const DELAYED: Readonly<Record<Side, number>> = {
  bid: optionTickType.delayedBid,
  ask: optionTickType.delayedAsk,
  last: optionTickType.delayedLast,
  model: optionTickType.delayedModel,
};

/** The computations of an option's line: of its bid, its ask, its last trade and the model, whenever one has moved. */
export const optionTicks: LineExtra = (start) => {
  if (!isOption(start.instrument)) return undefined;
  const ticks = new OptionTicks(start);
  return () => {
    ticks.stop();
  };
};

class OptionTicks {
  readonly #start: LineStart;
  readonly #types: Readonly<Record<Side, number>>;
  readonly #stop: () => void;
  readonly #sent = new Map<Side, string>();

  constructor(start: LineStart) {
    this.#start = start;
    this.#types = start.delayed ? DELAYED : LIVE;
    const { context, instrument, follow } = start;
    const { world, pace } = context;
    if (start.delayed) {
      this.#updateDelayed();
      this.#stop = follow
        ? repeatEvery(world.clock, pace.frequentMs, () => {
            this.#updateDelayed();
          })
        : () => undefined;
      return;
    }
    this.#stop = follow
      ? world.market.subscribe(instrument.conId, (event) => {
          this.#onEvent(event);
        })
      : () => undefined;
    this.#sendImage();
  }

  stop(): void {
    this.#stop();
  }

  #sendImage(): void {
    const { context, instrument } = this.#start;
    const { market, clock } = context.world;
    const { bid, ask, last } = market.quote(instrument.conId);
    const nowMs = clock.nowMs();
    this.#sendSide('bid', bid, nowMs);
    this.#sendSide('ask', ask, nowMs);
    this.#sendSide('last', last, nowMs);
    this.#sendModel(nowMs);
    this.#sendActivity();
  }

  #onEvent(event: MarketEvent): void {
    const { context, instrument } = this.#start;
    const { bid, ask, last } = context.world.market.quote(instrument.conId);
    switch (event.kind) {
      case 'bid':
        this.#sendSide('bid', bid, event.atMs);
        break;
      case 'ask':
        this.#sendSide('ask', ask, event.atMs);
        break;
      case 'trade':
        this.#sendSide('last', last, event.atMs);
        break;
      case 'session':
        this.#sendSide('bid', bid, event.atMs);
        this.#sendSide('ask', ask, event.atMs);
    }
    this.#sendModel(event.atMs);
  }

  #updateDelayed(): void {
    const atMs = this.#start.context.world.clock.nowMs() - DELAY_MS;
    this.#sendSide('bid', this.#priceAt('BID', atMs), atMs);
    this.#sendSide('ask', this.#priceAt('ASK', atMs), atMs);
    this.#sendSide('last', this.#priceAt('TRADES', atMs), atMs);
    this.#sendModel(atMs);
  }

  #priceAt(whatToShow: WhatToShow, endMs: number): number | null {
    const { context, instrument } = this.#start;
    const bars = context.world.history.bars({
      instrument,
      endMs,
      duration: '1 D',
      barSize: '1 day',
      whatToShow,
      regularHoursOnly: false,
    });
    const price = bars.at(-1)?.close;
    return price === undefined || price <= 0 ? null : price;
  }

  #sendSide(side: Side, price: number | null, atMs: number): void {
    const { context, instrument } = this.#start;
    this.#send(side, context.world.options.ofPrice(instrument.conId, price, atMs));
  }

  #sendModel(atMs: number): void {
    const { context, instrument } = this.#start;
    this.#send('model', context.world.options.model(instrument.conId, atMs));
  }

  /** A computation is sent again when its price or the underlying's has moved. */
  #send(side: Side, computation: OptionComputation): void {
    const key = `${computation.optionPrice} ${computation.underlyingPrice}`;
    if (this.#sent.get(side) === key) return;
    this.#sent.set(side, key);
    const { client, reqId } = this.#start;
    client.send(optionComputationMessage(reqId, this.#types[side], computation, client.serverVersion));
  }

  /** What generic ticks ask of an option: its contracts, in the field of its own right, and 0 in the other one. */
  #sendActivity(): void {
    const { context, instrument, genericTicks, client, reqId } = this.#start;
    const { market, options } = context.world;
    const encoder = new TickEncoder(reqId, client.serverVersion);
    const isCall = instrument.right === 'C';
    const send = (call: number, put: number, contracts: number): void => {
      client.send(encoder.size(call, isCall ? contracts : 0));
      client.send(encoder.size(put, isCall ? 0 : contracts));
    };
    if (genericTicks.has(100)) {
      send(optionTickType.callVolume, optionTickType.putVolume, market.quote(instrument.conId).volume);
    }
    if (genericTicks.has(101)) {
      const open = options.openInterest(instrument.conId);
      send(optionTickType.callOpenInterest, optionTickType.putOpenInterest, open);
    }
    if (genericTicks.has(106)) {
      const volatility = options.thirtyDayVolatility(instrument.underConId);
      if (volatility !== null) client.send(encoder.generic(tickType.optionImpliedVolatility, volatility));
    }
  }
}
