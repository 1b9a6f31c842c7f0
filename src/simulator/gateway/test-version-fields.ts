import type { DecodedRequest } from '../wire/requests/decode-request';
import { plainAttributes } from '../wire/requests/plain-attributes';
import type { ClientEvent } from './test-client';
import { since } from './test-version-list';

type Fields = Readonly<Record<string, number>>;

const contractDetails: Fields = {
  aggGroup: since.AGG_GROUP,
  underSymbol: since.UNDERLYING_INFO,
  underSecType: since.UNDERLYING_INFO,
  marketRuleIds: since.MARKET_RULES,
  realExpirationDate: since.REAL_EXPIRATION_DATE,
  stockType: since.STOCK_TYPE,
  minSize: since.SIZE_RULES,
  sizeIncrement: since.SIZE_RULES,
  suggestedSizeIncrement: since.SIZE_RULES,
  ineligibilityReasonList: since.INELIGIBILITY_REASONS,
};
const bondDetails: Fields = {
  ...contractDetails,
  timeZoneId: since.BOND_TRADING_HOURS,
  tradingHours: since.BOND_TRADING_HOURS,
  liquidHours: since.BOND_TRADING_HOURS,
};
const completedOrder: Fields = {
  minTradeQty: since.PEGBEST_PEGMID_OFFSETS,
  minCompeteSize: since.PEGBEST_PEGMID_OFFSETS,
  competeAgainstBestOffset: since.PEGBEST_PEGMID_OFFSETS,
  midOffsetAtWhole: since.PEGBEST_PEGMID_OFFSETS,
  midOffsetAtHalf: since.PEGBEST_PEGMID_OFFSETS,
  customerAccount: since.CUSTOMER_ACCOUNT,
  professionalCustomer: since.PROFESSIONAL_CUSTOMER,
};
const openOrder: Fields = {
  ...completedOrder,
  // Where the library looks for it; the proxy sees to the versions since MODELS_SUPPORT.
  modelCode: since.ORDER_CONTAINER,
  adjustedOrderType: since.PEGGED_TO_BENCHMARK,
  triggerPrice: since.PEGGED_TO_BENCHMARK,
  lmtPriceOffset: since.PEGGED_TO_BENCHMARK,
  adjustedStopPrice: since.PEGGED_TO_BENCHMARK,
  adjustedStopLimitPrice: since.PEGGED_TO_BENCHMARK,
  adjustedTrailingAmount: since.PEGGED_TO_BENCHMARK,
  adjustableTrailingUnit: since.PEGGED_TO_BENCHMARK,
  softDollarTier: since.SOFT_DOLLAR_TIER,
  cashQty: since.CASH_QTY,
  dontUseAutoPriceForHedge: since.AUTO_PRICE_FOR_HEDGE,
  isOmsContainer: since.ORDER_CONTAINER,
  discretionaryUpToLimitPrice: since.D_PEG_ORDERS,
  usePriceMgmtAlgo: since.PRICE_MGMT_ALGO,
  duration: since.DURATION,
  postToAts: since.POST_TO_ATS,
  autoCancelParent: since.AUTO_CANCEL_PARENT,
  bondAccruedInterest: since.BOND_ACCRUED_INTEREST,
  includeOvernight: since.INCLUDE_OVERNIGHT,
  extOperator: since.CME_TAGGING_FIELDS_IN_OPEN_ORDER,
  manualOrderIndicator: since.CME_TAGGING_FIELDS_IN_OPEN_ORDER,
};
const whatIf: Fields = {
  initMarginBefore: since.WHAT_IF_EXT_FIELDS,
  maintMarginBefore: since.WHAT_IF_EXT_FIELDS,
  equityWithLoanBefore: since.WHAT_IF_EXT_FIELDS,
  initMarginChange: since.WHAT_IF_EXT_FIELDS,
  maintMarginChange: since.WHAT_IF_EXT_FIELDS,
  equityWithLoanChange: since.WHAT_IF_EXT_FIELDS,
};
const execution: Fields = {
  modelCode: since.MODELS_SUPPORT,
  lastLiquidity: since.LAST_LIQUIDITY,
  pendingPriceRevision: since.PENDING_PRICE_REVISION,
};
/** What placeOrder brought, beyond the conditions. */
const attributes: Fields = {
  modelCode: since.MODELS_SUPPORT,
  extOperator: since.EXT_OPERATOR,
  softDollarTierName: since.SOFT_DOLLAR_TIER,
  softDollarTierValue: since.SOFT_DOLLAR_TIER,
  cashQty: since.CASH_QTY,
  mifid2DecisionMaker: since.DECISION_MAKER,
  mifid2DecisionAlgo: since.DECISION_MAKER,
  mifid2ExecutionTrader: since.MIFID_EXECUTION,
  mifid2ExecutionAlgo: since.MIFID_EXECUTION,
  dontUseAutoPriceForHedge: since.AUTO_PRICE_FOR_HEDGE,
  usePriceMgmtAlgo: since.PRICE_MGMT_ALGO,
  duration: since.DURATION,
  postToAts: since.POST_TO_ATS,
  autoCancelParent: since.AUTO_CANCEL_PARENT,
  advancedErrorOverride: since.ADVANCED_ORDER_REJECT,
  manualOrderTime: since.MANUAL_ORDER_TIME,
  midOffsetAtWhole: since.PEGBEST_PEGMID_OFFSETS,
  midOffsetAtHalf: since.PEGBEST_PEGMID_OFFSETS,
  customerAccount: since.CUSTOMER_ACCOUNT,
  professionalCustomer: since.PROFESSIONAL_CUSTOMER,
  includeOvernight: since.INCLUDE_OVERNIGHT,
  manualOrderIndicator: since.CME_TAGGING_FIELDS,
};

