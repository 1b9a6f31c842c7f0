import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import type { Order, OrderState } from '../../shared/domain/order';
import type { OrderLatency } from '../../shared/ipc/journal-schemas';
import { LatencyLedger, percentile } from './latency-ledger';
import {
  createTradingScene,
  executionOf,
  key,
  limitDraft,
  openOrderOf,
  settle,
} from './testing/trading-scene';

const wallMs = 1_700_000_000_000;

/** A ledger whose two clocks are moved by hand; the wall clock may jump. */
function createScene() {
  const time = { monotonic: 5_000, wallJump: 0 };
  const told: OrderLatency[] = [];
  const ledger = new LatencyLedger(
    { monotonicMs: () => time.monotonic, nowMs: () => wallMs + time.monotonic + time.wallJump },
    (_orderId, latency) => told.push(latency),
  );
  return {
    ledger,
    told,
    time,
    pass(ms: number) {
      time.monotonic += ms;
    },
    nowMs: () => wallMs + time.monotonic + time.wallJump,
  };
}

async function anOrder(): Promise<Order> {
  const scene = createTradingScene();
  scene.trading.start();
  await scene.trading.place({ idempotencyKey: key(1), epoch: 1, draft: limitDraft });
  const [order] = scene.trading.orders();
  if (order === undefined) throw new Error('there is no order');
  return order;
}

const changed = (order: Order, state: OrderState, filled = '0'): Order => ({
  ...order,
  state,
  filled: decimalOf(filled),
});

/** An order on its way through every point up to the socket, a different time at each. */
function sendOne(scene: ReturnType<typeof createScene>, order: Order, pressedAtMs?: number): void {
  scene.ledger.received('a', pressedAtMs);
  scene.pass(2);
  scene.ledger.judged('a');
  scene.pass(3);
  scene.ledger.journaled('a', [order.id]);
  scene.pass(1);
  scene.ledger.written(order.id);
}

