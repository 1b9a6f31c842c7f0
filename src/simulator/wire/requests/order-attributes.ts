import type { OrderCondition } from './order-conditions';

export interface TagValue {
  readonly tag: string;
  readonly value: string;
}

export interface ComboLeg {
  readonly conId: number;
  readonly ratio: number;
  readonly action: string;
  readonly exchange: string;
  readonly openClose: number;
  readonly shortSaleSlot: number;
  readonly designatedLocation: string;
  readonly exemptCode: number;
}

/** The second leg of a delta neutral order. */
export interface DeltaNeutralOrder {
  readonly orderType: string;
  readonly conId: number;
  readonly settlingFirm: string;
  readonly clearingAccount: string;
  readonly clearingIntent: string;
  readonly openClose: string;
  readonly shortSale: boolean;
  readonly shortSaleSlot: number;
  readonly designatedLocation: string;
}

/** Scale settings that are sent only with a price increment. */
export interface ScaleSettings {
  readonly priceIncrement: number;
  readonly priceAdjustValue: number | null;
  readonly priceAdjustInterval: number | null;
  readonly profitOffset: number | null;
  readonly autoReset: boolean;
  readonly initPosition: number | null;
  readonly initFillQty: number | null;
  readonly randomPercent: boolean;
}

/** The reference of an order pegged to a benchmark. */
export interface PegBenchmark {
  readonly referenceContractId: number;
  readonly isPeggedChangeAmountDecrease: boolean;
  readonly peggedChangeAmount: number;
  readonly referenceChangeAmount: number;
  readonly referenceExchangeId: string;
}

/**
 * What a placeOrder message says beyond the contract, under the API's own field names; null where the client left a
 * number unset. The exchange acts on a few of them; all are kept and told back in openOrder.
 */
export interface OrderAttributes {
  readonly action: string;
  readonly totalQuantity: number;
  readonly orderType: string;
  readonly lmtPrice: number | null;
  readonly auxPrice: number | null;
  readonly tif: string;
  readonly ocaGroup: string;
  readonly account: string;
  readonly openClose: string;
  readonly origin: number;
  readonly orderRef: string;
  readonly transmit: boolean;
  readonly parentId: number;
  readonly blockOrder: boolean;
  readonly sweepToFill: boolean;
  readonly displaySize: number | null;
  readonly triggerMethod: number;
  readonly outsideRth: boolean;
  readonly hidden: boolean;
  readonly comboLegs: readonly ComboLeg[];
  readonly orderComboLegPrices: readonly (number | null)[];
  readonly smartComboRoutingParams: readonly TagValue[];
  readonly discretionaryAmt: number;
  readonly goodAfterTime: string;
  readonly goodTillDate: string;
  readonly faGroup: string;
  readonly faMethod: string;
  readonly faPercentage: string;
  readonly modelCode: string;
  readonly shortSaleSlot: number;
  readonly designatedLocation: string;
  readonly exemptCode: number;
  readonly ocaType: number;
  readonly rule80A: string;
  readonly settlingFirm: string;
  readonly allOrNone: boolean;
  readonly minQty: number | null;
  readonly percentOffset: number | null;
  readonly eTradeOnly: boolean;
  readonly firmQuoteOnly: boolean;
  readonly nbboPriceCap: number | null;
  readonly auctionStrategy: number;
  readonly startingPrice: number | null;
  readonly stockRefPrice: number | null;
  readonly delta: number | null;
  readonly stockRangeLower: number | null;
  readonly stockRangeUpper: number | null;
  readonly overridePercentageConstraints: boolean;
  readonly volatility: number | null;
  readonly volatilityType: number;
  readonly deltaNeutral: DeltaNeutralOrder | null;
  readonly deltaNeutralAuxPrice: number | null;
  readonly continuousUpdate: number;
  readonly referencePriceType: number;
  readonly trailStopPrice: number | null;
  readonly trailingPercent: number | null;
  readonly scaleInitLevelSize: number | null;
  readonly scaleSubsLevelSize: number | null;
  readonly scale: ScaleSettings | null;
  readonly scaleTable: string;
  readonly activeStartTime: string;
  readonly activeStopTime: string;
  readonly hedgeType: string;
  readonly hedgeParam: string;
  readonly optOutSmartRouting: boolean;
  readonly clearingAccount: string;
  readonly clearingIntent: string;
  readonly notHeld: boolean;
  readonly deltaNeutralContract: {
    readonly conId: number;
    readonly delta: number;
    readonly price: number;
  } | null;
  readonly algoStrategy: string;
  readonly algoParams: readonly TagValue[];
  readonly algoId: string;
  readonly whatIf: boolean;
  readonly orderMiscOptions: string;
  readonly solicited: boolean;
  readonly randomizeSize: boolean;
  readonly randomizePrice: boolean;
  readonly pegBenchmark: PegBenchmark | null;
  readonly conditions: readonly OrderCondition[];
  readonly conditionsIgnoreRth: boolean;
  readonly conditionsCancelOrder: boolean;
  readonly adjustedOrderType: string;
  readonly triggerPrice: number | null;
  readonly lmtPriceOffset: number | null;
  readonly adjustedStopPrice: number | null;
  readonly adjustedStopLimitPrice: number | null;
  readonly adjustedTrailingAmount: number | null;
  readonly adjustableTrailingUnit: number;
  readonly extOperator: string;
  readonly softDollarTierName: string;
  readonly softDollarTierValue: string;
  readonly cashQty: number | null;
  readonly mifid2DecisionMaker: string;
  readonly mifid2DecisionAlgo: string;
  readonly mifid2ExecutionTrader: string;
  readonly mifid2ExecutionAlgo: string;
  readonly dontUseAutoPriceForHedge: boolean;
  readonly isOmsContainer: boolean;
  readonly discretionaryUpToLimitPrice: boolean;
  /** Null when the client did not say. */
  readonly usePriceMgmtAlgo: boolean | null;
  readonly duration: number | null;
  readonly postToAts: number | null;
  readonly autoCancelParent: boolean;
  readonly advancedErrorOverride: string;
  readonly manualOrderTime: string;
  readonly minTradeQty: number | null;
  readonly minCompeteSize: number | null;
  /** Infinity means up to the midpoint. */
  readonly competeAgainstBestOffset: number | null;
  readonly midOffsetAtWhole: number | null;
  readonly midOffsetAtHalf: number | null;
  readonly customerAccount: string;
  readonly professionalCustomer: boolean;
  readonly includeOvernight: boolean;
  readonly manualOrderIndicator: number | null;
}

export function isPegBenchmark(orderType: string): boolean {
  return orderType === 'PEG BENCH' || orderType === 'PEGBENCH';
}

export function isPegBest(orderType: string): boolean {
  return orderType === 'PEG BEST' || orderType === 'PEGBEST';
}

export function isPegMid(orderType: string): boolean {
  return orderType === 'PEG MID' || orderType === 'PEGMID';
}