/** Events that there are since some version, because their request or their message is no older. */
const eventSince: Fields = {
  securityDefinitionOptionParameter: since.SEC_DEF_OPT_PARAMS_REQ,
  securityDefinitionOptionParameterEnd: since.SEC_DEF_OPT_PARAMS_REQ,
  softDollarTiers: since.SOFT_DOLLAR_TIER,
  familyCodes: since.REQ_FAMILY_CODES,
  symbolSamples: since.REQ_MATCHING_SYMBOLS,
  mktDepthExchanges: since.REQ_MKT_DEPTH_EXCHANGES,
  tickNews: since.TICK_NEWS,
  tickReqParams: since.REQ_SMART_COMPONENTS,
  smartComponents: since.REQ_SMART_COMPONENTS,
  newsProviders: since.REQ_NEWS_PROVIDERS,
  historicalNews: since.REQ_HISTORICAL_NEWS,
  historicalNewsEnd: since.REQ_HISTORICAL_NEWS,
  headTimestamp: since.REQ_HEAD_TIMESTAMP,
  histogramData: since.REQ_HISTOGRAM,
  historicalDataUpdate: since.SYNT_REALTIME_BARS,
  marketRule: since.MARKET_RULES,
  pnl: since.PNL,
  pnlSingle: since.PNL,
  historicalTicks: since.HISTORICAL_TICKS,
  historicalTicksBidAsk: since.HISTORICAL_TICKS,
  historicalTicksLast: since.HISTORICAL_TICKS,
  tickByTickAllLast: since.TICK_BY_TICK,
  tickByTickBidAsk: since.TICK_BY_TICK,
  tickByTickMidPoint: since.TICK_BY_TICK,
  scannerData: since.SCANNER_GENERIC_OPTS,
  scannerDataEnd: since.SCANNER_GENERIC_OPTS,
  completedOrder: since.REQ_COMPLETED_ORDERS,
  completedOrdersEnd: since.REQ_COMPLETED_ORDERS,
  historicalSchedule: since.HISTORICAL_SCHEDULE,
  userInfo: since.USER_INFO,
  positionMulti: since.MODELS_SUPPORT,
  positionMultiEnd: since.MODELS_SUPPORT,
  accountUpdateMulti: since.MODELS_SUPPORT,
  accountUpdateMultiEnd: since.MODELS_SUPPORT,
};

/** Request and order ids of the round that there are since some version. */
const idSince: Fields = {
  7: since.BOND_ISSUERID,
  13: since.SCANNER_GENERIC_OPTS,
  19: since.REPLACE_FA_END,
  20: since.WSHE_CALENDAR,
  101: since.REQ_NEWS_ARTICLE,
  209: since.SMART_DEPTH,
  211: since.SYNT_REALTIME_BARS,
  215: since.TICK_BY_TICK_IGNORE_SIZE,
  520: since.PEGGED_TO_BENCHMARK,
  521: since.PEGGED_TO_BENCHMARK,
  522: since.PEGGED_TO_BENCHMARK,
  523: since.SOFT_DOLLAR_TIER,
  524: since.CASH_QTY,
  525: since.PEGBEST_PEGMID_OFFSETS,
  526: since.INCLUDE_OVERNIGHT,
};

