import type { BidAskTick, MidpointTick, TradeTick } from '../../world/prices/tick-history';
import { messageId } from '../message-ids';
import { marketSize } from '../sizes';
import { plainNumber } from '../wire-number';

/** Tick types of a tick-by-tick message. */
export const tickByTickType = { last: 1, allLast: 2, bidAsk: 3, midPoint: 4 } as const;

/** Bit of a trade that is not reported to the tape. */
const UNREPORTED = 2;
const BID_PAST_LOW = 1;
const ASK_PAST_HIGH = 2;

/** Conditions of a trade as TWS writes them: `T` outside regular hours, `I` an odd lot. */
export function tradeConditions(tick: TradeTick, oddLotBelow: number): string {
  const conditions = [tick.regular ? '' : 'T', tick.size < oddLotBelow ? 'I' : ''];
  return conditions.filter((condition) => condition !== '').join(' ');
}

export function tradeMask(tick: TradeTick): number {
  return tick.unreported ? UNREPORTED : 0;
}

export function tradeTickMessage(
  reqId: number,
  type: 1 | 2,
  tick: TradeTick,
  conditions: string,
  serverVersion: number,
): string {
  const size = plainNumber(marketSize(tick.size, serverVersion));
  const values = `${plainNumber(tick.price)}\0${size}\0${tradeMask(tick)}`;
  return `${head(reqId, type, tick.atMs)}${values}\0${tick.exchange}\0${conditions}\0`;
}

export function bidAskTickMessage(reqId: number, tick: BidAskTick, serverVersion: number): string {
  const size = (value: number): string => plainNumber(marketSize(value, serverVersion));
  const prices = `${plainNumber(tick.bid)}\0${plainNumber(tick.ask)}`;
  const sizes = `${size(tick.bidSize)}\0${size(tick.askSize)}`;
  const mask = (tick.bidPastLow ? BID_PAST_LOW : 0) + (tick.askPastHigh ? ASK_PAST_HIGH : 0);
  return `${head(reqId, tickByTickType.bidAsk, tick.atMs)}${prices}\0${sizes}\0${mask}\0`;
}

export function midpointTickMessage(reqId: number, tick: MidpointTick): string {
  return `${head(reqId, tickByTickType.midPoint, tick.atMs)}${plainNumber(tick.price)}\0`;
}

function head(reqId: number, type: number, atMs: number): string {
  return `${messageId.tickByTick}\0${reqId}\0${type}\0${Math.floor(atMs / 1000)}\0`;
}
