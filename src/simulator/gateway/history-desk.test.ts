import { BarSizeSetting, WhatToShow } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAKE_NOW_MS, fakeBar } from './fake-world';
import { appleContract, TestGateway } from './test-gateway';

let test: TestGateway;

beforeEach(async () => {
  test = await TestGateway.start();
});

afterEach(async () => {
  await test.stop();
});

describe('history', () => {
  it('sends bars in the form the client asked for', async () => {
    const client = await test.connect();
    test.world.bars = [fakeBar(FAKE_NOW_MS - 120_000, 187.1), fakeBar(FAKE_NOW_MS - 60_000, 187.2)];
    client.api.reqHistoricalData(
      41,
      appleContract,
      '20261005 10:30:00 US/Eastern',
      '1 D',
      BarSizeSetting.MINUTES_ONE,
      WhatToShow.TRADES,
      1,
      1,
      false,
    );
    await client.next('historicalData', ([, time]) => String(time).startsWith('finished'));
    expect(client.all('historicalData')[0]).toEqual([
      41,
      '20261005 10:28:00 US/Eastern',
      187,
      188,
      186,
      187.1,
      1_200,
      12,
      187.1,
      undefined,
    ]);
    expect(test.world.queries[0]).toMatchObject({
      endMs: FAKE_NOW_MS,
      duration: '1 D',
      barSize: '1 min',
      regularHoursOnly: true,
    });

    client.forget();
    client.api.reqHistoricalData(
      42,
      appleContract,
      '20261005-14:00:00',
      '1800 S',
      BarSizeSetting.MINUTES_ONE,
      WhatToShow.MIDPOINT,
      0,
      2,
      false,
    );
    await client.next('historicalData', ([, time]) => String(time).startsWith('finished'));
    const [, time, , , , , volume] = client.all('historicalData')[0] ?? [];
    expect([time, volume]).toEqual([String((FAKE_NOW_MS - 120_000) / 1000), -1]);
    expect(test.world.queries[1]).toMatchObject({ endMs: Date.UTC(2026, 9, 5, 14), regularHoursOnly: false });
  });

  it('keeps the forming bar up to date until it is cancelled', async () => {
    const client = await test.connect();
    test.world.bars = [fakeBar(FAKE_NOW_MS - 60_000, 187.2)];
    client.api.reqHistoricalData(
      43,
      appleContract,
      '',
      '1 D',
      BarSizeSetting.DAYS_ONE,
      WhatToShow.TRADES,
      1,
      1,
      true,
    );
    await client.settle();
    test.world.forming = fakeBar(FAKE_NOW_MS, 187.5);
    test.world.clock.advance(1_000);
    expect(await client.next('historicalDataUpdate')).toEqual([
      43,
      '20261005',
      187,
      188,
      186,
      187.5,
      1_200,
      12,
      187.1,
    ]);
    client.api.cancelHistoricalData(43);
    await client.settle();
    client.forget();
    test.world.forming = fakeBar(FAKE_NOW_MS, 187.6);
    test.world.clock.advance(5_000);
    await client.settle();
    expect(client.all('historicalDataUpdate')).toEqual([]);
  });

  it('explains what is wrong with a request', async () => {
    const client = await test.connect();
    const ask = (reqId: number, end: string, duration: string, size: BarSizeSetting): void => {
      client.api.reqHistoricalData(reqId, appleContract, end, duration, size, WhatToShow.TRADES, 1, 1, false);
    };
    ask(45, '', '1 X', BarSizeSetting.MINUTES_ONE);
    ask(46, 'yesterday', '1 D', BarSizeSetting.MINUTES_ONE);
    ask(47, '', '10 Y', BarSizeSetting.SECONDS_ONE);
    ask(48, '', '1 D', BarSizeSetting.MINUTES_ONE);
    const errors = await Promise.all(
      [45, 46, 47, 48].map((id) => client.next('error', (args) => args[2] === id)),
    );
    expect(errors.map(([, code]) => code)).toEqual([321, 321, 162, 162]);
    expect(String(errors[3]?.[0])).toContain('HMDS query returned no data: AAPL@SMART Trades');
  });

  it('tells when an old stock began to trade, which is before its bars', async () => {
    const client = await test.connect();
    client.api.reqHeadTimestamp(49, appleContract, 'TRADES', true, 1);
    expect(await client.next('headTimestamp')).toEqual([49, '19801212-14:30:00']);
  });
});
