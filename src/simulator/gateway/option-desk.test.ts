import { type Contract, OptionExerciseAction, OptionType, OrderAction, OrderType, SecType } from '@stoqey/ib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import { orderTerms } from '../world/order-terms';
import type { SimInstrument } from '../world/world';
import { contractQuery, OPEN_MARKET_MS, optionsOn } from '../world/world-fixture';
import { createGatewayContext } from './gateway-context';
import { OptionDesk } from './option-desk';
import type { TestClient } from './test-client';
import { appleContract } from './test-gateway';

let rig: Rig;
let client: TestClient;
let call: SimInstrument;
let nextId = 100;

beforeAll(async () => {
  rig = await Rig.start(OPEN_MARKET_MS);
  client = await rig.connect();
  const spot = rig.world.market.quote(265598).last ?? 0;
  call = optionBelow(spot, 'AAPL', '20261120');
});

afterAll(async () => {
  await rig.stop();
});

beforeEach(() => {
  client.forget();
  nextId += 10;
});

/** The call of an expiry whose strike is the last one below a price, well in the money. */
function optionBelow(price: number, symbol: string, date: string): SimInstrument {
  const calls = optionsOn(rig.world, { symbol, lastTradeDateOrContractMonth: date, right: 'C' }).filter(
    ({ strike }) => strike < price * 0.95,
  );
  const found = calls.at(-1);
  if (found === undefined) throw new Error('no such option');
  return found;
}

function contractOf({ conId, exchange }: SimInstrument): Contract {
  return { conId, exchange };
}

/** The computations of a request and tick type so far: volatility, delta, price, dividends, gamma, vega, theta, spot. */
function computations(reqId: number, type: number): readonly (readonly unknown[])[] {
  return client
    .all('tickOptionComputation')
    .filter((args) => args[0] === reqId && args[1] === type)
    .map((args) => args.slice(3));
}

describe('option chains over the wire', () => {
  it('name every exchange of a class with the same expirations and strikes', async () => {
    client.api.reqSecDefOptParams(nextId, 'SPX', '', SecType.IND, 416904);
    await client.next('securityDefinitionOptionParameterEnd');
    const rows = client.all('securityDefinitionOptionParameter');
    expect(
      rows.map(([, exchange, underConId, tradingClass]) => [exchange, underConId, tradingClass]),
    ).toEqual([
      ['SMART', 416904, 'SPX'],
      ['CBOE', 416904, 'SPX'],
      ['IBUSOPT', 416904, 'SPX'],
      ['SMART', 416904, 'SPXW'],
      ['CBOE', 416904, 'SPXW'],
      ['IBUSOPT', 416904, 'SPXW'],
    ]);
  });

  it('are narrowed by the exchange, and are empty for a contract that is not the one named', async () => {
    client.api.reqSecDefOptParams(nextId, 'AAPL', 'CBOE', SecType.STK, 265598);
    await client.next('securityDefinitionOptionParameterEnd', ([id]) => id === nextId);
    expect(client.all('securityDefinitionOptionParameter').map(([, exchange]) => exchange)).toEqual(['CBOE']);
    client.forget();
    client.api.reqSecDefOptParams(nextId + 1, 'AAPL', '', SecType.STK, 1);
    client.api.reqSecDefOptParams(nextId + 2, 'AAPL', '', SecType.STK, 416904);
    await client.next('securityDefinitionOptionParameterEnd', ([id]) => id === nextId + 2);
    expect(client.all('securityDefinitionOptionParameter')).toEqual([]);
  });

  it('are listed as contracts by month and right', async () => {
    client.api.reqContractDetails(nextId, {
      symbol: 'SPX',
      secType: SecType.OPT,
      exchange: 'SMART',
      currency: 'USD',
      right: OptionType.Put,
      lastTradeDateOrContractMonth: '202610',
      tradingClass: 'SPX',
    });
    await client.next('contractDetailsEnd');
    const details = client.all('contractDetails').map(([, one]) => one);
    expect(details.length).toBeGreaterThan(20);
    expect(details[0]).toMatchObject({
      contract: {
        symbol: 'SPX',
        lastTradeDateOrContractMonth: '20261015 15:00:00 US/Central',
        multiplier: 100,
      },
      realExpirationDate: '20261016',
      timeZoneId: 'US/Central',
      underSymbol: 'SPX',
      underSecType: 'IND',
    });
  });
});

