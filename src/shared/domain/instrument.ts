import type { Decimal } from 'decimal.js';
import type { Brand } from './brand';
import { type DecimalText, exact } from './decimal';

/** IB's contract identifier: a positive 32-bit integer. */
export type ConId = Brand<number, 'ConId'>;

/** Tells whether a number can be a conId. */
export function isConId(value: number): value is ConId {
  return Number.isInteger(value) && value > 0 && value < 2147483647;
}

/** Security types that the terminal shows and trades. Source: TWS API, Contract.secType. */
export const secTypes = [
  'STK',
  'IND',
  'FUT',
  'CASH',
  'OPT',
  'FOP',
  'CFD',
  'CRYPTO',
  'FUND',
  'BOND',
  'CMDTY',
  'WAR',
] as const;
export type SecType = (typeof secTypes)[number];

/** How orders, fills and positions name their instrument. */
export interface InstrumentName {
  readonly conId: ConId;
  readonly symbol: string;
  readonly secType: SecType;
  /** The exchange's own name; for a derivative it holds expiry, right and strike. */
  readonly localSymbol: string;
}

/** What is needed to ask the gateway about an instrument that is already known. */
export interface ContractRef {
  readonly conId: ConId;
  /** Where to route: `SMART` for most, the listing exchange otherwise. */
  readonly exchange: string;
}

/** A row of a symbol search. */
export interface InstrumentMatch {
  readonly conId: ConId;
  readonly symbol: string;
  readonly secType: SecType;
  readonly primaryExchange: string;
  readonly currency: string;
  readonly name: string;
  /** Derivatives that exist for it, for example `OPT`. */
  readonly derivativeSecTypes: readonly string[];
}

/** An interval in UTC milliseconds, end exclusive. */
export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** An instrument with the rules for its orders and its hours. */
export interface Instrument {
  readonly conId: ConId;
  readonly symbol: string;
  readonly secType: SecType;
  readonly exchange: string;
  readonly primaryExchange: string;
  readonly currency: string;
  readonly localSymbol: string;
  readonly tradingClass: string;
  readonly name: string;
  /** `20261219` for derivatives that expire, otherwise null. */
  readonly lastTradeDate: string | null;
  readonly strike: DecimalText | null;
  readonly right: 'C' | 'P' | null;
  /** Units of the underlying per contract; `1` for stocks. */
  readonly multiplier: DecimalText;
  /**
   * How many price units make one unit of the currency: 100 where prices are in pence, `1` nearly everywhere. Source: TWS
   * API, ContractDetails.priceMagnifier.
   */
  readonly priceMagnifier: DecimalText;
  /** The smallest price step. */
  readonly minTick: DecimalText;
  readonly minSize: DecimalText;
  readonly sizeIncrement: DecimalText;
  /** Order types that the gateway accepts for it, in TWS's spelling of contractDetails (`LMT`, `STPLMT`, `MKT`, ...). */
  readonly orderTypes: readonly string[];
  readonly timeZoneId: string;
  /** Sessions of the coming days, ascending; empty when the gateway sent none. */
  readonly tradingHours: readonly TimeSpan[];
  readonly liquidHours: readonly TimeSpan[];
  /** False for an index, which has quotes but takes no orders. */
  readonly tradable: boolean;
}

/** The amount of money that one unit of an instrument moves when its price moves by one: multiplier by price unit. */
export function moneyPerPoint(instrument: Pick<Instrument, 'multiplier' | 'priceMagnifier'>): Decimal {
  return exact(instrument.multiplier).dividedBy(exact(instrument.priceMagnifier));
}
