import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { apple, brokerFixture, inState, nextValues, ready } from './broker-fixtures';
import { clientMessages } from './test-gateway';

const unset = '1.7976931348623157E308';
const position = [
  '61',
  '3',
  'DU1234567',
  '265598',
  'AAPL',
  'STK',
  '',
  '0',
  '',
  '',
  'NASDAQ',
  'USD',
  'AAPL',
  'NMS',
  '-100',
  '187.25',
];

describe('the account', () => {
  it('is watched on this connection and every later one', async () => {
    const fixture = await brokerFixture();
    fixture.broker.watchAccount('DU1234567');
    fixture.broker.watchAccount('DU1234567');
    await ready(fixture);
    expect(await fixture.gateway.message(clientMessages.reqAccountUpdates)).toEqual([
      '6',
      '2',
      '1',
      'DU1234567',
    ]);
    expect((await fixture.gateway.message('62'))[3]).toBe('All');
    const again = fixture.gateway.nextMessage(clientMessages.reqAccountUpdates);
    fixture.gateway.drop();
    await inState(fixture.broker, 'reconnecting');
    fixture.clock.advance(500);
    await again;
    expect(fixture.gateway.count(clientMessages.reqAccountUpdates)).toBe(2);
  });

  it('passes values, portfolio and profit and loss on, with null for "unset"', async () => {
    const fixture = await brokerFixture();
    fixture.broker.watchAccount('DU1234567');
    await ready(fixture);
    const [, pnlId = ''] = await fixture.gateway.message('92');
    const values = nextValues(fixture.broker.accountValues$, 2);
    const portfolio = firstValueFrom(fixture.broker.portfolio$);
    const pnl = firstValueFrom(fixture.broker.pnl$);
    fixture.gateway.send(
      ['6', '2', 'NetLiquidation', '1020171.48', 'USD', 'DU1234567'],
      ['63', '1', '9001', 'DU1234567', 'BuyingPower', '4069407.84', 'USD'],
      [
        '7',
        '8',
        '265598',
        'AAPL',
        'STK',
        '',
        '0',
        '',
        '',
        'NASDAQ',
        'USD',
        'AAPL',
        'NMS',
        '-100',
        '187.2',
        '-18720',
        '187.25',
        '5',
        unset,
        'DU1234567',
      ],
      ['94', pnlId, '12.5', '-3.25', unset],
    );
    expect(await values).toEqual([
      { accountId: 'DU1234567', tag: 'NetLiquidation', value: '1020171.48', currency: 'USD' },
      { accountId: 'DU1234567', tag: 'BuyingPower', value: '4069407.84', currency: 'USD' },
    ]);
    expect(await portfolio).toMatchObject({
      quantity: '-100',
      marketPrice: '187.2',
      unrealizedPnl: '5',
      realizedPnl: null,
    });
    expect(await pnl).toEqual({
      accountId: 'DU1234567',
      dailyPnl: '12.5',
      unrealizedPnl: '-3.25',
      realizedPnl: null,
    });
  });

  it('answers with positions, and passes later changes on', async () => {
    const fixture = await brokerFixture({
      answer: (gateway, fields) => {
        if (fields[0] !== clientMessages.reqPositions) return false;
        gateway.send(position, ['62', '1']);
        return true;
      },
    });
    await ready(fixture);
    const all = nextValues(fixture.broker.positions$, 2);
    const [first, second] = await Promise.all([
      fixture.broker.requestPositions(),
      fixture.broker.requestPositions(),
    ]);
    expect(first).toMatchObject({
      ok: true,
      value: [{ conId: 265598, quantity: '-100', averageCost: '187.25' }],
    });
    expect(second).toEqual(first);
    expect(fixture.gateway.count(clientMessages.reqPositions)).toBe(1);
    fixture.gateway.send(position.with(14, '0'));
    expect((await all)[1]).toMatchObject({ quantity: '0' });
  });

  it('follows the profit and loss of a position', async () => {
    const fixture = await brokerFixture();
    await ready(fixture);
    const seen: unknown[] = [];
    const values = new Promise<void>((resolve) => {
      fixture.broker.subscribePositionPnl('DU1234567', apple.conId, (pnl) => {
        seen.push(pnl);
        resolve();
      });
    });
    const fields = await fixture.gateway.message('94');
    expect(fields.slice(2)).toEqual(['DU1234567', '', '265598']);
    fixture.gateway.send(['95', fields[1] ?? '', '-100', '1.5', '5', unset, '-18720']);
    await values;
    expect(seen).toEqual([
      {
        accountId: 'DU1234567',
        dailyPnl: '1.5',
        unrealizedPnl: '5',
        realizedPnl: null,
        marketValue: '-18720',
      },
    ]);
  });
});
