import {
  BarSizeSetting,
  type Contract,
  DurationUnit,
  FADataType,
  type IBApi,
  Instrument,
  LocationCode,
  OptionExerciseAction,
  OrderAction,
  ScanCode,
  SecType,
  TickByTickDataType,
  WhatToShow,
} from '@stoqey/ib';
import type { SimInstrument } from '../world/world';
import { AAPL, aaplStock } from './test-orders';
import { since } from './test-version-list';

export const ACCOUNT = 'DU1234567';
export const bitcoin: Contract = {
  symbol: 'BTC',
  secType: SecType.CRYPTO,
  exchange: 'PAXOS',
  currency: 'USD',
};
const directStock: Contract = { ...aaplStock, exchange: 'NASDAQ' };

/** The instruments of the round that depend on the day. */
export interface RoundContracts {
  readonly option: Contract;
  readonly future: Contract;
  readonly spread: Contract;
}

export function contractsOf(instruments: readonly SimInstrument[]): RoundContracts {
  const calls = instruments.filter(
    ({ secType, symbol, right }) => secType === 'OPT' && symbol === 'AAPL' && right === 'C',
  );
  const future = instruments.find(({ secType, symbol }) => secType === 'FUT' && symbol === 'ES');
  const [low, high] = calls;
  if (low === undefined || high === undefined || future === undefined) throw new Error('nothing to ask for');
  const apple: Contract = { symbol: 'AAPL', exchange: 'SMART', currency: 'USD' };
  const leg = (conId: number, action: OrderAction) => ({ conId, ratio: 1, action, exchange: 'SMART' });
  const comboLegs = [leg(low.conId, OrderAction.BUY), leg(high.conId, OrderAction.SELL)];
  return {
    option: { ...apple, secType: SecType.OPT, conId: low.conId },
    future: { conId: future.conId, exchange: future.exchange },
    spread: { ...apple, secType: SecType.BAG, comboLegs },
  };
}

/** Requests of one moment, sent by a client of a server version: all that this version can send. */
export type Requests = (api: IBApi, version: number) => void;
/** Requests about contracts of the day. */
type MarketRequests = (api: IBApi, version: number, contracts: RoundContracts) => void;

/** Who and what there is. */
export const reference: MarketRequests = (api, version, { option, future }) => {
  api.reqContractDetails(1, aaplStock);
  api.reqContractDetails(2, option);
  api.reqContractDetails(3, future);
  api.reqContractDetails(4, { symbol: '064159KJ4', secType: SecType.BOND, exchange: 'SMART' });
  api.reqContractDetails(5, { symbol: 'NOPE', secType: SecType.STK });
  api.reqContractDetails(6, { secIdType: 'ISIN', secId: 'US0378331005' });
  if (version >= since.BOND_ISSUERID) api.reqContractDetails(7, { secType: SecType.BOND, issuerId: 'none' });
  if (version >= since.SEC_DEF_OPT_PARAMS_REQ) api.reqSecDefOptParams(8, 'SPX', '', SecType.IND, 416904);
  if (version >= since.SOFT_DOLLAR_TIER) api.reqSoftDollarTiers(9);
  if (version >= since.REQ_FAMILY_CODES) api.reqFamilyCodes();
  if (version >= since.REQ_MATCHING_SYMBOLS) api.reqMatchingSymbols(10, 'Nova Scotia');
  if (version >= since.REQ_MKT_DEPTH_EXCHANGES) api.reqMktDepthExchanges();
  if (version >= since.REQ_SMART_COMPONENTS) api.reqSmartComponents(11, '9c0001');
  if (version >= since.MARKET_RULES) api.reqMarketRule(26);
  if (version >= since.USER_INFO) api.reqUserInfo(12);
  api.reqManagedAccts();
  api.reqScannerParameters();
  // In older layouts the library refuses to ask for one, since it always has a list of filter options.
  if (version >= since.SCANNER_GENERIC_OPTS) {
    api.reqScannerSubscription(
      13,
      { instrument: Instrument.STK, locationCode: LocationCode.STK_US, scanCode: ScanCode.TOP_PERC_GAIN },
      [],
      [{ tag: 'priceAbove', value: '100' }],
    );
  }
  api.calculateImpliedVolatility(16, option, 30, 250);
  api.calculateOptionPrice(17, option, 0.3, 250);
  api.exerciseOptions(18, option, OptionExerciseAction.EXERCISE, 1, ACCOUNT, 0);
  api.requestFA(FADataType.GROUPS);
  if (version >= since.REPLACE_FA_END) api.replaceFA(19, FADataType.GROUPS, '<x/>');
  if (version >= since.WSHE_CALENDAR) api.reqWshMetaData(20);
};

