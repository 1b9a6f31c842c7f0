import type { ContractQuery } from '../../world/world';
import type { FieldReader } from '../field-reader';
import { fieldSince } from '../handshake';
import { readContract } from './contract-fields';
import { FieldsSince } from './fields-since';
import {
  type ComboLeg,
  type DeltaNeutralOrder,
  isPegBenchmark,
  isPegBest,
  isPegMid,
  type OrderAttributes,
  type PegBenchmark,
  type ScaleSettings,
  type TagValue,
} from './order-attributes';
import { readCondition } from './order-conditions';

const MAX_ENTRIES = 100;

export interface PlaceOrderRequest {
  readonly kind: 'placeOrder';
  readonly orderId: number;
  readonly contract: ContractQuery;
  /** `ISIN`, `CUSIP` or another kind of identifier, with the identifier; empty when there is none. */
  readonly secIdType: string;
  readonly secId: string;
  readonly attributes: OrderAttributes;
}

/** Where the order id of placeOrder stands. */
export const PLACE_ORDER_ID = { at: 1, versionedBefore: fieldSince.orderContainer } as const;

/** Reads a placeOrder message; the order of the fields is the same in all versions, and each adds its own. */
export function readPlaceOrder(reader: FieldReader, serverVersion: number): PlaceOrderRequest {
  if (serverVersion < fieldSince.orderContainer) reader.skip('version');
  const orderId = reader.readInt('orderId');
  const contract = readContract(reader);
  const secIdType = reader.readText('secIdType').toUpperCase();
  const secId = reader.readText('secId');
  const main = readMainFields(reader);
  const combo = contract.secType === 'BAG' ? readCombo(reader) : noCombo;
  const extended = readExtendedFields(reader, serverVersion);
  const volatility = readVolatilityFields(reader);
  const scale = readScaleAndHedge(reader);
  const clearing = readClearingAndAlgo(reader);
  const conditional =
    serverVersion >= fieldSince.peggedToBenchmark
      ? readPegAndConditions(reader, main.orderType)
      : noConditions;
  const since = new FieldsSince(reader, serverVersion);
  const later = readLaterFields(since);
  const recent = readRecentFields(since, main.orderType, contract.exchange);
  return {
    kind: 'placeOrder',
    orderId,
    secIdType,
    secId,
    contract: contract.secType === 'BAG' ? { ...contract, comboLegs: combo.comboLegs } : contract,
    attributes: {
      ...main,
      ...combo,
      ...extended,
      ...volatility,
      ...scale,
      ...clearing,
      ...conditional,
      ...later,
      ...recent,
    },
  };
}

function readMainFields(reader: FieldReader) {
  return {
    action: reader.readText('action').toUpperCase(),
    totalQuantity: reader.readDouble('totalQuantity'),
    orderType: reader.readText('orderType').toUpperCase(),
    lmtPrice: reader.readDoubleOrNull('lmtPrice'),
    auxPrice: reader.readDoubleOrNull('auxPrice'),
    tif: reader.readText('tif').toUpperCase(),
    ocaGroup: reader.readText('ocaGroup'),
    account: reader.readText('account'),
    openClose: reader.readText('openClose'),
    origin: reader.readInt('origin'),
    orderRef: reader.readText('orderRef'),
    transmit: reader.readBoolean('transmit'),
    parentId: reader.readInt('parentId'),
    blockOrder: reader.readBoolean('blockOrder'),
    sweepToFill: reader.readBoolean('sweepToFill'),
    displaySize: reader.readIntOrNull('displaySize'),
    triggerMethod: reader.readInt('triggerMethod'),
    outsideRth: reader.readBoolean('outsideRth'),
    hidden: reader.readBoolean('hidden'),
  };
}

type ComboFields = Pick<OrderAttributes, 'comboLegs' | 'orderComboLegPrices' | 'smartComboRoutingParams'>;

const noCombo: ComboFields = { comboLegs: [], orderComboLegPrices: [], smartComboRoutingParams: [] };

function readCombo(reader: FieldReader): ComboFields {
  return {
    comboLegs: readList(reader, 'comboLegs', readLeg),
    orderComboLegPrices: readList(reader, 'orderComboLegs', (leg) =>
      leg.readDoubleOrNull('orderComboLeg price'),
    ),
    smartComboRoutingParams: readTagValues(reader, 'smartComboRoutingParams'),
  };
}

