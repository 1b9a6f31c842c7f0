import {
  ConjunctionConnection,
  type Contract,
  ExecutionCondition,
  MarginCondition,
  type Order,
  OrderAction,
  OrderType,
  PercentChangeCondition,
  PriceCondition,
  SecType,
  TimeCondition,
  TriggerMethod,
  VolumeCondition,
} from '@stoqey/ib';
import { AAPL, aaplStock, marketOrder } from './test-orders';
import { since } from './test-version-list';
import { ACCOUNT, bitcoin } from './test-version-round';

const MSFT = 272093;
const { AND, OR } = ConjunctionConnection;
const usual: Partial<Order> = { account: ACCOUNT };

/** Microsoft against Apple; options would have to be listed for each version anew. */
const pair: Contract = {
  symbol: 'AAPL',
  secType: SecType.BAG,
  exchange: 'SMART',
  currency: 'USD',
  comboLegs: [
    { conId: AAPL, ratio: 2, action: OrderAction.BUY, exchange: 'SMART' },
    { conId: MSFT, ratio: 1, action: OrderAction.SELL, exchange: 'SMART' },
  ],
};

/** One placeOrder: order id, contract and order. */
export type Placed = readonly [number, Contract, Order];

/** Attributes that change nothing of what happens, each from the version on that has it. */
function attributes(version: number): Partial<Order> {
  const known: readonly (readonly [number, Partial<Order>])[] = [
    [0, { orderRef: 'reference', ocaGroup: '', outsideRth: true, hidden: false, account: ACCOUNT }],
    [0, { openClose: 'O', origin: 0, allOrNone: false, overridePercentageConstraints: true }],
    [since.EXT_OPERATOR, { extOperator: 'operator' }],
    [since.DECISION_MAKER, { mifid2DecisionMaker: 'maker', mifid2DecisionAlgo: 'decision' }],
    [since.MIFID_EXECUTION, { mifid2ExecutionTrader: 'trader', mifid2ExecutionAlgo: 'execution' }],
    [since.AUTO_PRICE_FOR_HEDGE, { dontUseAutoPriceForHedge: true }],
    [since.ORDER_CONTAINER, { isOmsContainer: false }],
    [since.PRICE_MGMT_ALGO, { usePriceMgmtAlgo: true }],
    [since.DURATION, { duration: 60 }],
    [since.POST_TO_ATS, { postToAts: 5 }],
    [since.AUTO_CANCEL_PARENT, { autoCancelParent: true }],
    [since.ADVANCED_ORDER_REJECT, { advancedErrorOverride: '8229' }],
    [since.MANUAL_ORDER_TIME, { manualOrderTime: '20261005-14:30:00' }],
    [since.CUSTOMER_ACCOUNT, { customerAccount: 'customer' }],
    [since.PROFESSIONAL_CUSTOMER, { professionalCustomer: true }],
    [since.CME_TAGGING_FIELDS, { manualOrderIndicator: 1 }],
  ];
  return Object.assign({}, ...known.filter(([from]) => version >= from).map(([, values]) => values));
}

function limit(price: number, different: Partial<Order> = {}): Order {
  return marketOrder(10, { orderType: OrderType.LMT, lmtPrice: price, ...usual, ...different });
}

/** Parks an order to sell far below the market. */
const parked: Partial<Order> = {
  ...usual,
  action: OrderAction.SELL,
  orderType: OrderType.STP,
  auxPrice: 50,
};
const child: Partial<Order> = { action: OrderAction.SELL, parentId: 502 };
const trailing: Partial<Order> = { orderType: OrderType.TRAIL, trailingPercent: 50, trailStopPrice: 90 };
const routing = [{ tag: 'NonGuaranteed', value: '1' }];
const adaptive = { algoStrategy: 'Adaptive', algoParams: [{ tag: 'adaptivePriority', value: 'Normal' }] };

/** Orders of all kinds that every version can send. */
export function ordersOf(version: number): readonly Placed[] {
  return [
    [501, aaplStock, limit(100, attributes(version))],
    [502, aaplStock, limit(101, { transmit: false })],
    [503, aaplStock, limit(400, { ...child, transmit: false })],
    [504, aaplStock, marketOrder(10, { ...parked, ...child })],
    [505, aaplStock, limit(102, adaptive)],
    [506, pair, limit(0.05, { totalQuantity: 1, smartComboRoutingParams: routing })],
    [507, aaplStock, marketOrder(10, { ...parked, ...trailing })],
    [508, aaplStock, limit(98, { tif: 'GTD', goodTillDate: '20261006 16:00:00 US/Eastern' })],
    [509, aaplStock, limit(150, { whatIf: true })],
    [510, aaplStock, marketOrder(10, usual)],
    [511, aaplStock, marketOrder(0, { ...usual, parentId: 505, hedgeType: 'B', hedgeParam: '1' })],
    [512, aaplStock, limit(99, { scaleInitLevelSize: 5, scalePriceIncrement: 0.5 })],
    [513, aaplStock, limit(103)],
    [513, aaplStock, limit(104, { totalQuantity: 11 })],
  ];
}

const adjustable: Partial<Order> = {
  ...parked,
  triggerPrice: 500,
  adjustedOrderType: OrderType.STP_LMT,
  adjustedStopPrice: 62,
  adjustedStopLimitPrice: 61,
};
const pegged: Partial<Order> = {
  orderType: OrderType.PEG_MID,
  midOffsetAtWhole: 0.01,
  midOffsetAtHalf: 0.005,
};

/** Orders that came with some version, the oldest first: permIds are given in turn. */
export function laterOrdersOf(version: number): readonly Placed[] {
  const benchmark: Partial<Order> = { orderType: OrderType.PEG_BENCH, referenceContractId: 756733 };
  const inMoney: Partial<Order> = { ...usual, cashQty: 5_000, tif: 'IOC', whatIf: true };
  const tier = { softDollarTier: { name: 'tier', value: '1', displayName: '' } };
  const all: readonly (readonly [number, Placed])[] = [
    [since.PEGGED_TO_BENCHMARK, [520, aaplStock, limit(105, { conditions: conditions() })]],
    [since.PEGGED_TO_BENCHMARK, [521, aaplStock, marketOrder(10, adjustable)]],
    [since.PEGGED_TO_BENCHMARK, [522, aaplStock, limit(106, benchmark)]],
    [since.SOFT_DOLLAR_TIER, [523, aaplStock, limit(107, tier)]],
    [since.CASH_QTY, [524, bitcoin, marketOrder(0, inMoney)]],
    [since.PEGBEST_PEGMID_OFFSETS, [525, aaplStock, limit(108, pegged)]],
    [since.INCLUDE_OVERNIGHT, [526, aaplStock, limit(109, { includeOvernight: true })]],
  ];
  return all.filter(([from]) => version >= from).map(([, placed]) => placed);
}

function conditions() {
  return [
    new PriceCondition(1_000, TriggerMethod.DoubleBidAsk, AAPL, 'SMART', true, AND),
    new TimeCondition('20261005 15:00:00 US/Eastern', true, AND),
    new MarginCondition(1, false, AND),
    new ExecutionCondition('SMART', SecType.STK, 'MSFT', AND),
    new VolumeCondition(900_000_000, AAPL, 'SMART', true, OR),
    new PercentChangeCondition(90, AAPL, 'SMART', true, AND),
  ];
}
