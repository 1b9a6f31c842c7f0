import {
  BarSizeSetting,
  OptionType,
  OrderAction,
  OrderType,
  ScanCode,
  SecType,
  TickByTickDataType,
} from '@stoqey/ib';
import type { Contract, Order } from '@stoqey/ib';
import { Encoder } from '@stoqey/ib/dist/core/io/encoder';
import { describe, expect, it } from 'vitest';
import { recordedFrame } from '../recorded-frames';
import type { RecordedFrame } from '../recorded-frames';
import { decodeFrame } from './decode-frame';
import type { LoggedMessage } from './logged-message';
import { accountMask } from './mask-accounts';
import { frameKinds } from './message-ring';

function decode(
  fields: readonly string[],
  direction: 'sent' | 'received' = 'received',
  serverVersion = 193,
): LoggedMessage {
  const bytes = Buffer.from(`${fields.join('\0')}\0`);
  return decodeFrame(
    {
      sequence: 1,
      atMs: 0,
      epoch: 1,
      serverVersion,
      kind: frameKinds[direction],
      bytes,
      length: bytes.length,
    },
    accountMask([]),
  );
}

function fieldsOf(message: LoggedMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(message.fields.map(({ name, value }) => [name, value]));
}

function unnamed(message: LoggedMessage): readonly string[] {
  return message.fields.map(({ name }) => name).filter((name) => name.startsWith('field '));
}

describe('messages of the gateway, field by field', () => {
  const lastFields: readonly (readonly [RecordedFrame, string, string])[] = [
    ['contractDetailsStock', 'contractDetails', 'ineligibilityReasonsCount'],
    ['contractDetailsOption', 'contractDetails', 'ineligibilityReasonsCount'],
    ['symbolSamples', 'symbolSamples', 'samples[3].issuerId'],
    ['historicalRefused', 'error', 'advancedOrderRejectJson'],
    ['openOrderLimit', 'openOrder', 'manualOrderIndicator'],
    ['orderStatus', 'orderStatus', 'mktCapPrice'],
    ['openOrderConditional', 'openOrder', 'manualOrderIndicator'],
    ['openOrderStopLoss', 'openOrder', 'manualOrderIndicator'],
    ['completedOrder', 'completedOrder', 'professionalCustomer'],
  ];

  it.each(lastFields)('%s of a real gateway is %s to its last field %s', (frame, name, last) => {
    const message = decode(recordedFrame(frame));
    expect(message.name).toBe(name);
    expect(unnamed(message)).toEqual([]);
    expect(message.fields.at(-1)?.name).toBe(last);
  });

  it('names the terms of an order', () => {
    expect(fieldsOf(decode(recordedFrame('openOrderConditional')))).toMatchObject({
      orderId: '12',
      symbol: 'AAPL',
      action: 'BUY',
      totalQuantity: '1',
      orderType: 'LMT',
      lmtPrice: '1.0',
      tif: 'GTC',
      permId: '1426181266',
      status: 'PreSubmitted',
      'conditions[0].conditionType': '1',
      'conditions[0].value': '10000.00',
      'conditions[0].conId': '265598',
      conditionsIgnoreRth: '1',
      conditionsCancelOrder: '0',
      autoCancelParent: '0',
    });
    expect(fieldsOf(decode(recordedFrame('openOrderStopLoss')))).toMatchObject({
      orderId: '15',
      parentId: '13',
      auxPrice: '0.5',
    });
    expect(fieldsOf(decode(recordedFrame('completedOrder')))).toMatchObject({
      status: 'Cancelled',
      completedTime: '20261003 23:50:14 US/Eastern',
      completedStatus: 'Cancelled by Trader',
    });
  });

  it('reads the layouts of older gateways', () => {
    const older = decode(
      ['3', '6', '11', 'Filled', '1', '0', '187.2', '5', '0', '187.2', '7', ''],
      'received',
      130,
    );
    expect(fieldsOf(older)).toMatchObject({ version: '6', orderId: '11', whyHeld: '' });
    expect(unnamed(older)).toEqual([]);
  });

  it('says by their place what fields are that it does not know', () => {
    const message = decode(['49', '1', '1791086344', 'more']);
    expect(message.fields.map(({ name }) => name)).toEqual(['version', 'time', 'field 3']);
    expect(decode(['250', 'a']).name).toBe('message 250');
    expect(decode(['rubbish', 'a'])).toMatchObject({ name: 'unreadable', messageId: null });
  });

  it('gives no more than 400 fields, and says how many there are more', () => {
    const message = decode(['250', ...Array.from({ length: 1_000 }, (_, index) => String(index))]);
    expect(message.fields).toHaveLength(400);
    expect(message.fields.at(-1)).toEqual({ name: '…', value: '601 more fields' });
  });

  it('is not held up by an absurd count', () => {
    const message = decode(['89', '7', '2000000000', '1.5', '200']);
    expect(message.fields.map(({ name }) => name)).toEqual([
      'reqId',
      'itemsCount',
      'items[0].price',
      'items[0].size',
    ]);
  });
});

