import { SecType } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appleContract, TestGateway } from './test-gateway';

let test: TestGateway;

beforeEach(async () => {
  test = await TestGateway.start();
});

afterEach(async () => {
  await test.stop();
});

describe('the session', () => {
  it('tells the accounts, the next order id and the farms, in this order', async () => {
    const client = await test.connect();
    await client.code(2158);
    expect(client.names().slice(0, 7)).toEqual([
      'connected',
      'server',
      'managedAccounts',
      'nextValidId',
      'info',
      'info',
      'info',
    ]);
    expect(await client.next('server')).toEqual([193, '20261005 10:30:00 US/Eastern']);
    expect(await client.next('managedAccounts')).toEqual(['DU1234567']);
    expect(client.all('info').map(([, code]) => code)).toEqual([2104, 2106, 2158]);
  });

  it('serves several clients and turns a client id away that is in use', async () => {
    const first = await test.connect(1);
    const second = await test.connect(2);
    const third = test.open(2);
    expect(await third.code(326)).toEqual([
      'Unable to connect as the client id is already in use. Retry with a unique client id.',
      326,
    ]);
    await third.next('disconnected');
    await Promise.all([first.settle(), second.settle()]);
  });

  it('gives a client id free when its client leaves', async () => {
    const first = await test.connect(7);
    first.close();
    let again = test.open(7);
    // The gateway may learn of the goodbye after the next hello.
    for (;;) {
      const outcome = await Promise.race([again.next('nextValidId'), again.code(326)]);
      if (outcome.length === 1) break;
      again = test.open(7);
    }
    await again.settle();
  });
});

describe('contracts', () => {
  it('answers details and their end', async () => {
    const client = await test.connect();
    client.api.reqContractDetails(11, appleContract);
    const [, details] = await client.next('contractDetails');
    await client.next('contractDetailsEnd', ([reqId]) => reqId === 11);
    expect(details).toMatchObject({
      contract: { conId: 265598, symbol: 'AAPL', primaryExch: 'NASDAQ', currency: 'USD' },
      minTick: 0.01,
      longName: 'APPLE INC',
      liquidHours: '20261005:0930-20261005:1600',
      minSize: 0.0001,
    });
  });

  it('knows no other contract, and says so with 200', async () => {
    const client = await test.connect();
    client.api.reqContractDetails(12, { ...appleContract, symbol: 'NOPE' });
    const [error, , id] = await client.code(200);
    expect(error).toEqual(new Error('No security definition has been found for the request'));
    expect(id).toBe(12);
  });

  it('finds symbols with the types of their derivatives, and the option chain', async () => {
    const client = await test.connect();
    client.api.reqMatchingSymbols(13, 'AA');
    client.api.reqSecDefOptParams(14, 'AAPL', '', SecType.STK, 265598);
    const [, found] = await client.next('symbolSamples');
    expect(found).toMatchObject([{ contract: { conId: 265598 }, derivativeSecTypes: ['OPT'] }]);
    await client.next('securityDefinitionOptionParameterEnd');
    const [first] = client.all('securityDefinitionOptionParameter');
    expect(first).toEqual([14, 'SMART', 265598, 'AAPL', 100, ['20261007'], [250]]);
  });
});
