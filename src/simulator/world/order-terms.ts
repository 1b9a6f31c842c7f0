/** The terms of an order: everything that the simulated exchange acts on. The wire keeps the rest and echoes it. */

export type SimSide = 'BUY' | 'SELL';

/** A condition of an order. `conjunction` ties it to the next one in the list. */
export type SimCondition =
  | {
      readonly type: 'price';
      readonly conjunction: 'and' | 'or';
      readonly isMore: boolean;
      readonly price: number;
      readonly conId: number;
      readonly exchange: string;
      /** 0 default, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7 last or bid/ask, 8 midpoint. */
      readonly triggerMethod: number;
    }
  | {
      readonly type: 'time';
      readonly conjunction: 'and' | 'or';
      readonly isMore: boolean;
      /** Milliseconds since the epoch, UTC. */
      readonly atMs: number;
    }
  | {
      readonly type: 'margin';
      readonly conjunction: 'and' | 'or';
      readonly isMore: boolean;
      /** The margin cushion in percent. */
      readonly percent: number;
    }
  | {
      readonly type: 'execution';
      readonly conjunction: 'and' | 'or';
      readonly secType: string;
      readonly exchange: string;
      readonly symbol: string;
    }
  | {
      readonly type: 'volume' | 'percentChange';
      readonly conjunction: 'and' | 'or';
      readonly isMore: boolean;
      readonly value: number;
      readonly conId: number;
      readonly exchange: string;
    };

/** What a stop order becomes once the market has reached `triggerPrice`; null where the client said nothing. */
export interface OrderAdjustment {
  /** `STP`, `STP LMT`, `TRAIL` or `TRAIL LIMIT`. */
  readonly adjustedOrderType: string;
  readonly triggerPrice: number | null;
  readonly adjustedStopPrice: number | null;
  readonly adjustedStopLimitPrice: number | null;
  readonly adjustedTrailingAmount: number | null;
  /** 0: the trailing amount is a price; 1: a percentage. */
  readonly adjustableTrailingUnit: number;
  readonly lmtPriceOffset: number | null;
}

export interface AlgoTerms {
  /** `Adaptive`, `Twap`, `Vwap` and so on, as the client wrote it. */
  readonly strategy: string;
  readonly params: readonly { readonly tag: string; readonly value: string }[];
}

/** How an order hedges its parent. */
export interface HedgeTerms {
  /** `D` delta, `B` beta, `F` currency, `P` pair. */
  readonly type: string;
  /** The beta or the ratio, as the client wrote it. */
  readonly param: string;
}

/** A price that changes with time. */
export interface ScaleAdjustment {
  /** By how much each time; below 0 for a fall. */
  readonly change: number;
  readonly everyMs: number;
  /** The price and the moment it began with; null before it has come to the market. */
  readonly from: { readonly price: number; readonly atMs: number } | null;
}

/** An order that comes to the market in components, each at a price further from it. */
export interface ScaleTerms {
  /** null where the client left it out. */
  readonly firstSize: number | null;
  /** null: as the first. */
  readonly nextSize: number | null;
  /** Above 0. */
  readonly priceIncrement: number;
  /** How its price changes with time; null when it does not. */
  readonly adjustment: ScaleAdjustment | null;
  /** False when it also takes profits, begins with a position, or draws its sizes. */
  readonly plain: boolean;
}

/** A limit that is named as a volatility of the option. */
export interface VolatilityTerms {
  /** A share a year: 0.25 is 25 %. */
  readonly annual: number;
  /** True when the limit follows the underlying, false when it stays as it was at first. */
  readonly continuous: boolean;
  /** Which price of the underlying it is reckoned at: the middle of its market, or a side of it. */
  readonly reference: 'middle' | 'side';
}

/** A limit that moves with the price of another contract. */
export interface BenchmarkTerms {
  readonly conId: number;
  /** Where the limit begins, and the price of the reference there; null: as the markets are then. */
  readonly startPrice: number | null;
  readonly startReference: number | null;
  /** By how much the limit moves, below 0 against the reference, each time that the reference has risen by so much. */
  readonly priceChange: number;
  readonly everyChange: number;
}

/** How an order at its own side of the market is better than the others there. */
export interface CompetingTerms {
  /** By how much; null: up to the middle of the market, less one of the offsets. */
  readonly offset: number | null;
  /** Only where so much is shown at the best price; null for any. */
  readonly minimumSize: number | null;
  /** From a middle that is a price, and from one between two. */
  readonly middleOffsetAtWhole: number;
  readonly middleOffsetAtHalf: number;
}

export interface ComboLegTerms {
  readonly conId: number;
  readonly ratio: number;
  readonly side: SimSide;
  readonly exchange: string;
  /** null where the legs have no prices of their own. */
  readonly price: number | null;
}