describe('the latency ledger', () => {
  it('has every span of an order from the key to its last fill, and tells them once at its end', async () => {
    const order = await anOrder();
    const scene = createScene();
    sendOne(scene, order, scene.nowMs() - 7.5);
    scene.pass(40);
    scene.ledger.changed(changed(order, 'working'));
    scene.pass(10);
    scene.ledger.changed(changed(order, 'partially-filled', '40'));
    expect(scene.told).toEqual([]);
    scene.pass(5);
    scene.ledger.changed(changed(order, 'filled', '100'));
    scene.ledger.changed(changed(order, 'filled', '100'));
    expect(scene.told).toEqual([
      {
        orderId: order.id,
        receivedMs: wallMs + 5_000,
        pressedToReceived: 7.5,
        receivedToJudged: 2,
        judgedToJournaled: 3,
        journaledToWritten: 1,
        writtenToAcknowledged: 40,
        writtenToFirstFill: 50,
        writtenToLastFill: 55,
        total: 53.5,
      },
    ]);
    expect(scene.ledger.latest(10)).toEqual(scene.told);
  });

  it('measures with the clock that never jumps', async () => {
    const order = await anOrder();
    const scene = createScene();
    sendOne(scene, order);
    scene.time.wallJump = -3_600_000;
    scene.pass(20);
    scene.ledger.changed(changed(order, 'working'));
    expect(scene.ledger.latest(1)[0]).toMatchObject({ writtenToAcknowledged: 20, total: 26 });
  });

  it.each([
    ['in the future', 5],
    ['an hour ago', -3_600_000],
    ['at no time', Number.NaN],
  ])('does not believe a press %s', async (_, offset) => {
    const order = await anOrder();
    const scene = createScene();
    sendOne(scene, order, scene.nowMs() + offset);
    expect(scene.ledger.latest(1)[0]?.pressedToReceived).toBeNull();
  });

  it('counts a refusal of IB as its word, and our own as none', async () => {
    const order = await anOrder();
    const refused = createScene();
    sendOne(refused, order);
    refused.ledger.changed(changed(order, 'refused'));
    expect(refused.told[0]).toMatchObject({ writtenToAcknowledged: null, total: null });
    const rejected = createScene();
    sendOne(rejected, order);
    rejected.pass(9);
    rejected.ledger.changed(changed(order, 'rejected'));
    expect(rejected.told[0]).toMatchObject({ writtenToAcknowledged: 9 });
  });

  it('tells at the end of the session what still lives, once, and nothing that IB never spoke of', async () => {
    const order = await anOrder();
    const scene = createScene();
    sendOne(scene, order);
    scene.ledger.close();
    expect(scene.told).toEqual([]);
    scene.ledger.changed(changed(order, 'working'));
    scene.ledger.close();
    scene.ledger.close();
    expect(scene.told).toHaveLength(1);
  });

  it('forgets a request that came to nothing, and knows nothing of orders from elsewhere', async () => {
    const order = await anOrder();
    const scene = createScene();
    scene.ledger.received('a', undefined);
    scene.ledger.dropped('a');
    scene.ledger.journaled('a', [order.id]);
    scene.ledger.changed(changed(order, 'filled', '100'));
    expect(scene.ledger.latest(10)).toEqual([]);
  });

  it('holds the newest thousand orders and tells of those that it lets go', async () => {
    const scene = createScene();
    for (let number = 0; number < 1_001; number += 1) {
      scene.ledger.received('a', undefined);
      scene.ledger.journaled('a', [`order-${number}`]);
    }
    expect(scene.ledger.latest(5_000)).toHaveLength(1_000);
    expect(scene.ledger.latest(1)[0]?.orderId).toBe('order-1000');
    expect(scene.told.map(({ orderId }) => orderId)).toEqual(['order-0']);
  });

  it('has median and 99th percentile of each span over the orders that have it', async () => {
    const order = await anOrder();
    const scene = createScene();
    for (const ms of [10, 30, 20]) {
      scene.ledger.received('a', undefined);
      scene.ledger.judged('a');
      scene.ledger.journaled('a', [`${order.id}-${ms}`]);
      scene.pass(ms);
      scene.ledger.written(`${order.id}-${ms}`);
    }
    const summary = scene.ledger.summary();
    expect(summary.find(({ span }) => span === 'journaledToWritten')).toEqual({
      span: 'journaledToWritten',
      count: 3,
      p50: 20,
      p99: 30,
    });
    expect(summary.find(({ span }) => span === 'total')).toMatchObject({ count: 0, p50: null, p99: null });
  });
});

describe('a percentile', () => {
  it('is the smallest value that so many per cent do not exceed', () => {
    const values = Array.from({ length: 200 }, (_, index) => index + 1);
    expect([percentile(values, 50), percentile(values, 99), percentile([7], 99)]).toEqual([100, 198, 7]);
    expect(percentile([], 50)).toBeNull();
  });
});

describe('an order that is placed', () => {
  it('passes every point of the ledger', async () => {
    const told: OrderLatency[] = [];
    const time = { ms: 0 };
    const latency = new LatencyLedger({ nowMs: () => wallMs, monotonicMs: () => time.ms }, (_id, spans) =>
      told.push(spans),
    );
    const scene = createTradingScene({ latency });
    scene.trading.start();
    scene.answers.appended = () => {
      time.ms += 4;
      return Promise.resolve({ ok: true, value: undefined });
    };
    scene.answers.send = () => {
      time.ms += 1;
      return { kind: 'sent', epoch: 1, atMs: 0 };
    };
    await scene.trading.place({
      idempotencyKey: key(1),
      epoch: 1,
      draft: limitDraft,
      pressedAtMs: wallMs - 3,
    });
    const [sent] = scene.placed;
    if (sent === undefined) throw new Error('nothing was sent');
    time.ms += 30;
    scene.emit.next({ kind: 'open-order', order: openOrderOf(sent) });
    time.ms += 6;
    scene.emit.next({ kind: 'execution', execution: executionOf(sent, 'e1', '100', '100') });
    await settle();
    expect(latency.latest(1)[0]).toMatchObject({
      pressedToReceived: 3,
      receivedToJudged: 0,
      judgedToJournaled: 4,
      journaledToWritten: 1,
      writtenToAcknowledged: 30,
      writtenToLastFill: 36,
    });
    expect(told).toHaveLength(1);
  });
});
