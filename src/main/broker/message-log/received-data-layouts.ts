import type { MessageLayout } from './layout';
import { contractHead } from './layout-parts';

/** A tick-by-tick message has the fields of its kind: 1 Last, 2 AllLast, 3 BidAsk, 4 MidPoint. */
const isTrade = (value: string) => value === '1' || value === '2';
const tick = ['version', 'reqId', 'tickType'] as const;
const historicalTickHead = ['time'] as const;

/** Market data, history, scanners and news as the gateway sends them, by message number. */
export const receivedDataLayouts: Readonly<Record<number, MessageLayout>> = {
  1: { name: 'tickPrice', fields: [...tick, 'price', 'size', 'attribMask'] },
  2: { name: 'tickSize', fields: [...tick, 'size'] },
  12: {
    name: 'updateMktDepth',
    fields: ['version', 'reqId', 'position', 'operation', 'side', 'price', 'size'],
  },
  13: {
    name: 'updateMktDepthL2',
    fields: [
      'version',
      'reqId',
      'position',
      'marketMaker',
      'operation',
      'side',
      'price',
      'size',
      'isSmartDepth@146',
    ],
  },
  14: { name: 'updateNewsBulletin', fields: ['version', 'msgId', 'msgType', 'message', 'origExchange'] },
  17: {
    name: 'historicalData',
    fields: [
      'version@<124',
      'reqId',
      'startDate',
      'endDate',
      ['barsCount', ['time', 'open', 'high', 'low', 'close', 'volume', 'wap', 'hasGaps@<124', 'count']],
    ],
  },
  19: { name: 'scannerParameters', fields: ['version', 'xml'] },
  20: {
    name: 'scannerData',
    fields: [
      'version',
      'reqId',
      [
        'rowsCount',
        [
          'rank',
          ...contractHead,
          'exchange',
          'currency',
          'localSymbol',
          'marketName',
          'tradingClass',
          'distance',
          'benchmark',
          'projection',
          'legsStr',
        ],
      ],
    ],
  },
  21: {
    name: 'tickOptionComputation',
    fields: [
      'version@<156',
      'reqId',
      'tickType',
      'tickAttrib@156',
      'impliedVol',
      'delta',
      'optPrice',
      'pvDividend',
      'gamma',
      'vega',
      'theta',
      'undPrice',
    ],
  },
  45: { name: 'tickGeneric', fields: [...tick, 'value'] },
  46: { name: 'tickString', fields: [...tick, 'value'] },
  47: {
    name: 'tickEFP',
    fields: [
      ...tick,
      'basisPoints',
      'formattedBasisPoints',
      'impliedFuturesPrice',
      'holdDays',
      'futureLastTradeDate',
      'dividendImpact',
      'dividendsToLastTradeDate',
    ],
  },
  50: {
    name: 'realtimeBar',
    fields: ['version', 'reqId', 'time', 'open', 'high', 'low', 'close', 'volume', 'wap', 'count'],
  },
  51: { name: 'fundamentalData', fields: ['version', 'reqId', 'data'] },
  57: { name: 'tickSnapshotEnd', fields: ['version', 'reqId'] },
  58: { name: 'marketDataType', fields: ['version', 'reqId', 'marketDataType'] },
  81: { name: 'tickReqParams', fields: ['reqId', 'minTick', 'bboExchange', 'snapshotPermissions'] },
  83: { name: 'newsArticle', fields: ['reqId', 'articleType', 'articleText'] },
  84: {
    name: 'tickNews',
    fields: ['reqId', 'timeStamp', 'providerCode', 'articleId', 'headline', 'extraData'],
  },
  85: { name: 'newsProviders', fields: [['providersCount', ['code', 'name']]] },
  86: { name: 'historicalNews', fields: ['reqId', 'time', 'providerCode', 'articleId', 'headline'] },
  87: { name: 'historicalNewsEnd', fields: ['reqId', 'hasMore'] },
  88: { name: 'headTimestamp', fields: ['reqId', 'headTimestamp'] },
  89: { name: 'histogramData', fields: ['reqId', ['itemsCount', ['price', 'size']]] },
  90: {
    name: 'historicalDataUpdate',
    fields: ['reqId', 'count', 'time', 'open', 'close', 'high', 'low', 'wap', 'volume'],
  },
  91: { name: 'rerouteMktDataReq', fields: ['reqId', 'conId', 'exchange'] },
  92: { name: 'rerouteMktDepthReq', fields: ['reqId', 'conId', 'exchange'] },
  96: {
    name: 'historicalTicks',
    fields: ['reqId', ['ticksCount', [...historicalTickHead, 'unused', 'price', 'size']], 'done'],
  },
  97: {
    name: 'historicalTicksBidAsk',
    fields: [
      'reqId',
      ['ticksCount', [...historicalTickHead, 'attribMask', 'priceBid', 'priceAsk', 'sizeBid', 'sizeAsk']],
      'done',
    ],
  },
  98: {
    name: 'historicalTicksLast',
    fields: [
      'reqId',
      ['ticksCount', [...historicalTickHead, 'attribMask', 'price', 'size', 'exchange', 'specialConditions']],
      'done',
    ],
  },
  99: {
    name: 'tickByTick',
    fields: [
      'reqId',
      'tickType',
      'time',
      {
        when: 'tickType',
        is: isTrade,
        items: ['price', 'size', 'attribMask', 'exchange', 'specialConditions'],
      },
      {
        when: 'tickType',
        is: (value) => value === '3',
        items: ['bidPrice', 'askPrice', 'bidSize', 'askSize', 'attribMask'],
      },
      { when: 'tickType', is: (value) => value === '4', items: ['midPoint'] },
    ],
  },
  104: { name: 'wshMetaData', fields: ['reqId', 'dataJson'] },
  105: { name: 'wshEventData', fields: ['reqId', 'dataJson'] },
  106: {
    name: 'historicalSchedule',
    fields: [
      'reqId',
      'startDateTime',
      'endDateTime',
      'timeZone',
      ['sessionsCount', ['startDateTime', 'endDateTime', 'refDate']],
    ],
  },
};
