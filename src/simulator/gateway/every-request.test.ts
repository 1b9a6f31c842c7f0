import {
  BarSizeSetting,
  type Contract,
  DurationUnit,
  EventName,
  FADataType,
  Instrument,
  LocationCode,
  LogLevel,
  OptionExerciseAction,
  OptionType,
  OrderAction,
  OrderType,
  ScanCode,
  SecType,
  TickByTickDataType,
  WhatToShow,
} from '@stoqey/ib';
import { OUT_MSG_ID } from '@stoqey/ib/dist/core/io/encoder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import { requestId, unsupportedRequests } from '../wire/message-ids';
import { OPEN_MARKET_MS } from '../world/world-fixture';
import type { TestClient } from './test-client';
import { RawClient } from './test-raw-client';
import { appleContract } from './test-gateway';

/** One request as the library sends it, and what comes back: an event, an error code, or by design nothing. */
interface Exchange {
  readonly send: (api: TestClient['api'], reqId: number) => unknown;
  readonly answer: { readonly event: string } | { readonly code: number } | { readonly silent: string };
}

const ENDED = 'A cancel that succeeds is not answered; what it ended falls silent.';
const CHANGES_NOTHING = 'It takes effect on what comes later.';

let aaplOption: Contract = {};

/** Says which exchanges a book comes from; the book follows. */
const DEPTH_NOTICE = 2152;

/** Orders begin here, so that their ids meet no request's. */
const ORDER = 500;

