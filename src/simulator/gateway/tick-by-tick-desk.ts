import { isOption } from '../world/options/is-option';
import type { BidAskTick, TickKind } from '../world/prices/tick-history';
import type { MarketEvent, SimInstrument } from '../world/world';
import * as messages from '../wire/messages/tick-by-tick-messages';
import type { TickRequest } from '../wire/requests/tick-requests';
import { type Client, refuseRequest, sendError } from './client';
import { findInstrument } from './find-instrument';
import type { GatewayContext } from './gateway-context';
import { conditionsOf, historicalTicksMessage, MOST_TICKS } from './historical-ticks-desk';
import { COMPETING_SESSION, noPermissions } from './market-data-permission';

type Open = Extract<TickRequest, { kind: 'reqTickByTickData' }>;

const tickTypes = ['Last', 'AllLast', 'BidAsk', 'MidPoint'] as const;
type TickTypeName = (typeof tickTypes)[number];

const historyKinds: Readonly<Record<TickTypeName, TickKind>> = {
  Last: 'TRADES',
  AllLast: 'TRADES',
  BidAsk: 'BID_ASK',
  MidPoint: 'MIDPOINT',
};

/** The tick-by-tick subscriptions of one client. */
export class TickByTickDesk {
  readonly #client: Client;
  readonly #context: GatewayContext;
  readonly #streams = new Map<number, () => void>();

  constructor(client: Client, context: GatewayContext) {
    this.#client = client;
    this.#context = context;
  }

  open(request: Open): void {
    const { reqId, numberOfTicks } = request;
    const client = this.#client;
    const { world, permissions, tickByTickLines } = this.#context;
    if (this.#streams.has(reqId)) {
      sendError(client, reqId, 322, "Error processing request.-'cE' : cause - Duplicate ticker id");
      return;
    }
    const type = tickTypes.find((name) => name === request.tickType);
    if (type === undefined) {
      refuseRequest(
        client,
        reqId,
        `Tick type '${request.tickType}' is not valid. Legal ones are: ${tickTypes.join(', ')}`,
      );
      return;
    }
    const instrument = findInstrument(client, reqId, world.catalogue, request.contract);
    if (instrument === undefined) return;
    if (numberOfTicks < 0 || numberOfTicks > MOST_TICKS) {
      refuseRequest(
        client,
        reqId,
        `Number of ticks ${numberOfTicks} is not valid. It must be between 0 and ${MOST_TICKS}`,
      );
      return;
    }
    if (!streams(instrument, type)) {
      const cause = `${type} tick-by-tick requests are not supported for ${instrument.symbol}`;
      sendError(client, reqId, 10189, `Failed to request tick-by-tick data.${cause}.`);
      return;
    }
    const access = permissions.check(instrument);
    if (access.kind !== 'live') {
      const competing = access.kind === 'refused' && access.code === COMPETING_SESSION.code;
      const cause = competing
        ? 'Trading TWS session is connected from a different IP address'
        : noPermissions(instrument);
      sendError(client, reqId, 10189, `Failed to request tick-by-tick data.${cause}.`);
      return;
    }
    if (!tickByTickLines.take()) {
      sendError(client, reqId, 10190, 'Max number of tick-by-tick requests has been reached.');
      return;
    }
    if (numberOfTicks > 0) this.#sendPast(request, instrument, type);
    this.#streams.set(reqId, this.#follow(request, instrument, type));
  }

  cancel(reqId: number): void {
    if (!this.#streams.has(reqId)) {
      sendError(this.#client, reqId, 300, `Can't find EId with tickerId:${reqId}`);
      return;
    }
    this.#end(reqId);
  }

  close(): void {
    for (const reqId of this.#streams.keys()) this.#end(reqId);
  }

  #end(reqId: number): void {
    this.#streams.get(reqId)?.();
    this.#streams.delete(reqId);
    this.#context.tickByTickLines.giveBack();
  }

  #sendPast({ reqId, numberOfTicks, ignoreSize }: Open, instrument: SimInstrument, type: TickTypeName): void {
    const { world } = this.#context;
    const query = {
      instrument,
      startMs: null,
      endMs: world.clock.nowMs() + 1,
      count: numberOfTicks,
      kind: historyKinds[type],
      regularHoursOnly: false,
      ignoreSize,
    };
    const ticks = world.ticks.ticks(query);
    this.#client.send(historicalTicksMessage(reqId, query, ticks, this.#client.serverVersion));
  }