describe('options on a future over the wire', () => {
  const future = (): SimInstrument => {
    const found = rig.world.catalogue.find(contractQuery({ symbol: 'ES', secType: 'FUT' }))[0];
    if (found === undefined) throw new Error('no future');
    return found;
  };

  it('have their chain, their details and their line', async () => {
    const { conId } = future();
    client.api.reqSecDefOptParams(nextId, 'ES', 'CME', SecType.FUT, conId);
    await client.next('securityDefinitionOptionParameterEnd', ([id]) => id === nextId);
    const rows = client.all('securityDefinitionOptionParameter');
    expect(
      rows.map(([, exchange, underlying, name, multiplier]) => [exchange, underlying, name, multiplier]),
    ).toEqual(['ES', 'EW', 'EW1', 'EW2', 'EW3', 'EW4'].map((name) => ['CME', conId, name, 50]));
    const strikes = rows[0]?.[6] as readonly number[];
    const strike = strikes[strikes.length >> 1] ?? 0;
    const contract = {
      symbol: 'ES',
      secType: SecType.FOP,
      exchange: 'CME',
      currency: 'USD',
      lastTradeDateOrContractMonth: '20261016',
      strike,
      right: OptionType.Call,
    };
    client.api.reqContractDetails(nextId + 1, contract);
    await client.next('contractDetailsEnd', ([id]) => id === nextId + 1);
    expect(client.all('contractDetails').map(([, details]) => details)).toMatchObject([
      {
        contract: { secType: 'FOP', tradingClass: 'EW3', multiplier: 50 },
        underConId: conId,
        underSymbol: 'ESZ6',
      },
    ]);
    client.api.reqMktData(nextId + 2, contract, '', false, false);
    await client.next('tickOptionComputation', ([id, type]) => id === nextId + 2 && type === 13);
    const [volatility, delta, price, dividends] = computations(nextId + 2, 13)[0] ?? [];
    expect([volatility, delta, price].every((value) => Number(value) > 0)).toBe(true);
    expect(dividends).toBe(0);
    client.api.cancelMktData(nextId + 2);
  });

  it('are bought, and margined when they are sold', async () => {
    const [option] = optionsOn(rig.world, {
      secType: 'FOP',
      tradingClass: 'EW3',
      lastTradeDateOrContractMonth: '20261016',
      right: 'P',
    });
    const { exchange } = rig.world;
    if (option === undefined) throw new Error('no such option');
    const bought = exchange.whatIf(9, option, orderTerms({ side: 'BUY', quantity: 1 }));
    const sold = exchange.whatIf(9, option, orderTerms({ side: 'SELL', quantity: 1 }));
    expect(bought).toMatchObject({ value: { initMarginChange: 0, commission: 1.42 } });
    // The farthest put needs half of what a future does, and the little it is worth.
    expect(sold.ok && sold.value.initMarginChange).toBeGreaterThanOrEqual(11_000);
    expect(sold.ok && sold.value.initMarginChange).toBeLessThan(11_200);
    client.api.placeOrder(nextId, contractOf(option), {
      action: OrderAction.BUY,
      orderType: OrderType.MKT,
      totalQuantity: 1,
      tif: 'DAY',
      transmit: true,
    });
    await client.next('openOrder');
    await rig.until(client.next('commissionReport'));
    expect(client.all('execDetails')[0]?.[1]).toMatchObject({
      secType: 'FOP',
      localSymbol: option.localSymbol,
    });
    expect(
      Number(rig.world.account.ledger('USD').find(({ key }) => key.endsWith('FutureOptionValue'))?.value),
    ).toBe(
      rig.world.account.positions().find(({ instrument }) => instrument.conId === option.conId)?.marketValue,
    );
  });
});

