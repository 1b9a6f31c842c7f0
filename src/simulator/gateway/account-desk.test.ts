import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apple } from '../wire/sample-instruments';
import { TestGateway } from './test-gateway';

let test: TestGateway;

beforeEach(async () => {
  test = await TestGateway.start();
});

afterEach(async () => {
  await test.stop();
});

describe('the account', () => {
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

  it('answers a summary and its changes', async () => {
    const client = await test.connect();
    client.api.reqAccountSummary(71, 'All', 'NetLiquidation,$LEDGER:USD');
    await client.next('accountSummaryEnd');
    expect(client.all('accountSummary')).toEqual([
      [71, 'DU1234567', 'NetLiquidation', '1000000.00', 'USD'],
      [71, 'DU1234567', '$LEDGER-CashBalance', '1000000.00', 'USD'],
    ]);
    test.world.values = [{ key: 'NetLiquidation', value: '1000100.00', currency: 'USD' }];
    test.world.clock.advance(180_000);
    await client.next('accountSummary', ([, , , value]) => value === '1000100.00');
  });

  it('answers account updates, then changes, and confirms the end', async () => {
    const client = await test.connect();
    test.world.positions = [held];
    client.api.reqAccountUpdates(true, 'DU1234567');
    await client.next('accountDownloadEnd');
    expect(client.all('updateAccountValue')).toEqual([['NetLiquidation', '1000000.00', 'USD', 'DU1234567']]);
    expect((await client.next('updatePortfolio')).slice(1)).toEqual([
      100,
      187.5,
      18_750,
      187.21,
      29,
      0,
      'DU1234567',
    ]);
    expect(await client.next('updateAccountTime')).toEqual(['10:30']);
    client.forget();
    test.world.positions = [{ ...held, position: 50 }];
    test.world.accountChanged();
    await client.next('updatePortfolio', ([, position]) => position === 50);
    expect(client.all('updateAccountValue')).toEqual([]);
    client.api.reqAccountUpdates(false, '');
    await client.code(2100);
  });

  it('answers positions and tells when one is closed', async () => {
    const client = await test.connect();
    test.world.positions = [held];
    client.api.reqPositions();
    await client.next('positionEnd');
    expect((await client.next('position')).slice(2)).toEqual([100, 187.21]);
    test.world.positions = [];
    test.world.accountChanged();
    await client.next('position', ([, , position]) => position === 0);
  });

  it('answers profit and loss of the account and of one position', async () => {
    const client = await test.connect();
    test.world.positions = [held];
    client.api.reqPnL(81, 'DU1234567', '');
    client.api.reqPnLSingle(82, 'DU1234567', '', 265598);
    expect(await client.next('pnl')).toEqual([81, 12.5, 10, 2.5]);
    expect(await client.next('pnlSingle')).toEqual([82, 100, 29, 29, 0, 18_750]);
    test.world.positions = [{ ...held, dailyPnl: 35 }];
    test.world.clock.advance(1_000);
    await client.next('pnlSingle', ([, , daily]) => daily === 35);
    expect(client.all('pnl')).toHaveLength(1);
  });
});