  #follow({ reqId, ignoreSize }: Open, instrument: SimInstrument, type: TickTypeName): () => void {
    const { world, permissions } = this.#context;
    const { market } = world;
    const { conId } = instrument;
    const withheld = (): boolean => permissions.check(instrument).kind !== 'live';
    if (type === 'Last' || type === 'AllLast') {
      return market.subscribe(conId, (event) => {
        if (event.kind === 'trade' && !withheld()) this.#sendTrade(reqId, instrument, type, event);
      });
    }
    let sent = this.#sides(conId, 0);
    return market.subscribe(conId, (event) => {
      if ((event.kind !== 'bid' && event.kind !== 'ask') || withheld()) return;
      const sides = this.#sides(conId, event.atMs);
      if (sides === undefined) return;
      const before = sent;
      sent = sides;
      const moved = before?.bid !== sides.bid || before.ask !== sides.ask;
      if (type === 'MidPoint') {
        const price = (sides.bid + sides.ask) / 2;
        if (before !== undefined && price === (before.bid + before.ask) / 2) return;
        this.#client.send(messages.midpointTickMessage(reqId, { kind: 'midpoint', atMs: event.atMs, price }));
        return;
      }
      const resized = before?.bidSize !== sides.bidSize || before.askSize !== sides.askSize;
      if (moved || (resized && !ignoreSize))
        this.#client.send(messages.bidAskTickMessage(reqId, sides, this.#client.serverVersion));
    });
  }

  /** `Last` leaves out the prints that the volume does not count. */
  #sendTrade(
    reqId: number,
    instrument: SimInstrument,
    type: 'Last' | 'AllLast',
    event: Extract<MarketEvent, { kind: 'trade' }>,
  ): void {
    const unreported = event.unreported === true;
    if (type === 'Last' && unreported) return;
    const { atMs, price, size, exchange } = event;
    const regular = this.#isRegular(instrument, atMs);
    const tick = { kind: 'trade', atMs, price, size, exchange, unreported, regular } as const;
    const number = type === 'Last' ? messages.tickByTickType.last : messages.tickByTickType.allLast;
    const conditions = conditionsOf(instrument, tick);
    this.#client.send(messages.tradeTickMessage(reqId, number, tick, conditions, this.#client.serverVersion));
  }

  /** The session of the last trade is kept: it is asked for with every trade. */
  #regular: {
    readonly conId: number;
    readonly untilMs: number;
    readonly fromMs: number;
    readonly open: boolean;
  } = {
    conId: 0,
    fromMs: 0,
    untilMs: 0,
    open: false,
  };

  #isRegular(instrument: SimInstrument, atMs: number): boolean {
    const known = this.#regular;
    if (known.conId === instrument.conId && atMs >= known.fromMs && atMs < known.untilMs) return known.open;
    const { catalogue } = this.#context.world;
    const session = catalogue.sessionAt(instrument, atMs, true);
    const untilMs = session?.endMs ?? catalogue.nextSession(instrument, atMs, true).startMs;
    this.#regular = { conId: instrument.conId, fromMs: atMs, untilMs, open: session !== undefined };
    return session !== undefined;
  }

  #sides(conId: number, atMs: number): BidAskTick | undefined {
    const { bid, ask, bidSize, askSize, low, high } = this.#context.world.market.quote(conId);
    if (bid === null || ask === null) return undefined;
    return {
      kind: 'bidAsk',
      atMs,
      bid,
      ask,
      bidSize,
      askSize,
      bidPastLow: low !== null && bid < low,
      askPastHigh: high !== null && ask > high,
    };
  }
}

/** Options and indices have no such streams at TWS; a currency pair has quotes but no trades. */
function streams(instrument: SimInstrument, type: TickTypeName): boolean {
  const { secType } = instrument;
  if (isOption(instrument) || secType === 'IND') return false;
  return secType !== 'CASH' || type === 'BidAsk' || type === 'MidPoint';
}
