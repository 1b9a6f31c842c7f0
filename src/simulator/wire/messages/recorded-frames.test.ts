import { describe, expect, it } from 'vitest';
import { orderTerms } from '../../world/order-terms';
import type { SimOrder } from '../../world/world';
import { FieldReader } from '../field-reader';
import { fieldsOf, recordedFields, recordedFrames } from '../recorded-frames';
import type { OrderAttributes } from '../requests/order-attributes';
import { readPlaceOrder } from '../requests/place-order-request';
import { apple, appleCall } from '../sample-instruments';
import * as account from './account-messages';
import { completedOrderMessage } from './completed-order-message';
import { openOrderMessage } from './open-order-message';
import type { OrderReport } from './order-fields';
import * as orders from './order-messages';
import * as reference from './reference-messages';
import * as system from './system-messages';

const accountId = 'DU1234567';

/** What a client sends that leaves every field empty. */
const emptyOrder = readPlaceOrder(new FieldReader(Array.from({ length: 150 }, () => '')), 193).attributes;

const limitOrder: OrderAttributes = {
  ...emptyOrder,
  action: 'BUY',
  totalQuantity: 1,
  orderType: 'LMT',
  lmtPrice: 1,
  tif: 'DAY',
  account: accountId,
};

function report(orderId: number, permId: number, changes: Partial<OrderReport>): OrderReport {
  return {
    orderId,
    permId,
    clientId: 121,
    parentPermId: 0,
    revision: 0,
    instrument: apple,
    exchange: 'SMART',
    attributes: limitOrder,
    status: 'PreSubmitted',
    ...changes,
  };
}

function simOrder(
  orderId: number,
  permId: number,
  changes: Partial<SimOrder> & { parentOrderId?: number },
): SimOrder {
  const { parentOrderId = 0, ...rest } = changes;
  return {
    clientId: 121,
    orderId,
    permId,
    manual: false,
    parentPermId: 0,
    instrument: apple,
    terms: orderTerms({
      quantity: 1,
      orderType: 'LMT',
      limitPrice: 1,
      parentOrderId,
      account: accountId,
    }),
    status: 'PreSubmitted',
    whyHeld: '',
    filled: 0,
    remaining: 1,
    averageFillPrice: 0,
    lastFillPrice: 0,
    placedMs: 0,
    completedMs: null,
    completedStatus: '',
    revision: 0,
    ...rest,
  };
}

describe('messages of the session as a real gateway sent them', () => {
  it.each([
    [
      'handshake reply (server version, connection time)',
      () => system.handshakeReply(193, '20261004 11:59:03 China Standard Time'),
    ],
    ['managedAccounts', () => system.managedAccountsMessage([accountId])],
    ['nextValidId', () => system.nextValidIdMessage(1)],
    ['currentTime', () => system.currentTimeMessage(1_791_086_344_000)],
  ])('%s', (label, encode) => {
    expect(fieldsOf(encode())).toEqual(recordedFields(label));
  });

  it('notices, warnings and errors', () => {
    const labels = [
      'notice after handshake',
      'notice on first market data request',
      'notice when account updates are cancelled',
      'historical data refused: competing session',
      'order warning, not a rejection',
      'error that follows a cancel',
    ];
    for (const { fields } of labels.flatMap(recordedFrames)) {
      const [, , id, code, text = ''] = fields;
      expect(fieldsOf(system.errorMessage(Number(id), Number(code), text, 193))).toEqual(fields);
    }
  });

  it('writes other characters than ASCII as escapes', () => {
    expect(fieldsOf(system.errorMessage(7, 201, 'Größe', 193))).toEqual([
      '4',
      '2',
      '7',
      '201',
      'Gr\\u00f6\\u00dfe',
      '',
    ]);
  });
});