/** Layouts that change in place of, or beside, a field of their own. */
const marketLayouts: Fields = {
  tickPriceAttributes: since.PAST_LIMIT,
  moreTickPriceAttributes: since.PRE_OPEN_BID_ASK,
  mdSizeMultiplier: since.MD_SIZE_MULTIPLIER,
  depthServiceDataType: since.SERVICE_DATA_TYPE,
  depthPrimaryExchange: since.MKT_DEPTH_PRIM_EXCHANGE,
  escapes: since.ENCODE_MSG_ASCII7,
  tickOptionAttribute: since.PRICE_BASED_VOLATILITY,
  wholeSizes: since.FRACTIONAL_SIZE_SUPPORT,
  advancedReject: since.ADVANCED_ORDER_REJECT,
  zones: since.INSTRUMENT_TIMEZONE,
  lastTradeDate: since.LAST_TRADE_DATE,
};
const tradingLayouts: Fields = {
  wholeQuantities: since.FRACTIONAL_POSITIONS,
  unrealizedPnl: since.UNREALIZED_PNL,
  orderStatus: since.MARKET_CAP_PRICE,
  realizedPnl: since.REALIZED_PNL,
  faProfile: since.FA_PROFILE_DESUPPORT,
  rfqFields: since.RFQ_FIELDS,
  undoRfqFields: since.UNDO_RFQ_FIELDS,
};

/** The oldest version, and those at which a layout of these changes: what is alike up to the next is played once. */
function boundaries(...tables: readonly Fields[]): readonly number[] {
  const changes = new Set(tables.flatMap((table) => Object.values(table)));
  return [OLDEST, ...changes].filter((version) => version < NEWEST).toSorted((a, b) => a - b);
}

export const NEWEST = 193;
const OLDEST = 100;
export const marketVersions = boundaries(contractDetails, bondDetails, eventSince, idSince, marketLayouts);
export const tradingVersions = boundaries(openOrder, whatIf, execution, attributes, tradingLayouts);

/** Whether a client of a version is told this at all. */
export function isToldAt(version: number, { name, args }: ClientEvent): boolean {
  const [first, , errorId] = args;
  const id = name === 'error' ? errorId : first;
  const asked = typeof id === 'number' ? (idSince[id] ?? 0) : 0;
  return version >= asked && version >= (eventSince[name] ?? 0);
}

/** What a client of a version decodes of an event of the newest version. */
export function asDecodedAt(version: number, event: ClientEvent): ClientEvent {
  return { name: event.name, args: (argumentsAt[event.name] ?? unchanged)(event.args, version) };
}

type Arguments = readonly unknown[];
const unchanged = (args: Arguments): Arguments => args;