/** The attributes of an order that the exchange acts on. Prices and quantities are null where there is none. */
export interface OrderTerms {
  readonly side: SimSide;
  /** 0 when the order names a `cashQuantity` instead. */
  readonly quantity: number;
  /** In TWS's spelling: `LMT`, `STP LMT`, `TRAIL LIMIT`, `PEG MID`. */
  readonly orderType: string;
  /** The limit; for pegged, relative, snap and midprice orders the cap. */
  readonly limitPrice: number | null;
  /** Stop price, trigger price, trailing amount or offset, by the order type. */
  readonly auxPrice: number | null;
  /** `DAY`, `GTC`, `IOC`, `FOK`, `GTD`, `OPG`. */
  readonly tif: string;
  readonly outsideRth: boolean;
  readonly transmit: boolean;
  /** Order id (of the same client) of the parent, 0 when there is none. */
  readonly parentOrderId: number;
  readonly ocaGroup: string;
  /** 1 cancel with block, 2 reduce with block, 3 reduce without block; 0 counts as 3 in TWS's default. */
  readonly ocaType: number;
  readonly account: string;
  readonly orderRef: string;
  /** The exchange that the order goes to and trades at; empty when it may trade anywhere, as SMART orders do. */
  readonly exchange: string;
  /** Where a trailing stop stands; the exchange moves it. */
  readonly trailStopPrice: number | null;
  /** In percent of the price: 1 is 1 %. Excludes a trailing amount in `auxPrice`. */
  readonly trailingPercent: number | null;
  /** TRAIL LIMIT and TRAIL LIT: how far the limit is behind the stop. */
  readonly limitOffset: number | null;
  /** REL: the offset as a share of the price, 0.01 is 1 %. */
  readonly percentOffset: number | null;
  /** An iceberg shows so much at a time. */
  readonly displaySize: number | null;
  /** The first fill is at least so much. */
  readonly minQuantity: number | null;
  readonly allOrNone: boolean;
  /** How far beyond its limit a limit order may go without showing it; 0 for none. */
  readonly discretionaryAmount: number;
  /** Not active before this moment, ms since the epoch. */
  readonly goodAfterMs: number | null;
  /** Ends at this moment, ms since the epoch; set for GTD. */
  readonly goodTillMs: number | null;
  /** How a stop is touched: 0 default, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7 last or bid/ask, 8 midpoint. */
  readonly triggerMethod: number;
  readonly hidden: boolean;
  readonly conditions: readonly SimCondition[];
  readonly conditionsIgnoreRth: boolean;
  /** Conditions that are met cancel the order instead of releasing it. */
  readonly conditionsCancelOrder: boolean;
  readonly adjustment: OrderAdjustment | null;
  readonly algo: AlgoTerms | null;
  readonly comboLegs: readonly ComboLegTerms[];
  /** Currency pairs: the amount of the quote currency to spend or to receive. */
  readonly cashQuantity: number | null;
  readonly hedge: HedgeTerms | null;
  readonly scale: ScaleTerms | null;
  /** VOL alone. */
  readonly volatility: VolatilityTerms | null;
  /** PEG BENCH alone. */
  readonly benchmark: BenchmarkTerms | null;
  /** PEG BEST alone. */
  readonly competing: CompetingTerms | null;
  /** Prices of the reference between which the order lives; null on either side for no bound. */
  readonly referenceRange: { readonly lower: number | null; readonly upper: number | null } | null;
}

const PLAIN: OrderTerms = {
  side: 'BUY',
  quantity: 100,
  orderType: 'MKT',
  limitPrice: null,
  auxPrice: null,
  tif: 'DAY',
  outsideRth: false,
  transmit: true,
  parentOrderId: 0,
  ocaGroup: '',
  ocaType: 0,
  account: '',
  orderRef: '',
  exchange: '',
  trailStopPrice: null,
  trailingPercent: null,
  limitOffset: null,
  percentOffset: null,
  displaySize: null,
  minQuantity: null,
  allOrNone: false,
  discretionaryAmount: 0,
  goodAfterMs: null,
  goodTillMs: null,
  triggerMethod: 0,
  hidden: false,
  conditions: [],
  conditionsIgnoreRth: false,
  conditionsCancelOrder: false,
  adjustment: null,
  algo: null,
  comboLegs: [],
  cashQuantity: null,
  hedge: null,
  scale: null,
  volatility: null,
  benchmark: null,
  competing: null,
  referenceRange: null,
};

/** The terms of a transmitted market order to buy 100 for the day in the default account, with what differs. */
export function orderTerms(different: Partial<OrderTerms> = {}): OrderTerms {
  return { ...PLAIN, ...different };
}
