import { type Contract, OptionType, SecType } from '@stoqey/ib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPEN_MARKET_MS } from '../world/world-fixture';
import { Rig } from '../test-rig';
import type { TestClient } from './test-client';
import { marketOrder } from './test-orders';

let rig: Rig;
let client: TestClient;
let lastId = 0;

beforeEach(async () => {
  rig = await Rig.start(OPEN_MARKET_MS);
  client = await rig.connect();
});

afterEach(async () => {
  await rig.stop();
});

/** The contracts that a request finds, or its error. */
async function search(contract: Contract): Promise<readonly unknown[]> {
  lastId += 1;
  const reqId = lastId;
  client.api.reqContractDetails(reqId, contract);
  await client.settle();
  const ended = client.all('contractDetailsEnd').some(([id]) => id === reqId);
  const errors = client.all('error').filter(([, , id]) => id === reqId);
  if (!ended) return errors.map(([error, code]) => `${String(code)} ${String(error)}`);
  return client
    .all('contractDetails')
    .filter(([id]) => id === reqId)
    .map(([, details]) => details)
    .map((details) => (isDetails(details) ? details.contract : undefined));
}

function isDetails(value: unknown): value is { readonly contract: Contract } {
  return typeof value === 'object' && value !== null && 'contract' in value;
}

const apple = expect.objectContaining({ conId: 265598, symbol: 'AAPL', secType: 'STK', exchange: 'SMART' });

describe('reqContractDetails', () => {
  it('finds a stock by everything that says which one it is', async () => {
    const ways: readonly Contract[] = [
      { conId: 265598 },
      { conId: 265598, exchange: 'SMART' },
      { symbol: 'AAPL', secType: SecType.STK },
      { symbol: 'aapl', secType: SecType.STK, currency: 'USD', exchange: 'SMART' },
      { symbol: 'AAPL', secType: SecType.STK, primaryExch: 'NASDAQ' },
      { localSymbol: 'AAPL', secType: SecType.STK },
      { secIdType: 'ISIN', secId: 'US0378331005' },
      { secIdType: 'ISIN', secId: 'US0378331005', secType: SecType.STK, currency: 'USD' },
      { secIdType: 'CUSIP', secId: '037833100', secType: SecType.STK },
    ];
    for (const way of ways) expect([way, await search(way)]).toEqual([way, [apple]]);
  });

  it('gives the exchange that was asked for', async () => {
    const [found] = await search({
      symbol: 'AAPL',
      secType: SecType.STK,
      exchange: 'NASDAQ',
      currency: 'USD',
    });
    expect(found).toMatchObject({ conId: 265598, exchange: 'NASDAQ', primaryExch: 'NASDAQ' });
  });

  it('takes Nasdaq by its old name as well, and answers with the new one', async () => {
    const nasdaq = { conId: 265598, exchange: 'NASDAQ', primaryExch: 'NASDAQ' };
    const stock = { symbol: 'AAPL', secType: SecType.STK, currency: 'USD' };
    expect((await search({ ...stock, exchange: 'ISLAND' }))[0]).toMatchObject(nasdaq);
    expect((await search({ ...stock, exchange: 'SMART', primaryExch: 'ISLAND' }))[0]).toMatchObject({
      ...nasdaq,
      exchange: 'SMART',
    });
    client.api.placeOrder(7, { ...stock, exchange: 'ISLAND' }, marketOrder(1));
    const [, contract] = await client.next('openOrder', ([orderId]) => orderId === 7);
    expect(contract).toMatchObject({ exchange: 'NASDAQ' });
  });

  it('gives all that fit, as the members of an option chain', async () => {
    const chain = await search({
      symbol: 'AAPL',
      secType: SecType.OPT,
      exchange: 'SMART',
      right: OptionType.Call,
    });
    expect(chain.length).toBeGreaterThan(5);
    expect(chain.every((contract) => JSON.stringify(contract).includes('"right":"C"'))).toBe(true);
    const futures = await search({ symbol: 'ES', secType: SecType.FUT, exchange: 'CME' });
    expect(futures.length).toBeGreaterThan(1);
    const [continuous] = await search({ symbol: 'ES', secType: 'CONTFUT' as SecType, exchange: 'CME' });
    expect(continuous).toMatchObject({ secType: 'CONTFUT', symbol: 'ES' });
  });

  it('describes a bond by its ISIN, its CUSIP and its issuer', async () => {
    const ways: readonly Contract[] = [
      { symbol: 'US064159KJ44', secType: SecType.BOND, currency: 'USD' },
      { symbol: '064159KJ4', secType: SecType.BOND, exchange: 'SMART' },
      { secIdType: 'ISIN', secId: 'US064159KJ44' },
    ];
    for (const [index, way] of ways.entries()) {
      client.api.reqContractDetails(900 + index, way);
      await client.next('contractDetailsEnd', ([reqId]) => reqId === 900 + index);
    }
    expect(client.all('bondContractDetails')).toHaveLength(ways.length);
    const [, details] = client.all('bondContractDetails')[0] ?? [];
    expect(details).toMatchObject({
      contract: { symbol: 'BNS', secType: 'BOND', currency: 'USD', exchange: 'SMART' },
      cusip: '064159KJ4',
      coupon: 4.5,
      maturity: '20321215',
      minSize: 1,
    });
  });

  it('finds nothing, with 200, for what is not listed', async () => {
    const nothing: readonly Contract[] = [
      { conId: 1 },
      { conId: 265598, exchange: 'IBIS' },
      { symbol: 'NOPE', secType: SecType.STK },
      { symbol: 'AAPL', secType: SecType.STK, currency: 'EUR' },
      { symbol: 'AAPL', secType: SecType.STK, primaryExch: 'NYSE' },
      { secIdType: 'ISIN', secId: 'US0000000000' },
      { symbol: 'AAPL', secType: SecType.BOND },
      { issuerId: 'e1453318' },
    ];
    const error = '200 Error: No security definition has been found for the request';
    for (const contract of nothing) expect([contract, await search(contract)]).toEqual([contract, [error]]);
  });

  it('wants a type and a name, with 321', async () => {
    const [typeless] = await search({ symbol: 'AAPL' });
    expect(typeless).toContain('321');
    expect(typeless).toContain('Please enter a valid security type');
    const [nameless] = await search({ secType: SecType.STK, exchange: 'SMART', currency: 'USD' });
    expect(nameless).toContain('321');
  });
});