describe('an option line', () => {
  it('computes bid, ask, last and model from one volatility', async () => {
    client.api.reqMktData(nextId, contractOf(call), '100,101,106', false, false);
    await client.next('tickOptionComputation', ([id, type]) => id === nextId && type === 13);
    await client.settle();
    const [bid, ask, last, model] = [10, 11, 12, 13].map((type) => computations(nextId, type).at(-1) ?? []);
    for (const side of [bid, ask, last, model]) {
      const [volatility, delta, price, dividends, gamma, vega, theta, spot] = side ?? [];
      expect(volatility).toBeGreaterThan(0.1);
      expect(delta).toBeGreaterThan(0.5);
      expect(price).toBeGreaterThan(0);
      expect(dividends).toBe(0);
      expect(gamma).toBeGreaterThan(0);
      expect(vega).toBeGreaterThan(0);
      expect(theta).toBeLessThan(0);
      expect(spot).toBeGreaterThan(call.strike);
    }
    expect(Number(bid?.[0])).toBeLessThan(Number(ask?.[0]));
    const sizes = new Map(client.all('tickSize').map(([, type, size]) => [type, Number(size)]));
    expect(sizes.get(27)).toBeGreaterThan(0);
    expect(sizes.get(28)).toBe(0);
    expect([sizes.has(29), sizes.get(30)]).toEqual([true, 0]);
    client.api.cancelMktData(nextId);
  });

  it('goes on with the market, and ends with the line', async () => {
    client.api.reqMktData(nextId, contractOf(call), '', false, false);
    await client.next('tickOptionComputation', ([id, type]) => id === nextId && type === 13);
    const first = computations(nextId, 13).length;
    rig.wall.advance(60_000);
    await client.settle();
    expect(computations(nextId, 13).length).toBeGreaterThan(first);
    client.api.cancelMktData(nextId);
    await client.settle();
    const ended = client.all('tickOptionComputation').length;
    rig.wall.advance(60_000);
    await client.settle();
    expect(client.all('tickOptionComputation')).toHaveLength(ended);
  });

  it('has its delayed ticks when data are delayed', async () => {
    const delayed = await Rig.start(OPEN_MARKET_MS, { marketData: 'delayed' });
    const other = await delayed.connect();
    other.api.reqMarketDataType(3);
    other.api.reqMktData(1, contractOf(call), '', true, false);
    await other.next('tickSnapshotEnd');
    const types = other.all('tickOptionComputation').map(([, type]) => type);
    expect(types).toHaveLength(4);
    expect(new Set(types)).toEqual(new Set([80, 81, 82, 83]));
    await delayed.stop();
  });

  it('has no computations when it is no option', async () => {
    client.api.reqMktData(nextId, appleContract, '106', false, false);
    await client.next('tickGeneric', ([, type]) => type === 24);
    expect(client.all('tickGeneric').find(([, type]) => type === 24)?.[2]).toBe(
      Number((rig.world.options.thirtyDayVolatility(265598) ?? 0).toFixed(10)),
    );
    expect(client.all('tickOptionComputation')).toEqual([]);
    client.api.cancelMktData(nextId);
  });
});

describe('calculations', () => {
  it('give the volatility of a price, and the price of that volatility', async () => {
    const price = call.strike * 0.1;
    const spot = call.strike * 1.05;
    client.api.calculateImpliedVolatility(nextId, contractOf(call), price, spot);
    await client.next('tickOptionComputation', ([id, type]) => id === nextId && type === 53);
    const [implied] = computations(nextId, 53);
    expect(implied?.slice(1)).toEqual([undefined, price, undefined, undefined, undefined, undefined, spot]);
    client.api.calculateOptionPrice(nextId + 1, contractOf(call), Number(implied?.[0]), spot);
    await client.next('tickOptionComputation', ([id]) => id === nextId + 1);
    const [valued] = computations(nextId + 1, 53);
    expect(Number(valued?.[2])).toBeCloseTo(price, 6);
    expect(Number(valued?.[1])).toBeGreaterThan(0.5);
  });

  it('are refused for a stock, for numbers that are no prices, and for an unknown contract', async () => {
    client.api.calculateImpliedVolatility(nextId, appleContract, 5, 200);
    client.api.calculateOptionPrice(nextId + 1, contractOf(call), 0, 200);
    client.api.calculateOptionPrice(nextId + 2, { ...contractOf(call), conId: 1 }, 0.2, 200);
    await client.next('error', ([, , id]) => id === nextId + 2);
    expect(client.all('error').map(([, code]) => code)).toEqual([321, 321, 200]);
  });

  it('take no options of the request, as TWS does', () => {
    const sent: string[] = [];
    const desk = new OptionDesk(
      { clientId: 1, serverVersion: 178, send: (payload) => void sent.push(payload) },
      createGatewayContext(rig.world),
    );
    const request = {
      kind: 'calculateOptionPrice' as const,
      reqId: 7,
      contract: contractQuery({ conId: call.conId }),
      given: 0.2,
      underlyingPrice: 200,
    };
    for (const miscOptions of ['foo=1;', 'foo', '']) desk.answer({ ...request, miscOptions });
    const heads = sent.map((payload) => payload.split('\0').slice(0, 4));
    expect(heads.map(([message, , , code]) => (message === '4' ? code : message))).toEqual([
      '10337',
      '320',
      '21',
    ]);
  });

  it('take a cancel without a word', async () => {
    client.api.cancelCalculateImpliedVolatility(nextId);
    client.api.cancelCalculateOptionPrice(nextId);
    await client.settle();
    expect(client.all('error')).toEqual([]);
  });
});