const argumentsAt: Readonly<Record<string, (args: Arguments, version: number) => Arguments>> = {
  contractDetails: ([reqId, details], version) => [
    reqId,
    within(reduced(details, contractDetails, version), 'contract', (contract) =>
      reduced(contract, { lastTradeDate: since.LAST_TRADE_DATE }, version),
    ),
  ],
  bondContractDetails: ([reqId, details], version) => [reqId, reduced(details, bondDetails, version)],
  symbolSamples: ([reqId, samples], version) => [
    reqId,
    list(samples).map((sample) =>
      within(sample, 'contract', (contract) =>
        reduced(contract, { description: since.BOND_ISSUERID, issuerId: since.BOND_ISSUERID }, version),
      ),
    ),
  ],
  openOrder: ([orderId, contract, order, state], version) => [
    orderId,
    contract,
    within(
      withoutStatedStop({ ...reduced(order, openOrder, version), ...faProfileAt(version) }, version),
      'totalQuantity',
      (quantity) => quantityAt(quantity, version),
    ),
    reduced(state, whatIf, version),
  ],
  completedOrder: ([contract, order, state], version) => [
    contract,
    reduced(order, completedOrder, version),
    state,
  ],
  execDetails: ([reqId, contract, details], version) => [
    reqId,
    contract,
    within(reduced(details, execution, version), 'time', (time) => momentAt(time, version)),
  ],
  orderStatus: ([orderId, status, filled, remaining, ...rest], version) =>
    withoutAt(
      [orderId, status, quantityAt(filled, version), quantityAt(remaining, version), ...rest],
      10,
      version < since.MARKET_CAP_PRICE,
    ),
  pnl: (args, version) =>
    withoutAt(withoutAt(args, 2, version < since.UNREALIZED_PNL), 3, version < since.REALIZED_PNL),
  pnlSingle: (args, version) =>
    withoutAt(withoutAt(args, 3, version < since.UNREALIZED_PNL), 4, version < since.REALIZED_PNL),
  updateMktDepthL2: (args, version) => withoutAt(args, 7, version < since.SMART_DEPTH),
  tickOptionComputation: (args, version) => withoutAt(args, 2, version < since.PRICE_BASED_VOLATILITY),
  tickSize: ([reqId, type, size], version) => [reqId, type, sizeAt(size, version)],
  headTimestamp: ([reqId, moment], version) => [reqId, momentAt(moment, version)],
  historicalData: (args, version) => {
    const [reqId, time, open, high, low, close, volume, count, wap, hasGaps] = args;
    const gaps = version < since.SYNT_REALTIME_BARS ? false : hasGaps;
    return [
      reqId,
      momentAt(time, version),
      open,
      high,
      low,
      close,
      sizeAt(volume, version),
      count,
      wap,
      gaps,
    ];
  },
};

/** What the gateway understands of a request to a version, of one that was sent to the newest. */
export function asRequestedAt(version: number, decoded: DecodedRequest): DecodedRequest {
  if (decoded.kind !== 'request' || decoded.request.kind !== 'placeOrder') return decoded;
  const { request } = decoded;
  const kept = Object.entries(request.attributes).map(([name, value]) => [
    name,
    version >= (attributes[name] ?? 0) ? value : Reflect.get(plainAttributes, name),
  ]);
  return { kind: 'request', request: { ...request, attributes: Object.fromEntries(kept) } };
}

function reduced(value: unknown, fields: Fields, version: number): Record<string, unknown> {
  const entries = Object.entries(record(value)).filter(([name]) => version >= (fields[name] ?? 0));
  return Object.fromEntries(entries);
}

function within(value: unknown, name: string, change: (inner: unknown) => unknown): Record<string, unknown> {
  const outer = record(value);
  return { ...outer, [name]: change(outer[name]) };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error('it is no object');
  return Object.fromEntries(Object.entries(value));
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('it is no list');
  return value;
}

function withoutAt(args: Arguments, position: number, gone: boolean): Arguments {
  return gone ? args.with(position, undefined) : args;
}

function faProfileAt(version: number): { readonly faProfile?: string } {
  return version < since.FA_PROFILE_DESUPPORT ? { faProfile: '' } : {};
}

/** The stop price that the gateway states for every order stands among the adjustments; before, a trailing stop has one. */
function withoutStatedStop(order: Record<string, unknown>, version: number): Record<string, unknown> {
  if (version >= since.PEGGED_TO_BENCHMARK || order['orderType'] === 'TRAIL') return order;
  return { ...order, trailStopPrice: undefined };
}

function sizeAt(size: unknown, version: number): unknown {
  return version < since.FRACTIONAL_SIZE_SUPPORT && typeof size === 'number' ? Math.trunc(size) : size;
}

function quantityAt(quantity: unknown, version: number): unknown {
  return version < since.FRACTIONAL_POSITIONS && typeof quantity === 'number'
    ? Math.trunc(quantity)
    : quantity;
}

/** New York is an hour ahead of Chicago, and the gateway states its own time before it stated zones. */
const aheadHours: Readonly<Record<string, number>> = { 'US/Eastern': 0, 'US/Central': 1 };

function momentAt(text: unknown, version: number): unknown {
  if (version >= since.INSTRUMENT_TIMEZONE || typeof text !== 'string') return text;
  const local = /(\d{8}) (\d\d)(:\d\d:\d\d) (US\/\w+)/g;
  return text
    .replaceAll(local, (_, date: string, hour: string, rest: string, zone: string) => {
      return `${date}  ${String(Number(hour) + (aheadHours[zone] ?? Number.NaN)).padStart(2, '0')}${rest}`;
    })
    .replace(/^(\d{8})-(\d\d:\d\d:\d\d)$/, '$1  $2');
}
