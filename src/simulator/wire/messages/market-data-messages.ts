import { FieldWriter } from '../field-writer';
import { fieldSince } from '../handshake';
import { messageId } from '../message-ids';
import { marketSize } from '../sizes';
import { plainNumber } from '../wire-number';

/** Numbers of the tick types that the simulator sends, under the API's names. */
export const tickType = {
  bidSize: 0,
  bid: 1,
  ask: 2,
  askSize: 3,
  last: 4,
  lastSize: 5,
  high: 6,
  low: 7,
  volume: 8,
  close: 9,
  open: 14,
  low13Weeks: 15,
  high13Weeks: 16,
  low26Weeks: 17,
  high26Weeks: 18,
  low52Weeks: 19,
  high52Weeks: 20,
  averageVolume: 21,
  optionHistoricalVolatility: 23,
  optionImpliedVolatility: 24,
  optionCallOpenInterest: 27,
  optionPutOpenInterest: 28,
  optionCallVolume: 29,
  optionPutVolume: 30,
  indexFuturePremium: 31,
  bidExchange: 32,
  askExchange: 33,
  auctionVolume: 34,
  auctionPrice: 35,
  auctionImbalance: 36,
  markPrice: 37,
  lastTimestamp: 45,
  shortable: 46,
  fundamentalRatios: 47,
  rtVolume: 48,
  halted: 49,
  tradeCount: 54,
  tradeRate: 55,
  volumeRate: 56,
  lastRthTrade: 57,
  realTimeHistoricalVolatility: 58,
  dividends: 59,
  regulatoryImbalance: 61,
  volume3Minutes: 63,
  volume5Minutes: 64,
  volume10Minutes: 65,
  rtTradeVolume: 77,
  delayedMarkPrice: 78,
  slowMarkPrice: 79,
  lastExchange: 84,
  futuresOpenInterest: 86,
  averageOptionVolume: 87,
  shortableShares: 89,
  etfNavClose: 92,
  etfNavPriorClose: 93,
  etfNavBid: 94,
  etfNavAsk: 95,
  etfNavLast: 96,
  etfFrozenNavLast: 97,
  etfNavHigh: 98,
  etfNavLow: 99,
} as const;

/** The tick types that take the place of the live ones while data are delayed. */
export const delayedTickType = {
  bid: 66,
  ask: 67,
  last: 68,
  bidSize: 69,
  askSize: 70,
  lastSize: 71,
  high: 72,
  low: 73,
  volume: 74,
  close: 75,
  open: 76,
  lastTimestamp: 88,
  halted: 90,
} as const;

/** Attribute mask of a price tick: the price can be executed against automatically. */
export const CAN_AUTO_EXECUTE = 1;

/** The bits of the attribute mask that a version knows: past limit came with 109, before the open with 132. */
function knownAttributes(serverVersion: number): number {
  if (serverVersion < fieldSince.pastLimit) return 0b001;
  return serverVersion < fieldSince.preOpenBidAsk ? 0b011 : 0b111;
}

/**
 * Writes the ticks of one market data line. The heads of the messages do not change, so they are kept; a tick is one
 * short string.
 */
export class TickEncoder {
  readonly #priceHead: string;
  readonly #sizeHead: string;
  readonly #stringHead: string;
  readonly #genericHead: string;
  readonly #serverVersion: number;
  readonly #knownAttributes: number;

  constructor(reqId: number, serverVersion: number) {
    this.#serverVersion = serverVersion;
    this.#knownAttributes = knownAttributes(serverVersion);
    this.#priceHead = `${messageId.tickPrice}\x006\0${reqId}\0`;
    this.#sizeHead = `${messageId.tickSize}\x006\0${reqId}\0`;
    this.#stringHead = `${messageId.tickString}\x006\0${reqId}\0`;
    this.#genericHead = `${messageId.tickGeneric}\x006\0${reqId}\0`;
  }

  /** A price with its size; null means that there is no such price now, which TWS writes as -1. */
  price(type: number, price: number | null, size: number, attributes: number): string {
    const priceText = price === null ? '-1' : plainNumber(price);
    return `${this.#priceHead}${type}\0${priceText}\0${this.#sizeText(size)}\0${attributes & this.#knownAttributes}\0`;
  }

  size(type: number, size: number): string {
    return `${this.#sizeHead}${type}\0${this.#sizeText(size)}\0`;
  }

  text(type: number, value: string): string {
    return `${this.#stringHead}${type}\0${value}\0`;
  }

  generic(type: number, value: number): string {
    return `${this.#genericHead}${type}\0${plainNumber(value)}\0`;
  }

  #sizeText(size: number): string {
    return plainNumber(marketSize(size, this.#serverVersion));
  }
}

/** `snapshotPermissions` is 3 when regulatory snapshots may be asked for, 0 otherwise. */
export function tickReqParamsMessage(
  reqId: number,
  minTick: number,
  bboExchange: string,
  snapshotPermissions: number,
): string {
  return new FieldWriter(messageId.tickReqParams)
    .int(reqId)
    .number(minTick)
    .text(bboExchange)
    .int(snapshotPermissions)
    .end();
}

export function marketDataTypeMessage(reqId: number, marketDataType: number): string {
  return new FieldWriter(messageId.marketDataType).int(1).int(reqId).int(marketDataType).end();
}

export function tickSnapshotEndMessage(reqId: number): string {
  return new FieldWriter(messageId.tickSnapshotEnd).int(1).int(reqId).end();
}