const exchanges: Readonly<Record<number, Exchange>> = {
  1: event('tickPrice', (api, id) => api.reqMktData(id, appleContract, '', false, false)),
  2: silent(ENDED, (api, id) => api.cancelMktData(id - 1)),
  3: event('openOrder', (api) =>
    api.placeOrder(ORDER, appleContract, {
      action: OrderAction.BUY,
      orderType: OrderType.LMT,
      totalQuantity: 1,
      lmtPrice: 1,
      tif: 'DAY',
      transmit: true,
    }),
  ),
  4: event('orderStatus', (api) => api.cancelOrder(ORDER)),
  5: event('openOrderEnd', (api) => api.reqOpenOrders()),
  6: event('accountDownloadEnd', (api) => api.reqAccountUpdates(true, 'DU1234567')),
  7: event('execDetailsEnd', (api, id) => api.reqExecutions(id, {})),
  8: event('nextValidId', (api) => api.reqIds()),
  9: event('contractDetailsEnd', (api, id) => api.reqContractDetails(id, appleContract)),
  10: event('updateMktDepthL2', (api, id) => api.reqMktDepth(id, appleContract, 5, true)),
  11: silent(ENDED, (api, id) => api.cancelMktDepth(id - 1, true)),
  12: event('updateNewsBulletin', (api) => api.reqNewsBulletins(true)),
  13: silent(ENDED, (api) => api.cancelNewsBulletins()),
  14: silent(CHANGES_NOTHING, (api) => api.setServerLogLevel(LogLevel.DETAIL)),
  15: silent('Orders entered by hand are bound from now on; there are none.', (api) =>
    api.reqAutoOpenOrders(true),
  ),
  16: event('openOrderEnd', (api) => api.reqAllOpenOrders()),
  17: event('managedAccounts', (api) => api.reqManagedAccts()),
  18: code(321, (api) => api.requestFA(FADataType.GROUPS)),
  19: code(321, (api, id) => api.replaceFA(id, FADataType.GROUPS, '<x/>')),
  20: event('historicalData', (api, id) =>
    api.reqHistoricalData(
      id,
      appleContract,
      '',
      '1 D',
      BarSizeSetting.HOURS_ONE,
      WhatToShow.TRADES,
      1,
      1,
      true,
    ),
  ),
  21: code(322, (api, id) =>
    api.exerciseOptions(id, aaplOption, OptionExerciseAction.EXERCISE, 1, 'DU1234567', 0),
  ),
  22: event('scannerDataEnd', (api, id) =>
    api.reqScannerSubscription(id, {
      instrument: Instrument.STK,
      locationCode: LocationCode.STK_US,
      scanCode: ScanCode.TOP_PERC_GAIN,
    }),
  ),
  23: code(162, (api, id) => api.cancelScannerSubscription(id - 1)),
  24: event('scannerParameters', (api) => api.reqScannerParameters()),
  25: code(162, (api, id) => api.cancelHistoricalData(id - 5)),
  49: event('currentTime', (api) => api.reqCurrentTime()),
  50: event('realtimeBar', (api, id) => api.reqRealTimeBars(id, appleContract, 5, WhatToShow.TRADES, true)),
  51: silent(ENDED, (api, id) => api.cancelRealTimeBars(id - 1)),
  52: code(10358, (api, id) => api.reqFundamentalData(id, appleContract, 'ReportSnapshot')),
  53: silent('It has been refused, so there is nothing to end.', (api, id) =>
    api.cancelFundamentalData(id - 1),
  ),
  54: event('tickOptionComputation', (api, id) => api.calculateImpliedVolatility(id, aaplOption, 10, 250)),
  55: event('tickOptionComputation', (api, id) => api.calculateOptionPrice(id, aaplOption, 0.3, 250)),
  56: silent(ENDED, (api, id) => api.cancelCalculateImpliedVolatility(id - 2)),
  57: silent(ENDED, (api, id) => api.cancelCalculateOptionPrice(id - 2)),
  58: silent('There is no order to cancel.', (api) => api.reqGlobalCancel({})),
  59: silent(CHANGES_NOTHING, (api) => api.reqMarketDataType(1)),
  61: event('positionEnd', (api) => api.reqPositions()),
  62: event('accountSummaryEnd', (api, id) => api.reqAccountSummary(id, 'All', 'NetLiquidation')),
  63: silent(ENDED, (api, id) => api.cancelAccountSummary(id - 1)),
  64: silent(ENDED, (api) => api.cancelPositions()),
  67: event('displayGroupList', (api, id) => api.queryDisplayGroups(id)),
  68: event('displayGroupUpdated', (api, id) => api.subscribeToGroupEvents(id, 1)),
  69: event('displayGroupUpdated', (api, id) => api.updateDisplayGroup(id - 1, '265598@SMART')),
  70: silent(ENDED, (api, id) => api.unsubscribeFromGroupEvents(id - 2)),
  74: event('positionMultiEnd', (api, id) => api.reqPositionsMulti(id, 'DU1234567', '')),
  75: silent(ENDED, (api, id) => api.cancelPositionsMulti(id - 1)),
  76: event('accountUpdateMultiEnd', (api, id) => api.reqAccountUpdatesMulti(id, 'DU1234567', '', false)),
  77: silent(ENDED, (api, id) => api.cancelAccountUpdatesMulti(id - 1)),
  78: event('securityDefinitionOptionParameterEnd', (api, id) =>
    api.reqSecDefOptParams(id, 'AAPL', '', SecType.STK, 265598),
  ),
  79: event('softDollarTiers', (api, id) => api.reqSoftDollarTiers(id)),
  80: event('familyCodes', (api) => api.reqFamilyCodes()),
  81: event('symbolSamples', (api, id) => api.reqMatchingSymbols(id, 'A')),
  82: event('mktDepthExchanges', (api) => api.reqMktDepthExchanges()),
  83: event('smartComponents', (api, id) => api.reqSmartComponents(id, '9c0001')),
  84: code(10172, (api, id) => api.reqNewsArticle(id, 'BRFG', 'BRFG$1')),
  85: event('newsProviders', (api) => api.reqNewsProviders()),
  86: event('historicalNewsEnd', (api, id) => api.reqHistoricalNews(id, 265598, 'BRFG', '', '', 5)),
  87: event('headTimestamp', (api, id) =>
    api.reqHeadTimestamp(id, appleContract, WhatToShow.TRADES, true, 1),
  ),
  88: event('histogramData', (api, id) => api.reqHistogramData(id, appleContract, true, 3, DurationUnit.DAY)),
  89: silent(ENDED, (api, id) => api.cancelHistogramData(id - 1)),
  90: silent('It has been answered at once.', (api, id) => api.cancelHeadTimestamp(id - 3)),
  91: event('marketRule', (api) => api.reqMarketRule(26)),
  92: event('pnl', (api, id) => api.reqPnL(id, 'DU1234567', '')),
  93: silent(ENDED, (api, id) => api.cancelPnL(id - 1)),
  94: event('pnlSingle', (api, id) => api.reqPnLSingle(id, 'DU1234567', '', 265598)),
  95: silent(ENDED, (api, id) => api.cancelPnLSingle(id - 1)),
  96: event('historicalTicksLast', (api, id) =>
    api.reqHistoricalTicks(id, appleContract, '', '20261007-14:20:00', 5, 'TRADES', 1, true),
  ),
  97: event('tickByTickAllLast', (api, id) =>
    api.reqTickByTickData(id, appleContract, TickByTickDataType.AllLast, 0, false),
  ),
  98: silent(ENDED, (api, id) => api.cancelTickByTickData(id - 1)),
  99: event('completedOrdersEnd', (api) => api.reqCompletedOrders(false)),
  100: code(10276, (api, id) => api.reqWshMetaData(id)),
  101: code(10280, (api, id) => api.reqCancelWshMetaData(id - 1)),
  102: code(10276, (api, id) => api.reqWshEventData(id, 8314)),
  103: code(10284, (api, id) => api.reqCancelWshEventData(id - 1)),
  104: event('userInfo', (api, id) => api.reqUserInfo(id)),
};