function readLeg(reader: FieldReader): ComboLeg {
  return {
    conId: reader.readInt('leg conId'),
    ratio: reader.readInt('leg ratio'),
    action: reader.readText('leg action'),
    exchange: reader.readText('leg exchange'),
    openClose: reader.readInt('leg openClose'),
    shortSaleSlot: reader.readInt('leg shortSaleSlot'),
    designatedLocation: reader.readText('leg designatedLocation'),
    exemptCode: reader.readInt('leg exemptCode'),
  };
}

function readExtendedFields(reader: FieldReader, serverVersion: number) {
  reader.skip('sharesAllocation');
  const head = {
    discretionaryAmt: reader.readDouble('discretionaryAmt'),
    goodAfterTime: reader.readText('goodAfterTime'),
    goodTillDate: reader.readText('goodTillDate'),
    faGroup: reader.readText('faGroup'),
    faMethod: reader.readText('faMethod'),
    faPercentage: reader.readText('faPercentage'),
  };
  if (serverVersion < fieldSince.faProfileDesupport) reader.skip('faProfile');
  return {
    ...head,
    modelCode: serverVersion >= fieldSince.modelsSupport ? reader.readText('modelCode') : '',
    shortSaleSlot: reader.readInt('shortSaleSlot'),
    designatedLocation: reader.readText('designatedLocation'),
    exemptCode: reader.readIntOrNull('exemptCode') ?? -1,
    ocaType: reader.readInt('ocaType'),
    rule80A: reader.readText('rule80A'),
    settlingFirm: reader.readText('settlingFirm'),
    allOrNone: reader.readBoolean('allOrNone'),
    minQty: reader.readIntOrNull('minQty'),
    percentOffset: reader.readDoubleOrNull('percentOffset'),
    eTradeOnly: reader.readBoolean('eTradeOnly'),
    firmQuoteOnly: reader.readBoolean('firmQuoteOnly'),
    nbboPriceCap: reader.readDoubleOrNull('nbboPriceCap'),
    auctionStrategy: reader.readIntOrNull('auctionStrategy') ?? 0,
    startingPrice: reader.readDoubleOrNull('startingPrice'),
    stockRefPrice: reader.readDoubleOrNull('stockRefPrice'),
    delta: reader.readDoubleOrNull('delta'),
    stockRangeLower: reader.readDoubleOrNull('stockRangeLower'),
    stockRangeUpper: reader.readDoubleOrNull('stockRangeUpper'),
    overridePercentageConstraints: reader.readBoolean('overridePercentageConstraints'),
  };
}

function readVolatilityFields(reader: FieldReader) {
  const volatility = reader.readDoubleOrNull('volatility');
  const volatilityType = reader.readIntOrNull('volatilityType') ?? 0;
  const orderType = reader.readText('deltaNeutralOrderType');
  const deltaNeutralAuxPrice = reader.readDoubleOrNull('deltaNeutralAuxPrice');
  return {
    volatility,
    volatilityType,
    deltaNeutral: orderType === '' ? null : readDeltaNeutral(reader, orderType),
    deltaNeutralAuxPrice,
    continuousUpdate: reader.readInt('continuousUpdate'),
    referencePriceType: reader.readIntOrNull('referencePriceType') ?? 0,
    trailStopPrice: reader.readDoubleOrNull('trailStopPrice'),
    trailingPercent: reader.readDoubleOrNull('trailingPercent'),
  };
}

function readDeltaNeutral(reader: FieldReader, orderType: string): DeltaNeutralOrder {
  return {
    orderType,
    conId: reader.readInt('deltaNeutralConId'),
    settlingFirm: reader.readText('deltaNeutralSettlingFirm'),
    clearingAccount: reader.readText('deltaNeutralClearingAccount'),
    clearingIntent: reader.readText('deltaNeutralClearingIntent'),
    openClose: reader.readText('deltaNeutralOpenClose'),
    shortSale: reader.readBoolean('deltaNeutralShortSale'),
    shortSaleSlot: reader.readInt('deltaNeutralShortSaleSlot'),
    designatedLocation: reader.readText('deltaNeutralDesignatedLocation'),
  };
}

function readScaleAndHedge(reader: FieldReader) {
  const scaleInitLevelSize = reader.readIntOrNull('scaleInitLevelSize');
  const scaleSubsLevelSize = reader.readIntOrNull('scaleSubsLevelSize');
  const increment = reader.readDoubleOrNull('scalePriceIncrement');
  const scale = increment !== null && increment > 0 ? readScale(reader, increment) : null;
  const scaleTable = reader.readText('scaleTable');
  const activeStartTime = reader.readText('activeStartTime');
  const activeStopTime = reader.readText('activeStopTime');
  const hedgeType = reader.readText('hedgeType');
  const hedgeParam = hedgeType === '' ? '' : reader.readText('hedgeParam');
  return {
    scaleInitLevelSize,
    scaleSubsLevelSize,
    scale,
    scaleTable,
    activeStartTime,
    activeStopTime,
    hedgeType,
    hedgeParam,
  };
}

