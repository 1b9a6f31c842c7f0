import { type Contract, EventName, OrderAction, OrderType, SecType, TimeInForce } from '@stoqey/ib';
import { Decimal } from 'decimal.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { TestClient } from './gateway/test-client';
import { MONDAY_MORNING, Rig } from './test-rig';

const apple: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };
const sap: Contract = { symbol: 'SAP', secType: SecType.STK, exchange: 'IBIS', currency: 'EUR' };
const future: Contract = { localSymbol: 'ESZ6', secType: SecType.FUT, exchange: 'CME', currency: 'USD' };
const yen: Contract = { symbol: 'USD', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'JPY' };

let rig: Rig | undefined;

afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

/** Trades at the market and waits for the fill. */
async function trade(
  on: Rig,
  client: TestClient,
  orderId: number,
  contract: Contract,
  signed: number,
): Promise<void> {
  client.api.placeOrder(orderId, contract, {
    action: signed > 0 ? OrderAction.BUY : OrderAction.SELL,
    totalQuantity: Math.abs(signed),
    orderType: OrderType.MKT,
    tif: TimeInForce.DAY,
    transmit: true,
  });
  await on.until(client.next(EventName.orderStatus, ([id, status]) => id === orderId && status === 'Filled'));
}

/** Adds exactly, as a decimal text. */
function sum(numbers: readonly unknown[]): string {
  return numbers.reduce<Decimal>((total, one) => total.plus(Number(one)), new Decimal(0)).toString();
}

/** Everything that the gateway says of the account while the clock stands still. */
async function ask(client: TestClient, conIds: readonly number[]) {
  client.forget();
  client.api.reqAccountUpdates(true, 'DU1234567');
  client.api.reqAccountUpdatesMulti(1, 'DU1234567', '', false);
  client.api.reqAccountSummary(2, 'All', 'NetLiquidation,TotalCashValue,InitMarginReq,$LEDGER:ALL');
  client.api.reqPositions();
  client.api.reqPositionsMulti(3, 'DU1234567', '');
  client.api.reqPnL(4, 'DU1234567', '');
  conIds.forEach((conId, index) => client.api.reqPnLSingle(10 + index, 'DU1234567', '', conId));
  client.api.reqExecutions(5, {});
  await client.next(EventName.execDetailsEnd);
  await client.settle();
  const rowKey = (key: unknown, currency: unknown) => `${String(key)} ${String(currency)}`;
  return {
    values: new Map(
      client
        .all(EventName.updateAccountValue)
        .map(([key, value, currency]) => [rowKey(key, currency), value]),
    ),
    multi: new Map(
      client
        .all(EventName.accountUpdateMulti)
        .map(([, , , key, value, currency]) => [rowKey(key, currency), value]),
    ),
    summary: client
      .all(EventName.accountSummary)
      .map(([, , key, value, currency]) => [rowKey(key, currency), value] as const),
    portfolio: new Map(
      client
        .all(EventName.updatePortfolio)
        .map(([contract, ...rest]) => [(contract as Contract).conId, rest]),
    ),
    positions: client.all(EventName.position),
    positionsMulti: client.all(EventName.positionMulti),
    pnl: client.all(EventName.pnl)[0] ?? [],
    singles: client.all(EventName.pnlSingle),
    reports: client
      .all(EventName.commissionReport)
      .map(([report]) => report as { realizedPNL?: number; currency: string }),
  };
}

describe('what the gateway says of the account', () => {
  it('is the same in every message that says it', async () => {
    rig = await Rig.start(MONDAY_MORNING);
    const client = await rig.connect();
    await trade(rig, client, 1, apple, 137);
    await trade(rig, client, 2, sap, 33);
    await trade(rig, client, 3, future, -2);
    await trade(rig, client, 4, yen, 25_001);
    await trade(rig, client, 5, apple, -51);
    await trade(rig, client, 6, future, 1);
    const conIds = [265598, 14204, 600_202_612, 15_016_059];
    const told = await ask(client, conIds);

    expect(told.multi).toEqual(told.values);
    for (const [key, value] of told.summary) expect([key, told.values.get(key)]).toEqual([key, value]);
    expect(told.summary.length).toBeGreaterThan(60);

    const held = told.positions.map(([, contract, position, cost]) => [
      (contract as Contract).conId,
      position,
      cost,
    ]);
    expect(new Set(held.map(([conId]) => conId))).toEqual(new Set(conIds));
    expect(
      told.positionsMulti.map(([, , , contract, position, cost]) => [
        (contract as Contract).conId,
        position,
        cost,
      ]),
    ).toEqual(held);
    for (const [conId, position, cost] of held) {
      const row = told.portfolio.get(Number(conId)) ?? [];
      expect([row[0], row[3]]).toEqual([position, cost]);
    }

    // position, daily, unrealised, realised, value of reqPnLSingle against updatePortfolio.
    told.singles.forEach(([reqId, position, , unrealized, realized, value]) => {
      const row = told.portfolio.get(conIds[Number(reqId) - 10] ?? 0) ?? [];
      expect([position, value, unrealized, realized]).toEqual([row[0], row[2], row[4], row[5]]);
    });

    const read = (key: string) => sum([told.values.get(key)]);
    const dollars = [...told.portfolio].filter(([conId]) => conId === 265598 || conId === 600_202_612);
    expect(sum(dollars.map(([, row]) => row[4]))).toBe(read('UnrealizedPnL USD'));
    expect(sum(dollars.map(([, row]) => row[5]))).toBe(read('RealizedPnL USD'));
    const realized = told.reports.filter((one) => one.currency === 'USD').map((one) => one.realizedPNL ?? 0);
    expect(realized.some((one) => one !== 0)).toBe(true);
    expect(sum(realized.filter((one) => Math.abs(one) < 1e300))).toBe(read('RealizedPnL USD'));
    expect(sum([told.pnl[2]])).toBe(read('UnrealizedPnL BASE'));
    expect(sum([told.pnl[3]])).toBe(read('RealizedPnL BASE'));
    expect(
      sum(
        ['TotalCashBalance', 'StockMarketValue', 'OptionMarketValue', 'FuturesPNL'].map((key) =>
          read(`${key} BASE`),
        ),
      ),
    ).toBe(read('NetLiquidation USD'));
  });
});