/** The library begins a session with it, and has no way to send it again. */
const START_API = 71;
/** The library has no way to send these. */
const NEVER_SENT = [65, 66, 72, 73];

let rig: Rig;
let client: TestClient;

beforeAll(async () => {
  rig = await Rig.start(OPEN_MARKET_MS);
  client = await rig.connect(0);
  const chain = {
    symbol: 'AAPL',
    secType: SecType.OPT,
    exchange: 'SMART',
    currency: 'USD',
    right: OptionType.Call,
  };
  client.api.reqContractDetails(1, chain);
  await rig.until(client.next('contractDetailsEnd'));
  const [, details] = client.all('contractDetails')[0] ?? [];
  if (typeof details === 'object' && details !== null && 'contract' in details) {
    aaplOption = { ...chain, ...(details.contract as Contract) };
  }
});

afterAll(async () => {
  RawClient.closeAll();
  await rig.stop();
});

describe('every request that the library can send', () => {
  it('is in the table, and the simulator knows every one', () => {
    const ofLibrary = Object.values(OUT_MSG_ID).filter((id): id is OUT_MSG_ID => typeof id === 'number');
    const tested = [...Object.keys(exchanges).map(Number), START_API, ...NEVER_SENT];
    expect(tested.toSorted((a, b) => a - b)).toEqual(ofLibrary.toSorted((a, b) => a - b));
    expect(Object.values(requestId).toSorted((a, b) => a - b)).toEqual(tested.toSorted((a, b) => a - b));
    expect([...unsupportedRequests.keys()]).toEqual([]);
  });

  it('is refused with 321 when it begins the session again, or wants to authenticate a program', async () => {
    const raw = await RawClient.start(rig.port, 7);
    for (const id of [START_API, ...NEVER_SENT]) {
      const before = raw.messages.length;
      raw.send(String(id), '2', '1', '', '');
      const answer = await raw.until(() => raw.messages[before]);
      expect([id, answer.slice(0, 4)]).toEqual([id, ['4', '2', '-1', '321']]);
    }
  });

  for (const [id, { send, answer }] of Object.entries(exchanges)) {
    const name = Object.entries(requestId).find(([, value]) => value === Number(id))?.[0] ?? id;
    it(`${id} ${name} is answered by ${Object.values(answer).join()}`, async () => {
      // The library holds a request back when there have been many in a second.
      const sent = new Promise<string>((resolve) => {
        client.api.once(EventName.sent, (tokens: readonly unknown[]) => resolve(String(tokens[0])));
      });
      client.forget();
      send(client.api, 1_000 + Number(id));
      expect(await sent).toBe(id);
      if ('event' in answer) {
        await rig.until(client.next(answer.event));
        const errors = client.all('error').filter(([, , from]) => from === 1_000 + Number(id));
        expect(errors.filter(([, code]) => code !== DEPTH_NOTICE)).toEqual([]);
      } else if ('code' in answer) await rig.until(client.code(answer.code));
      else {
        await client.settle();
        expect(client.all('error')).toEqual([]);
      }
    });
  }
});

function event(name: string, send: Exchange['send']): Exchange {
  return { send, answer: { event: name } };
}

function code(number: number, send: Exchange['send']): Exchange {
  return { send, answer: { code: number } };
}

function silent(reason: string, send: Exchange['send']): Exchange {
  return { send, answer: { silent: reason } };
}