describe('messages about contracts as a real gateway sent them', () => {
  it('contractDetails of a stock', () => {
    const recorded = recordedFields('contractDetails AAPL');
    const hours = { trading: recorded[27] ?? '', liquid: recorded[28] ?? '' };
    expect(fieldsOf(reference.contractDetailsMessage(9010, apple, hours, 193))).toEqual(recorded);
  });

  it('contractDetails of an option', () => {
    const recorded = recordedFields('contractDetails AAPL option');
    const hours = { trading: recorded[27] ?? '', liquid: recorded[28] ?? '' };
    expect(fieldsOf(reference.contractDetailsMessage(9013, appleCall, hours, 193))).toEqual(recorded);
    expect(fieldsOf(reference.contractDetailsEndMessage(9013))).toEqual(recordedFields('contractDetailsEnd'));
  });

  it('contractDetails for a client of version 178, without the two newer fields', () => {
    const recorded = recordedFields('contractDetails AAPL option');
    const hours = { trading: recorded[27] ?? '', liquid: recorded[28] ?? '' };
    const older = recorded.filter((_, index) => index !== 5 && index !== recorded.length - 1);
    expect(fieldsOf(reference.contractDetailsMessage(9013, appleCall, hours, 178))).toEqual(older);
  });

  it('symbolSamples', () => {
    const stock = { symbol: 'AAPL', secType: 'STK', description: 'APPLE INC', issuerId: '' };
    const samples: readonly reference.SymbolSample[] = [
      {
        ...stock,
        conId: 265598,
        primaryExchange: 'NASDAQ',
        currency: 'USD',
        derivativeSecTypes: ['CFD', 'OPT', 'IOPT', 'WAR', 'BAG'],
      },
      {
        ...stock,
        conId: 38708077,
        primaryExchange: 'MEXI',
        currency: 'MXN',
        derivativeSecTypes: ['FUT', 'BAG'],
      },
      { ...stock, conId: 273982664, primaryExchange: 'EBS', currency: 'CHF', derivativeSecTypes: [] },
      {
        conId: -1,
        symbol: '',
        secType: 'BOND',
        primaryExchange: '',
        currency: '',
        derivativeSecTypes: [],
        description: 'Apple Inc',
        issuerId: 'e1432232',
      },
    ];
    expect(fieldsOf(reference.symbolSamplesMessage(9014, samples, 193))).toEqual(
      recordedFields('symbolSamples, first rows'),
    );
  });

  it('option parameters', () => {
    const parameters = {
      exchange: 'MIAX',
      underlyingConId: 265598,
      tradingClass: '2AAPL',
      multiplier: '100',
      expirations: ['20261016'],
      strikes: [291],
    };
    expect(fieldsOf(reference.optionParametersMessage(9012, parameters))).toEqual(
      recordedFields('securityDefinitionOptionParameter, smallest row'),
    );
    expect(fieldsOf(reference.optionParametersEndMessage(9012))).toEqual(
      recordedFields('securityDefinitionOptionParameterEnd'),
    );
  });
});

describe('messages about the account as a real gateway sent them', () => {
  it('accountSummary', () => {
    for (const { fields } of recordedFrames('accountSummary')) {
      const [, , reqId, , key = '', value = '', currency = ''] = fields;
      const message = account.accountSummaryMessage(Number(reqId), accountId, { key, value, currency });
      expect(fieldsOf(message)).toEqual(fields);
    }
    expect(fieldsOf(account.accountSummaryEndMessage(9001))).toEqual(recordedFields('accountSummaryEnd'));
  });

  it('account updates', () => {
    for (const { fields } of recordedFrames('updateAccountValue')) {
      const [, , key = '', value = '', currency = ''] = fields;
      expect(fieldsOf(account.accountValueMessage(accountId, { key, value, currency }))).toEqual(fields);
    }
    expect(fieldsOf(account.accountUpdateTimeMessage('10:19'))).toEqual(recordedFields('updateAccountTime'));
    expect(fieldsOf(account.accountDownloadEndMessage(accountId))).toEqual(
      recordedFields('accountDownloadEnd'),
    );
    expect(fieldsOf(account.positionEndMessage())).toEqual(recordedFields('positionEnd with no positions'));
  });
});