describe('reqMatchingSymbols', () => {
  async function samples(pattern: string): Promise<readonly string[]> {
    lastId += 1;
    const reqId = lastId;
    client.api.reqMatchingSymbols(reqId, pattern);
    const [, found] = await client.next('symbolSamples', ([id]) => id === reqId);
    if (!Array.isArray(found)) throw new Error('there is no list');
    return found.map(
      ({ contract }: { contract: Contract }) => `${contract.symbol ?? ''} ${contract.secType ?? ''}`,
    );
  }

  it('finds by symbol and by name, whatever the case, the exact symbol first', async () => {
    expect((await samples('aapl'))[0]).toBe('AAPL STK');
    expect((await samples('SPY'))[0]).toBe('SPY STK');
    expect(await samples('apple')).toContain('AAPL STK');
    expect(await samples('dax')).toContain('DAX IND');
  });

  it('finds nothing for what nothing is called, and for nothing', async () => {
    expect(await samples('no such company')).toEqual([]);
    expect(await samples('  ')).toEqual([]);
  });

  it('names the issuer of bonds, which finds them', async () => {
    expect(await samples('Nova Scotia')).toEqual([' BOND']);
    const [, found] = await client.next('symbolSamples');
    const [issuer] = Array.isArray(found) ? found : [];
    client.api.reqContractDetails(800, { secType: SecType.BOND, issuerId: issuer.contract.issuerId });
    const [, details] = await client.next('bondContractDetails');
    expect(details).toMatchObject({ longName: 'BANK OF NOVA SCOTIA' });
  });
});
