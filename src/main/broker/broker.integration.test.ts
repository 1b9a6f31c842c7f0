import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instrument } from '../../shared/domain/instrument';
import { createGateway } from '../../simulator/gateway/gateway';
import type { Gateway } from '../../simulator/gateway/gateway';
import { createWorld } from '../../simulator/world/create-world';
import { ManualWallClock } from '../../simulator/world/manual-wall-clock';
import type { World } from '../../simulator/world/world';
import { systemClock } from '../platform/clock';
import { silentLogger } from '../platform/logger';
import { systemRandom } from '../platform/random';
import { decimal, inState, limitOrder, RecordingSink } from './broker-fixtures';
import { createBroker } from './create-broker';
import type { Broker, BrokerOrderEvent, BrokerResult, GatewayTarget } from './port';

const accountId = 'DU1234567';

let folder: string;
let wall: ManualWallClock;
let world: World;
let gateway: Gateway;
let broker: Broker;
let target: GatewayTarget;
let events: BrokerOrderEvent[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tradewind-'));
  wall = new ManualWallClock(Date.UTC(2026, 9, 5, 15));
  world = createWorld({ seed: 7, speed: 1, accountId, cash: 1_000_000, tickRate: 20, wall });
  world.clock.start();
  gateway = createGateway({ world, wall });
  const path = join(folder, 'gateway');
  expect((await gateway.listen({ path })).ok).toBe(true);
  target = { kind: 'local', path, clientId: 3 };
  broker = createBroker({
    clock: systemClock,
    random: systemRandom,
    log: silentLogger,
    options: { minBackoffMs: 20 },
  });
  events = [];
  broker.orderEvents$.subscribe((event) => events.push(event));
});

afterEach(async () => {
  await broker.stop();
  await gateway.close();
  world.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Lets the simulated market run until the condition holds. */
async function marketUntil(holds: () => boolean, what: string): Promise<void> {
  for (let step = 0; step < 20_000; step += 1) {
    if (holds()) return;
    wall.advance(50);
    await nextTurn();
  }
  throw new Error(`never happened: ${what}`);
}

function value<T>(result: BrokerResult<T>): T {
  if (!result.ok) throw new Error(result.error.text);
  return result.value;
}

async function ready(): Promise<number> {
  broker.connect(target);
  const { epoch } = await inState(broker, 'reconciling');
  broker.markReconciled(epoch);
  return epoch;
}

async function appleStock(): Promise<Instrument> {
  const matches = value(await broker.searchInstruments('AAPL'));
  const match = matches.find((candidate) => candidate.symbol === 'AAPL' && candidate.secType === 'STK');
  const details = match === undefined ? [] : value(await broker.contractDetails({ conId: match.conId }));
  const instrument = details[0];
  if (instrument === undefined) throw new Error('AAPL is not listed');
  return instrument;
}

function statuses(orderId: number): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'order-status' && event.status.orderId === orderId ? [event.status.status] : [],
  );
}

function executionsOf(orderId: number) {
  return events.flatMap((event) =>
    event.kind === 'execution' && event.execution.orderId === orderId ? [event.execution] : [],
  );
}

