import { EventName } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apple } from '../wire/sample-instruments';
import { TestGateway } from './test-gateway';

let test: TestGateway;

beforeEach(async () => {
  test = await TestGateway.start({ limits: { accountSummaries: 1 } });
});

afterEach(async () => {
  await test.stop();
});

const held = {
  instrument: apple,
  position: 100,
  averageCost: 187.21,
  marketPrice: 187.5,
  marketValue: 18_750,
  unrealizedPnl: 29,
  realizedPnl: 0,
  dailyPnl: 29,
};

describe('account updates with a request id', () => {
  it('tell everything, their end, and then what changes, until they are cancelled', async () => {
    const client = await test.connect();
    client.api.reqAccountUpdatesMulti(91, 'DU1234567', '', false);
    await client.next(EventName.accountUpdateMultiEnd);
    expect(client.all(EventName.accountUpdateMulti)).toEqual([
      [91, 'DU1234567', '', 'NetLiquidation', '1000000.00', 'USD'],
    ]);
    test.world.values = [
      { key: 'NetLiquidation', value: '999999.00', currency: 'USD' },
      { key: '$LEDGER-CashBalance', value: '5.00', currency: 'EUR' },
    ];
    test.world.accountChanged();
    await client.next(EventName.accountUpdateMulti, (row) => row[5] === 'EUR');
    expect(client.all(EventName.accountUpdateMulti)).toHaveLength(3);
    client.api.cancelAccountUpdatesMulti(91);
    client.api.cancelAccountUpdatesMulti(91);
    await client.code(300);
    test.world.values = [{ key: 'NetLiquidation', value: '1.00', currency: 'USD' }];
    test.world.accountChanged();
    await client.settle();
    expect(client.all(EventName.accountUpdateMulti)).toHaveLength(3);
  });

  it('tell the ledger and net liquidation alone when asked to', async () => {
    const client = await test.connect();
    test.world.values = [
      { key: 'NetLiquidation', value: '1000000.00', currency: 'USD' },
      { key: 'BuyingPower', value: '4000000.00', currency: 'USD' },
      { key: '$LEDGER-CashBalance', value: '1000000.00', currency: 'USD' },
    ];
    client.api.reqAccountUpdatesMulti(92, '', '', true);
    await client.next(EventName.accountUpdateMultiEnd);
    expect(client.all(EventName.accountUpdateMulti).map((row) => row[3])).toEqual([
      'NetLiquidation',
      '$LEDGER-CashBalance',
    ]);
  });
});

describe('what a single account does not have', () => {
  it('is another account', async () => {
    const client = await test.connect();
    client.api.reqAccountUpdatesMulti(1, 'U7654321', '', false);
    client.api.reqPositionsMulti(2, 'U7654321', '');
    client.api.reqPnL(3, 'U7654321', '');
    client.api.reqPnLSingle(4, 'U7654321', '', 265598);
    client.api.reqAccountUpdates(true, 'U7654321');
    await client.settle();
    const refused = client.events.filter(({ args }) => args[1] === 321);
    // The library leaves the id -1 away.
    expect(refused.map(({ args }) => args[2])).toEqual([1, 2, 3, 4, undefined]);
    expect(client.all(EventName.pnl)).toEqual([]);
    expect(client.all(EventName.accountDownloadEnd)).toEqual([]);
  });

  it('is a model', async () => {
    const client = await test.connect();
    client.api.reqPositionsMulti(2, 'DU1234567', 'Growth');
    await client.code(321);
  });

  it('is a family, a white brand, and soft dollars', async () => {
    const client = await test.connect();
    client.api.reqFamilyCodes();
    client.api.reqUserInfo(5);
    client.api.reqSoftDollarTiers(6);
    expect(await client.next(EventName.familyCodes)).toEqual([[{ accountID: 'DU1234567', familyCode: '' }]]);
    expect(await client.next(EventName.userInfo)).toEqual([5, '']);
    expect(await client.next(EventName.softDollarTiers)).toEqual([6, []]);
  });
});

describe('account summaries', () => {
  it('are limited in number, and cancelling one makes room', async () => {
    const client = await test.connect();
    client.api.reqAccountSummary(1, 'All', 'NetLiquidation');
    client.api.reqAccountSummary(2, 'All', 'NetLiquidation');
    const text = 'Maximum number of account summary requests exceeded';
    expect(String(await client.code(322))).toContain(text);
    client.api.cancelAccountSummary(1);
    client.api.reqAccountSummary(2, 'All', 'NetLiquidation');
    await client.next(EventName.accountSummaryEnd, ([reqId]) => reqId === 2);
  });
});

describe('positions that the account no longer lists', () => {
  it('are told as 0 in account updates', async () => {
    const client = await test.connect();
    test.world.positions = [held];
    client.api.reqAccountUpdates(true, 'DU1234567');
    await client.next(EventName.accountDownloadEnd);
    test.world.positions = [];
    test.world.accountChanged();
    const told = await client.next(EventName.updatePortfolio, ([, position]) => position === 0);
    expect(told.slice(1)).toEqual([0, 187.5, 0, 0, 0, 0, 'DU1234567']);
  });
});