const contract: Contract = {
  conId: 265598,
  symbol: 'AAPL',
  secType: SecType.STK,
  exchange: 'SMART',
  currency: 'USD',
  right: OptionType.Call,
};

/** What the library would write for a request. */
function written(serverVersion: number, request: (encoder: Encoder) => void): readonly string[] {
  const sent: unknown[][] = [];
  const callback = {
    serverVersion,
    sendMsg: (...tokens: unknown[]) => sent.push(tokens.flat(5)),
    emitError: (text: string) => {
      throw new Error(text);
    },
  };
  request(new Encoder(callback));
  return (sent[0] ?? []).map((token) =>
    typeof token === 'boolean' ? String(Number(token)) : [token].join(''),
  );
}

const order: Order = {
  action: OrderAction.BUY,
  totalQuantity: 1,
  orderType: OrderType.LMT,
  lmtPrice: 5,
  account: 'DU1234567',
};

const requests: readonly (readonly [name: string, last: string, (encoder: Encoder) => void])[] = [
  ['reqMktData', 'mktDataOptions', (encoder) => encoder.reqMktData(7, contract, '233', false, false)],
  ['cancelMktData', 'reqId', (encoder) => encoder.cancelMktData(7)],
  ['placeOrder', 'manualOrderIndicator', (encoder) => encoder.placeOrder(11, contract, order)],
  ['cancelOrder', 'manualOrderIndicator', (encoder) => encoder.cancelOrder(11, {})],
  ['reqGlobalCancel', 'manualOrderIndicator', (encoder) => encoder.reqGlobalCancel({})],
  ['reqAccountUpdates', 'acctCode', (encoder) => encoder.reqAccountUpdates(true, 'DU1')],
  ['reqExecutions', 'side', (encoder) => encoder.reqExecutions(7, {})],
  ['reqContractDetails', 'issuerId', (encoder) => encoder.reqContractDetails(7, contract)],
  ['reqMktDepth', 'mktDepthOptions', (encoder) => encoder.reqMktDepth(7, contract, 5, true, [])],
  [
    'reqHistoricalData',
    'chartOptions',
    (encoder) =>
      encoder.reqHistoricalData(
        7,
        contract,
        '',
        '1 D',
        BarSizeSetting.MINUTES_ONE,
        'TRADES',
        true,
        2,
        false,
        [],
      ),
  ],
  ['reqHeadTimestamp', 'formatDate', (encoder) => encoder.reqHeadTimestamp(7, contract, 'TRADES', true, 2)],
  [
    'reqHistoricalTicks',
    'miscOptions',
    (encoder) => encoder.reqHistoricalTicks(7, contract, '', '', 10, 'TRADES', true, true, []),
  ],
  [
    'reqTickByTickData',
    'ignoreSize',
    (encoder) => encoder.reqTickByTickData(7, contract, TickByTickDataType.Last, 0, false),
  ],
  [
    'reqRealTimeBars',
    'realTimeBarsOptions',
    (encoder) => encoder.reqRealTimeBars(7, contract, 5, 'TRADES', true, []),
  ],
  [
    'reqScannerSubscription',
    'subscriptionOptions',
    (encoder) => encoder.reqScannerSubscription(7, { scanCode: ScanCode.TOP_PERC_GAIN }, [], []),
  ],
  ['reqNewsArticle', 'options', (encoder) => encoder.reqNewsArticle(7, 'BRFG', 'BRFG$1', [])],
  ['reqHistoricalNews', 'options', (encoder) => encoder.reqHistoricalNews(7, 265598, 'BRFG', '', '', 10, [])],
  ['reqPnLSingle', 'conId', (encoder) => encoder.reqPnLSingle(7, 'DU1', '', 265598)],
  [
    'exerciseOptions',
    'professionalCustomer',
    (encoder) => encoder.exerciseOptions(7, contract, 1, 1, 'DU1', 0),
  ],
];

describe('requests of the app, field by field', () => {
  it.each(requests)('%s, to its last field %s', (name, last, request) => {
    const message = decode(written(193, request), 'sent');
    expect(message.name).toBe(name);
    expect(unnamed(message)).toEqual([]);
    expect(message.fields.at(-1)?.name).toBe(last);
  });

  it.each([150, 163, 170, 177, 178, 187])('an order at server version %d', (serverVersion) => {
    const conditionsAndAlgo: Order = {
      ...order,
      orderRef: 'ours',
      algoStrategy: 'Adaptive',
      algoParams: [{ tag: 'adaptivePriority', value: 'Normal' }],
      hedgeType: 'B',
      hedgeParam: '1',
    };
    const tokens = written(serverVersion, (encoder) => encoder.placeOrder(11, contract, conditionsAndAlgo));
    const message = decode(tokens, 'sent', serverVersion);
    expect(unnamed(message)).toEqual([]);
    expect(fieldsOf(message)).toMatchObject({
      orderId: '11',
      account: 'DU•••',
      orderRef: 'ours',
      'algoParams[0].value': 'Normal',
      hedgeParam: '1',
      whatIf: '',
    });
    // Nothing is left over, and nothing is named that was not there.
    expect(message.fields).toHaveLength(tokens.length - 1);
  });
});