describe('messages about orders as a real gateway sent them', () => {
  const child: OrderAttributes = { ...limitOrder, action: 'SELL', parentId: 13 };
  const openOrders: readonly (readonly [string, OrderReport])[] = [
    ['openOrder BUY 1 LMT 1.00 DAY', report(11, 1426181265, {})],
    [
      'openOrder with one price condition',
      report(12, 1426181266, {
        attributes: {
          ...limitOrder,
          tif: 'GTC',
          conditionsIgnoreRth: true,
          conditions: [
            {
              type: 'price',
              conjunction: 'a',
              isMore: true,
              price: 10_000,
              conId: 265598,
              exchange: 'SMART',
              triggerMethod: 0,
            },
          ],
        },
      }),
    ],
    ['openOrder bracket parent', report(13, 1426181267, {})],
    [
      'openOrder bracket child, take profit',
      report(14, 1426181268, { parentPermId: 1426181267, attributes: { ...child, lmtPrice: 2000 } }),
    ],
    [
      'openOrder bracket child, stop loss',
      report(15, 1426181269, {
        parentPermId: 1426181267,
        attributes: { ...child, orderType: 'STP', lmtPrice: null, auxPrice: 0.5 },
      }),
    ],
    ['openOrder while a cancel is pending', report(13, 1426181267, { status: 'PendingCancel', revision: 1 })],
  ];

  it.each(openOrders)('%s', (label, order) => {
    const fields = fieldsOf(openOrderMessage(order, null, 193));
    expect(fields).toEqual(recordedFields(label));
  });

  it('openOrder for a client of version 178 lacks the six newest fields', () => {
    const older = recordedFields('openOrder BUY 1 LMT 1.00 DAY').slice(0, -6);
    expect(fieldsOf(openOrderMessage(report(11, 1426181265, {}), null, 178))).toEqual(older);
  });

  it('openOrder of old versions has unset sizes empty', () => {
    const sizesAt = (version: number): readonly string[] => {
      const fields = fieldsOf(openOrderMessage(report(11, 1426181265, {}), null, version));
      return fields.filter((field) => field === '2147483647');
    };
    expect(sizesAt(164)).toEqual([]);
    expect(sizesAt(165)).toHaveLength(3);
  });

  it('completedOrder', () => {
    const completion = {
      filled: 0,
      completedTime: '20261003 23:50:14 US/Eastern',
      completedStatus: 'Cancelled by Trader',
    };
    const order = report(11, 1426181264, { status: 'Cancelled' });
    expect(fieldsOf(completedOrderMessage(order, completion, 193))).toEqual(recordedFields('completedOrder'));
    expect(fieldsOf(completedOrderMessage(order, completion, 178))).toEqual(
      recordedFields('completedOrder').slice(0, -2),
    );
  });

  it.each([
    ['orderStatus', simOrder(11, 1426181265, {})],
    ['orderStatus of a bracket child', simOrder(14, 1426181268, { parentOrderId: 13, whyHeld: 'child' })],
    [
      'orderStatus of a stop child',
      simOrder(15, 1426181269, { parentOrderId: 13, whyHeld: 'child,trigger' }),
    ],
    ['orderStatus after a cancel', simOrder(12, 1426181266, { status: 'Cancelled' })],
  ])('%s', (label, order) => {
    expect(fieldsOf(orders.orderStatusMessage(order, 193))).toEqual(recordedFields(label));
  });

  it('ends of lists', () => {
    expect(fieldsOf(orders.openOrderEndMessage())).toEqual(recordedFields('openOrderEnd'));
    expect(fieldsOf(orders.completedOrdersEndMessage())).toEqual(recordedFields('completedOrdersEnd'));
    expect(fieldsOf(orders.executionEndMessage(9015))).toEqual(
      recordedFields('execDetailsEnd with no executions'),
    );
  });
});