describe('exercise', () => {
  it('is refused without a position, for a stock, and with numbers that mean nothing', async () => {
    const { EXERCISE } = OptionExerciseAction;
    client.api.exerciseOptions(nextId, contractOf(call), EXERCISE, 1, '', 0);
    client.api.exerciseOptions(nextId + 1, { conId: 265598, exchange: 'SMART' }, EXERCISE, 1, '', 0);
    client.api.exerciseOptions(nextId + 2, contractOf(call), EXERCISE, 0, '', 0);
    await client.next('error', ([, , id]) => id === nextId + 2);
    expect(client.all('error').map(([error, code]) => [code, String(error).split('.').at(-2)])).toEqual([
      [322, expect.stringContaining('No unlapsed position exists in this option in account DU1234567')],
      [321, expect.any(String)],
      [321, expect.any(String)],
    ]);
  });

  it('turns a call into shares, with executions of both and the states of an order', async () => {
    const { world } = rig;
    world.exchange.place(9, 1, call, orderTerms({ quantity: 2 }));
    rig.wall.advance(5_000);
    expect(positionOf(call.conId)).toBe(2);
    client.api.exerciseOptions(nextId, contractOf(call), OptionExerciseAction.EXERCISE, 2, 'DU1234567', 0);
    await client.next('orderStatus', ([id, status]) => id === nextId && status === 'PreSubmitted');
    await rig.until(client.next('commissionReport'));
    await client.settle();
    expect([positionOf(call.conId), positionOf(265598)]).toEqual([0, 200]);
    const executions = client.all('execDetails').map(([, contract, execution]) => ({
      ...(contract as Contract),
      ...(execution as object),
    }));
    expect(executions).toMatchObject([
      { conId: call.conId, side: 'SLD', shares: 2, price: 0, orderId: nextId },
      { conId: 265598, side: 'BOT', shares: 200, price: call.strike, orderId: nextId },
    ]);
    const statuses = client.all('orderStatus').filter(([id]) => id === nextId);
    expect(statuses.at(-1)?.slice(1, 4)).toEqual(['Filled', 2, 0]);
  });
});

describe('reference data', () => {
  it('name the exchanges behind the letters of SMART quotes', async () => {
    client.api.reqSmartComponents(nextId, '9c0001');
    const [, components] = await client.next('smartComponents');
    expect(components).toBeInstanceOf(Map);
    const letters = new Map(components instanceof Map ? [...components.values()] : []);
    expect([letters.get('NASDAQ'), letters.get('ARCA')]).toEqual(['Q', 'P']);
    client.api.reqSmartComponents(nextId + 1, 'zz0001');
    const [error] = await client.code(321);
    expect(String(error)).toContain('Invalid BBO exchange/security type code');
  });

  it('give the tiers of a market rule, or the error of TWS', async () => {
    client.api.reqMarketRule(110);
    const [, tiers] = await client.next('marketRule');
    expect(tiers).toEqual([
      { lowEdge: 0, increment: 0.05 },
      { lowEdge: 3, increment: 0.1 },
    ]);
    client.api.reqMarketRule(999_999);
    const [text] = await client.code(322);
    expect(String(text)).toContain('Market rule with id = 999999 is missing');
  });
});

function positionOf(conId: number): number {
  return rig.world.account.positions().find(({ instrument }) => instrument.conId === conId)?.position ?? 0;
}