function readScale(reader: FieldReader, priceIncrement: number): ScaleSettings {
  return {
    priceIncrement,
    priceAdjustValue: reader.readDoubleOrNull('scalePriceAdjustValue'),
    priceAdjustInterval: reader.readIntOrNull('scalePriceAdjustInterval'),
    profitOffset: reader.readDoubleOrNull('scaleProfitOffset'),
    autoReset: reader.readBoolean('scaleAutoReset'),
    initPosition: reader.readIntOrNull('scaleInitPosition'),
    initFillQty: reader.readIntOrNull('scaleInitFillQty'),
    randomPercent: reader.readBoolean('scaleRandomPercent'),
  };
}

function readClearingAndAlgo(reader: FieldReader) {
  const optOutSmartRouting = reader.readBoolean('optOutSmartRouting');
  const clearingAccount = reader.readText('clearingAccount');
  const clearingIntent = reader.readText('clearingIntent');
  const notHeld = reader.readBoolean('notHeld');
  const deltaNeutralContract = reader.readBoolean('deltaNeutralContract')
    ? {
        conId: reader.readInt('deltaNeutralContract conId'),
        delta: reader.readDouble('deltaNeutralContract delta'),
        price: reader.readDouble('deltaNeutralContract price'),
      }
    : null;
  const algoStrategy = reader.readText('algoStrategy');
  return {
    optOutSmartRouting,
    clearingAccount,
    clearingIntent,
    notHeld,
    deltaNeutralContract,
    algoStrategy,
    algoParams: algoStrategy === '' ? [] : readTagValues(reader, 'algoParams'),
    algoId: reader.readText('algoId'),
    whatIf: reader.readBoolean('whatIf'),
    orderMiscOptions: reader.readText('orderMiscOptions'),
    solicited: reader.readBoolean('solicited'),
    randomizeSize: reader.readBoolean('randomizeSize'),
    randomizePrice: reader.readBoolean('randomizePrice'),
  };
}

const noConditions = {
  pegBenchmark: null,
  conditions: [],
  conditionsIgnoreRth: false,
  conditionsCancelOrder: false,
  adjustedOrderType: '',
  triggerPrice: null,
  lmtPriceOffset: null,
  adjustedStopPrice: null,
  adjustedStopLimitPrice: null,
  adjustedTrailingAmount: null,
  adjustableTrailingUnit: 0,
} as const;

function readPegAndConditions(reader: FieldReader, orderType: string) {
  const pegBenchmark: PegBenchmark | null = isPegBenchmark(orderType)
    ? {
        referenceContractId: reader.readInt('referenceContractId'),
        isPeggedChangeAmountDecrease: reader.readBoolean('isPeggedChangeAmountDecrease'),
        peggedChangeAmount: reader.readDouble('peggedChangeAmount'),
        referenceChangeAmount: reader.readDouble('referenceChangeAmount'),
        referenceExchangeId: reader.readText('referenceExchangeId'),
      }
    : null;
  const conditions = readList(reader, 'conditions', readCondition);
  const hasConditions = conditions.length > 0;
  return {
    pegBenchmark,
    conditions,
    conditionsIgnoreRth: hasConditions && reader.readBoolean('conditionsIgnoreRth'),
    conditionsCancelOrder: hasConditions && reader.readBoolean('conditionsCancelOrder'),
    adjustedOrderType: reader.readText('adjustedOrderType'),
    triggerPrice: reader.readDoubleOrNull('triggerPrice'),
    lmtPriceOffset: reader.readDoubleOrNull('lmtPriceOffset'),
    adjustedStopPrice: reader.readDoubleOrNull('adjustedStopPrice'),
    adjustedStopLimitPrice: reader.readDoubleOrNull('adjustedStopLimitPrice'),
    adjustedTrailingAmount: reader.readDoubleOrNull('adjustedTrailingAmount'),
    adjustableTrailingUnit: reader.readInt('adjustableTrailingUnit'),
  };
}

