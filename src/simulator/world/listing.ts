/** What the simulated world lists, and when it trades. */

/** Security types that the simulated gateway lists, and `BAG` for a combination, which a client makes of them. */
export type SimSecType = 'STK' | 'IND' | 'FUT' | 'CASH' | 'OPT' | 'FOP' | 'CRYPTO' | 'BAG';

/** One leg of a combination, by the side on which it trades when the combination is bought. */
export interface InstrumentLeg {
  readonly instrument: SimInstrument;
  /** Units of the leg in one of the combination, above 0. */
  readonly ratio: number;
  readonly side: 'BUY' | 'SELL';
}

/** One listed instrument, with the fields that contractDetails carries (server version 193). */
export interface SimInstrument {
  readonly conId: number;
  readonly symbol: string;
  readonly secType: SimSecType;
  /** `20261219` for futures and options, empty otherwise. */
  readonly lastTradeDate: string;
  /** The date in its name, where that is not the last day of trading: options settled at an opening. */
  readonly realExpirationDate?: string;
  /** `16:00:00 US/Eastern` part of the expiry, empty when the gateway sends none. */
  readonly lastTradeTime: string;
  /** 0 when there is none. */
  readonly strike: number;
  readonly right: '' | 'C' | 'P';
  readonly exchange: string;
  readonly primaryExchange: string;
  readonly currency: string;
  readonly localSymbol: string;
  readonly tradingClass: string;
  readonly marketName: string;
  /** An option that can be exercised on its last day alone; any other can be at any time. */
  readonly exerciseStyle?: 'european';
  /** Empty for stocks, `100` for options on them, `50` for ES and its options. */
  readonly multiplier: string;
  readonly minTick: number;
  readonly orderTypes: readonly string[];
  readonly validExchanges: readonly string[];
  readonly priceMagnifier: number;
  /** conId of the underlying, 0 when there is none. */
  readonly underConId: number;
  readonly underSymbol: string;
  readonly underSecType: '' | SimSecType;
  readonly longName: string;
  readonly contractMonth: string;
  readonly industry: string;
  readonly category: string;
  readonly subcategory: string;
  /** IANA-like zone as TWS writes it, for example `US/Eastern`. */
  readonly timeZoneId: string;
  /** `COMMON`, `ETF`, or empty. */
  readonly stockType: string;
  readonly isin: string;
  readonly marketRuleIds: readonly number[];
  readonly aggGroup: number;
  readonly minSize: number;
  readonly sizeIncrement: number;
  readonly suggestedSizeIncrement: number;
  /** False for an index: it has quotes and bars but takes no orders. */
  readonly tradable: boolean;
  /** What a combination is made of; there is none for anything else. */
  readonly legs?: readonly InstrumentLeg[];
}

/** A leg of a combination as a client names it. */
export interface LegQuery {
  readonly conId: number;
  readonly ratio: number;
  /** `BUY`, `SELL` or `SSHORT`. */
  readonly action: string;
  readonly exchange: string;
}

/** What a client says about the instrument it means; empty fields match anything. */
export interface ContractQuery {
  /** The legs of a combination; there are none for anything else. */
  readonly comboLegs?: readonly LegQuery[];
  readonly conId: number;
  readonly symbol: string;
  readonly secType: string;
  readonly lastTradeDateOrContractMonth: string;
  readonly strike: number;
  readonly right: string;
  readonly multiplier: string;
  readonly exchange: string;
  readonly primaryExchange: string;
  readonly currency: string;
  readonly localSymbol: string;
  readonly tradingClass: string;
}

/** An interval in milliseconds since the epoch, end exclusive. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** The options of one trading class on an underlying: every expiry and strike that has some. */
export interface OptionChain {
  readonly tradingClass: string;
  readonly multiplier: string;
  readonly exchanges: readonly string[];
  /** Last days of trading, `20261016`, soonest first. */
  readonly expirations: readonly string[];
  /** Lowest first. */
  readonly strikes: readonly number[];
}

/** The list of instruments and their trading hours. */
export interface Catalogue {
  /** Everything that is listed; the thousands of options are made the first time. */
  readonly all: readonly SimInstrument[];
  /** What is listed apart from options. */
  readonly withoutOptions: readonly SimInstrument[];
  byConId(conId: number): SimInstrument | undefined;
  hasOptions(instrument: SimInstrument): boolean;
  /** The option classes on an underlying, a future's among them; none for an instrument without options. */
  optionChains(underConId: number): readonly OptionChain[];
  /** All instruments that match every non-empty field of the query. */
  find(query: ContractQuery): readonly SimInstrument[];
  /** Symbol and name search, as reqMatchingSymbols: best first, at most 16, no derivatives. */
  search(pattern: string): readonly SimInstrument[];
  /** The session that holds `atMs`, if any. */
  sessionAt(instrument: SimInstrument, atMs: number, regularHoursOnly: boolean): Interval | undefined;
  /** The next session that starts after `atMs`. */
  nextSession(instrument: SimInstrument, atMs: number, regularHoursOnly: boolean): Interval;
  /**
   * Hours in the form contractDetails sends, from the day of `atMs` for `days` days, for example
   * `20261003:CLOSED;20261005:0400-20261005:2000`.
   */
  hoursText(instrument: SimInstrument, atMs: number, days: number, regularHoursOnly: boolean): string;
}