/** News, and the past. */
export const history: MarketRequests = (api, version, { future }) => {
  api.reqNewsBulletins(true);
  if (version >= since.REQ_NEWS_PROVIDERS) api.reqNewsProviders();
  if (version >= since.REQ_NEWS_ARTICLE) api.reqNewsArticle(101, 'BRFG', 'BRFG$1', []);
  if (version >= since.REQ_HISTORICAL_NEWS) api.reqHistoricalNews(102, AAPL, 'BRFG', '', '', 5);
  const bars = (reqId: number, contract: Contract, show: WhatToShow, format: number): void => {
    api.reqHistoricalData(reqId, contract, '', '1 D', BarSizeSetting.HOURS_ONE, show, 1, format, false);
  };
  bars(103, aaplStock, WhatToShow.TRADES, 1);
  bars(104, aaplStock, WhatToShow.BID, 2);
  bars(105, future, WhatToShow.TRADES, 1);
  bars(106, bitcoin, WhatToShow.AGGTRADES, 1);
  api.reqHistoricalData(107, aaplStock, '', '3 D', BarSizeSetting.DAYS_ONE, WhatToShow.TRADES, 1, 1, false);
  if (version >= since.REQ_HEAD_TIMESTAMP) api.reqHeadTimestamp(108, aaplStock, WhatToShow.TRADES, true, 1);
  if (version >= since.REQ_HISTOGRAM) api.reqHistogramData(109, aaplStock, true, 3, DurationUnit.DAY);
  if (version >= since.HISTORICAL_TICKS) {
    const shows = [WhatToShow.TRADES, WhatToShow.BID_ASK, WhatToShow.MIDPOINT];
    for (const [index, show] of shows.entries()) {
      api.reqHistoricalTicks(110 + index, aaplStock, '', '20261002-15:00:00', 20, show, 1, true);
    }
  }
  if (version >= since.HISTORICAL_SCHEDULE) {
    const show = WhatToShow.SCHEDULE;
    api.reqHistoricalData(113, aaplStock, '', '5 D', BarSizeSetting.DAYS_ONE, show, 1, 1, false);
  }
};

/** Everything that goes on until it is cancelled. */
export const streams: MarketRequests = (api, version, { option, future, spread }) => {
  const genericTicks = '100,101,104,106,165,221,225,232,233,236,258,292,293,294,295,318,375,456,595';
  api.reqMktData(201, aaplStock, genericTicks, false, false);
  api.reqMktData(202, option, '100,101,106', false, false);
  api.reqMktData(203, future, '588', false, false);
  api.reqMktData(204, bitcoin, '', false, false);
  api.reqMktData(205, spread, '', false, false);
  api.reqMktData(206, aaplStock, '', true, false);
  api.reqMktDepth(207, future, 5, false);
  api.reqMktDepth(208, directStock, 5, false);
  if (version >= since.SMART_DEPTH) api.reqMktDepth(209, aaplStock, 5, true);
  api.reqRealTimeBars(210, aaplStock, 5, WhatToShow.TRADES, true);
  if (version >= since.SYNT_REALTIME_BARS) {
    api.reqHistoricalData(
      211,
      aaplStock,
      '',
      '1 D',
      BarSizeSetting.MINUTES_ONE,
      WhatToShow.TRADES,
      1,
      2,
      true,
    );
  }
  if (version >= since.TICK_BY_TICK) {
    api.reqTickByTickData(212, aaplStock, TickByTickDataType.AllLast, 0, false);
    api.reqTickByTickData(213, aaplStock, TickByTickDataType.BidAsk, 0, false);
    api.reqTickByTickData(214, aaplStock, TickByTickDataType.MidPoint, 0, false);
  }
  if (version >= since.TICK_BY_TICK_IGNORE_SIZE) {
    api.reqTickByTickData(215, aaplStock, TickByTickDataType.BidAsk, 3, true);
  }
};

/** The account, with the position that the orders have opened. */
export const account: Requests = (api, version) => {
  api.queryDisplayGroups(14);
  api.subscribeToGroupEvents(15, 1);
  api.updateDisplayGroup(15, '265598@SMART');
  api.reqAccountUpdates(true, ACCOUNT);
  api.reqAccountSummary(301, 'All', 'NetLiquidation,BuyingPower');
  api.reqPositions();
  if (version >= since.MODELS_SUPPORT) {
    api.reqPositionsMulti(302, ACCOUNT, '');
    api.reqAccountUpdatesMulti(303, ACCOUNT, '', false);
  }
  if (version >= since.PNL) {
    api.reqPnL(304, ACCOUNT, '');
    api.reqPnLSingle(305, ACCOUNT, '', AAPL);
  }
  api.reqExecutions(306, { acctCode: ACCOUNT, symbol: 'AAPL' });
  api.reqOpenOrders();
  api.reqAllOpenOrders();
  if (version >= since.REQ_COMPLETED_ORDERS) api.reqCompletedOrders(false);
};

/** Ends the streams. */
export const cancels: Requests = (api, version) => {
  for (const reqId of [201, 202, 203, 204, 205]) api.cancelMktData(reqId);
  api.cancelMktDepth(207, false);
  api.cancelMktDepth(208, false);
  if (version >= since.SMART_DEPTH) api.cancelMktDepth(209, true);
  api.cancelRealTimeBars(210);
  if (version >= since.SYNT_REALTIME_BARS) api.cancelHistoricalData(211);
  if (version >= since.TICK_BY_TICK) for (const reqId of [212, 213, 214]) api.cancelTickByTickData(reqId);
  if (version >= since.TICK_BY_TICK_IGNORE_SIZE) api.cancelTickByTickData(215);
  if (version >= since.SCANNER_GENERIC_OPTS) api.cancelScannerSubscription(13);
};

/** Ends what concerns the account, and all orders. */
export const lastCancels: Requests = (api, version) => {
  api.cancelAccountSummary(301);
  api.cancelPositions();
  if (version >= since.PNL) {
    api.cancelPnL(304);
    api.cancelPnLSingle(305);
  }
  api.reqAccountUpdates(false, ACCOUNT);
  api.reqGlobalCancel({});
};