/** From the operator to the time of an order entered by hand: server versions 105 to 169. */
function readLaterFields(since: FieldsSince) {
  return {
    extOperator: since.text(fieldSince.extOperator, 'extOperator'),
    softDollarTierName: since.text(fieldSince.softDollarTier, 'softDollarTier name'),
    softDollarTierValue: since.text(fieldSince.softDollarTier, 'softDollarTier value'),
    cashQty: since.doubleOrNull(fieldSince.cashQty, 'cashQty'),
    mifid2DecisionMaker: since.text(fieldSince.decisionMaker, 'mifid2DecisionMaker'),
    mifid2DecisionAlgo: since.text(fieldSince.decisionMaker, 'mifid2DecisionAlgo'),
    mifid2ExecutionTrader: since.text(fieldSince.mifidExecution, 'mifid2ExecutionTrader'),
    mifid2ExecutionAlgo: since.text(fieldSince.mifidExecution, 'mifid2ExecutionAlgo'),
    dontUseAutoPriceForHedge: since.flag(fieldSince.autoPriceForHedge, 'dontUseAutoPriceForHedge'),
    isOmsContainer: since.flag(fieldSince.orderContainer, 'isOmsContainer'),
    discretionaryUpToLimitPrice: since.flag(fieldSince.dPegOrders, 'discretionaryUpToLimitPrice'),
    usePriceMgmtAlgo: since.has(fieldSince.priceMgmtAlgo)
      ? readOptionalFlag(since.reader, 'usePriceMgmtAlgo')
      : null,
    duration: since.intOrNull(fieldSince.duration, 'duration'),
    postToAts: since.intOrNull(fieldSince.postToAts, 'postToAts'),
    autoCancelParent: since.flag(fieldSince.autoCancelParent, 'autoCancelParent'),
    advancedErrorOverride: since.text(fieldSince.advancedOrderReject, 'advancedErrorOverride'),
    manualOrderTime: since.text(fieldSince.manualOrderTime, 'manualOrderTime'),
  };
}

function readRecentFields(since: FieldsSince, orderType: string, exchange: string) {
  const { reader } = since;
  const peg = since.has(fieldSince.pegbestPegmidOffsets)
    ? readPegOffsets(reader, orderType, exchange)
    : noPegOffsets;
  const customerAccount = since.text(fieldSince.customerAccount, 'customerAccount');
  const professionalCustomer = since.flag(fieldSince.professionalCustomer, 'professionalCustomer');
  if (since.has(fieldSince.rfqFields) && !since.has(fieldSince.undoRfqFields)) {
    reader.skip('externalUserId');
    reader.skip('rfqManualOrderIndicator');
  }
  return {
    ...peg,
    customerAccount,
    professionalCustomer,
    includeOvernight: since.flag(fieldSince.includeOvernight, 'includeOvernight'),
    manualOrderIndicator: since.intOrNull(fieldSince.cmeTaggingFields, 'manualOrderIndicator'),
  };
}

const noPegOffsets = {
  minTradeQty: null,
  minCompeteSize: null,
  competeAgainstBestOffset: null,
  midOffsetAtWhole: null,
  midOffsetAtHalf: null,
} as const;

function readPegOffsets(reader: FieldReader, orderType: string, exchange: string) {
  const minTradeQty = exchange === 'IBKRATS' ? reader.readIntOrNull('minTradeQty') : null;
  let minCompeteSize: number | null = null;
  let competeAgainstBestOffset: number | null = null;
  if (isPegBest(orderType)) {
    minCompeteSize = reader.readIntOrNull('minCompeteSize');
    competeAgainstBestOffset = readOffset(reader, 'competeAgainstBestOffset');
  }
  const upToMid = isPegMid(orderType) || competeAgainstBestOffset === Number.POSITIVE_INFINITY;
  return {
    minTradeQty,
    minCompeteSize,
    competeAgainstBestOffset,
    midOffsetAtWhole: upToMid ? reader.readDoubleOrNull('midOffsetAtWhole') : null,
    midOffsetAtHalf: upToMid ? reader.readDoubleOrNull('midOffsetAtHalf') : null,
  };
}

function readOffset(reader: FieldReader, field: string): number | null {
  return reader.peek() === 'Infinity'
    ? (reader.skip(field), Number.POSITIVE_INFINITY)
    : reader.readDoubleOrNull(field);
}

function readOptionalFlag(reader: FieldReader, field: string): boolean | null {
  if (reader.peek() !== '') return reader.readBoolean(field);
  reader.skip(field);
  return null;
}

function readTagValues(reader: FieldReader, field: string): readonly TagValue[] {
  return readList(reader, field, (entry) => ({
    tag: entry.readText(`${field} tag`),
    value: entry.readText(`${field} value`),
  }));
}

function readList<T>(
  reader: FieldReader,
  field: string,
  readEntry: (reader: FieldReader) => T,
): readonly T[] {
  const count = reader.readCount(field, MAX_ENTRIES);
  const entries: T[] = [];
  for (let index = 0; index < count; index += 1) entries.push(readEntry(reader));
  return entries;
}
