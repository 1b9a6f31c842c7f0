import type { BidAskTick, MidpointTick, TradeTick } from '../../world/prices/tick-history';
import { messageId } from '../message-ids';
import { marketSize } from '../sizes';
import { plainNumber } from '../wire-number';
import { tradeMask } from './tick-by-tick-messages';

/** Bits of a past bid and ask; they stand the other way round than in a live one, as in the official clients. */
const ASK_PAST_HIGH = 1;
const BID_PAST_LOW = 2;

/** `done` tells that no further message of the request follows. */
export function historicalMidpointsMessage(
  reqId: number,
  ticks: readonly MidpointTick[],
  done: boolean,
): string {
  const rows = ticks.map(({ atMs, price }) => `${seconds(atMs)}\x000\0${plainNumber(price)}\x000\0`);
  return whole(messageId.historicalTicks, reqId, rows, done);
}

export function historicalBidAsksMessage(
  reqId: number,
  ticks: readonly BidAskTick[],
  done: boolean,
  serverVersion: number,
): string {
  const size = (value: number): string => plainNumber(marketSize(value, serverVersion));
  const rows = ticks.map((tick) => {
    const mask = (tick.askPastHigh ? ASK_PAST_HIGH : 0) + (tick.bidPastLow ? BID_PAST_LOW : 0);
    const prices = `${plainNumber(tick.bid)}\0${plainNumber(tick.ask)}`;
    return `${seconds(tick.atMs)}\0${mask}\0${prices}\0${size(tick.bidSize)}\0${size(tick.askSize)}\0`;
  });
  return whole(messageId.historicalTicksBidAsk, reqId, rows, done);
}

export function historicalTradesMessage(
  reqId: number,
  ticks: readonly TradeTick[],
  done: boolean,
  conditions: (tick: TradeTick) => string,
  serverVersion: number,
): string {
  const rows = ticks.map((tick) => {
    const values = `${tradeMask(tick)}\0${plainNumber(tick.price)}\0${plainNumber(marketSize(tick.size, serverVersion))}`;
    return `${seconds(tick.atMs)}\0${values}\0${tick.exchange}\0${conditions(tick)}\0`;
  });
  return whole(messageId.historicalTicksLast, reqId, rows, done);
}

function whole(id: number, reqId: number, rows: readonly string[], done: boolean): string {
  return `${id}\0${reqId}\0${rows.length}\0${rows.join('')}${done ? 1 : 0}\0`;
}

function seconds(atMs: number): number {
  return Math.floor(atMs / 1000);
}