describe('the broker with the simulated gateway', () => {
  it('shows instruments, quotes, history and live bars', async () => {
    await ready();
    const apple = await appleStock();
    expect(apple).toMatchObject({ symbol: 'AAPL', currency: 'USD', minTick: '0.01', tradable: true });
    expect(apple.liquidHours.length).toBeGreaterThan(0);
    const sink = new RecordingSink();
    broker.subscribeQuote(apple, sink);
    await marketUntil(
      () =>
        ['bid', 'ask', 'bidSize', 'volume'].every((field) =>
          sink.lines.some((line) => line.startsWith(`${field} `)),
        ),
      'a full quote',
    );
    expect(sink.lines).toContain('type simulated');
    const bars = value(
      await broker.historicalBars({
        contract: apple,
        barSize: '5 mins',
        endMs: null,
        duration: '2 D',
        whatToShow: 'TRADES',
        regularHoursOnly: true,
      }),
    );
    expect(bars.timeMs.length).toBeGreaterThan(78);
    expect(bars.timeMs.every((time, index) => index === 0 || time > (bars.timeMs[index - 1] ?? 0))).toBe(
      true,
    );
    const days = value(
      await broker.historicalBars({
        contract: apple,
        barSize: '1 day',
        endMs: world.clock.nowMs(),
        duration: '1 M',
        whatToShow: 'TRADES',
        regularHoursOnly: true,
      }),
    );
    expect(days.timeMs.every((time) => time % 86_400_000 === 0)).toBe(true);
    expect(value(await broker.headTimestamp(apple, 'TRADES', true))).toBeLessThan(days.timeMs[0] ?? 0);
    const live: number[] = [];
    broker.liveBars(
      { contract: apple, barSize: '1 min', whatToShow: 'TRADES', regularHoursOnly: true },
      (bar) => live.push(bar.timeMs),
      () => undefined,
    );
    await marketUntil(() => new Set(live).size >= 2, 'a second live bar');
    expect(live.every((time, index) => index === 0 || time >= (live[index - 1] ?? 0))).toBe(true);
  });

  it('places, fills in parts, modifies and cancels an order', async () => {
    const epoch = await ready();
    const apple = await appleStock();
    const { bid, ask } = world.market.quote(apple.conId);
    if (bid === null || ask === null) throw new Error('no market');
    const [orderId = 0] = value(broker.takeOrderIds(1));
    const order = limitOrder({
      orderId,
      contract: apple,
      quantity: decimal('4000'),
      pricing: { orderType: 'LMT', limitPrice: decimal(ask.toFixed(2)) },
    });
    expect(await broker.placeOrder(epoch, order)).toMatchObject({ kind: 'sent' });
    await marketUntil(() => executionsOf(orderId).length > 0, 'a fill');
    expect(Number(executionsOf(orderId)[0]?.cumulativeQuantity)).toBeLessThan(4_000);
    // Away from the market, so that the rest stays.
    const lower = decimal((bid * 0.9).toFixed(2));
    await broker.placeOrder(epoch, { ...order, pricing: { orderType: 'LMT', limitPrice: lower } });
    await marketUntil(
      () =>
        events.some(
          (event) => event.kind === 'open-order' && Number(event.order.limitPrice) === Number(lower),
        ),
      'the modification',
    );
    expect(value(await broker.requestOpenOrders())).toMatchObject([{ orderId, orderRef: order.orderRef }]);
    await broker.cancelOrder(orderId);
    await marketUntil(() => statuses(orderId).includes('Cancelled'), 'the cancel');
    await marketUntil(
      () => events.some((event) => event.kind === 'order-error' && event.class === 'cancelled'),
      'error 202',
    );
    const executions = value(await broker.requestExecutions());
    expect(new Set(executions.map(({ execId }) => execId))).toEqual(
      new Set(executionsOf(orderId).map(({ execId }) => execId)),
    );
    expect(events.some((event) => event.kind === 'commission')).toBe(true);
    expect(value(await broker.requestCompletedOrders()).map(({ orderRef }) => orderRef)).toContain(
      order.orderRef,
    );
    const bought = executions.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    expect(value(await broker.requestPositions())).toMatchObject([
      { conId: apple.conId, quantity: String(bought) },
    ]);
  });

  it('places a bracket, asks for margin, and finds the orders again on the next connection', async () => {
    const epoch = await ready();
    const apple = await appleStock();
    const { bid } = world.market.quote(apple.conId);
    if (bid === null) throw new Error('no market');
    const price = (factor: number) => decimal((bid * factor).toFixed(2));
    const {
      orderId: _id,
      parentOrderId: _parent,
      transmit: _transmit,
      ...question
    } = limitOrder({
      contract: apple,
      pricing: { orderType: 'LMT', limitPrice: price(0.9) },
    });
    const margin = value(await broker.whatIf(question));
    expect(Number(margin.initMarginChange)).toBeGreaterThan(0);
    expect(value(await broker.requestOpenOrders())).toEqual([]);

    const [entry = 0, profit = 0, stop = 0] = value(broker.takeOrderIds(3));
    const shared = { contract: apple, quantity: decimal('100') };
    await broker.placeOrder(
      epoch,
      limitOrder({
        ...shared,
        orderId: entry,
        transmit: false,
        pricing: { orderType: 'LMT', limitPrice: price(0.9) },
      }),
    );
    await broker.placeOrder(
      epoch,
      limitOrder({
        ...shared,
        orderId: profit,
        parentOrderId: entry,
        side: 'SELL',
        transmit: false,
        pricing: { orderType: 'LMT', limitPrice: price(1.1) },
      }),
    );
    await broker.placeOrder(
      epoch,
      limitOrder({
        ...shared,
        orderId: stop,
        parentOrderId: entry,
        side: 'SELL',
        pricing: { orderType: 'STP', stopPrice: price(0.8) },
      }),
    );
    await marketUntil(
      () => [entry, profit, stop].every((orderId) => statuses(orderId).length > 0),
      'three statuses',
    );
    const open = value(await broker.requestOpenOrders());
    expect(open.map(({ orderId, parentOrderId }) => [orderId, parentOrderId])).toEqual([
      [entry, null],
      [profit, entry],
      [stop, entry],
    ]);

    broker.reconnectNow();
    const again = await inState(broker, 'reconciling');
    expect(again.epoch).toBeGreaterThan(epoch);
    broker.markReconciled(again.epoch);
    expect(value(await broker.requestOpenOrders()).map(({ permId }) => permId)).toEqual(
      open.map(({ permId }) => permId),
    );
    expect(value(broker.takeOrderIds(1))[0]).toBeGreaterThan(stop);
    await broker.globalCancel();
    await marketUntil(
      () => [entry, profit, stop].every((orderId) => statuses(orderId).includes('Cancelled')),
      'three cancels',
    );
  });

  it('gets its quotes back when the gateway is killed and started again', async () => {
    const epoch = await ready();
    const apple = await appleStock();
    const sink = new RecordingSink();
    broker.subscribeQuote(apple, sink);
    await marketUntil(() => sink.lines.length > 0, 'a tick');
    await gateway.close();
    await inState(broker, 'reconnecting');
    expect(sink.lines.at(-1)).toBe('stale true');
    gateway = createGateway({ world, wall });
    if (target.kind === 'local') await gateway.listen({ path: target.path });
    expect((await inState(broker, 'reconciling')).epoch).toBeGreaterThan(epoch);
    await marketUntil(() => sink.lines.includes('stale false'), 'fresh quotes');
  });
});
