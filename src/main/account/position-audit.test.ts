import { beforeEach, describe, expect, it } from 'vitest';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { aaplName } from '../../shared/domain/order-fixtures';
import { err, ok } from '../../shared/domain/result';
import { createBrokerDouble, notConnected } from '../market-data/broker-double';
import type { BrokerResult, PositionEvent } from '../broker/port';
import { silentLogger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { createAccount } from './account';
import { createPositionAudit } from './position-audit';

function aaplOf(quantity: string): PositionEvent {
  return {
    accountId: 'DU1234567',
    ...aaplName,
    currency: 'USD',
    multiplier: decimalOf('1'),
    quantity: decimalOf(quantity),
    averageCost: decimalOf('187.2'),
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function createScene() {
  const clock = new ManualClock();
  const double = createBrokerDouble();
  const scene = { asked: 0, listed: 0, answer: ok([]) as BrokerResult<readonly PositionEvent[]> };
  const broker = {
    ...double.broker,
    requestPositions() {
      scene.asked += 1;
      return Promise.resolve(scene.answer);
    },
  };
  const account = createAccount({ broker, clock, log: silentLogger });
  account.start('DU1234567');
  const audit = createPositionAudit({
    broker,
    account,
    clock,
    onListed: () => {
      scene.listed += 1;
    },
  });
  return Object.assign(scene, { clock, double, account, audit });
}

describe('the list of positions', () => {
  let scene: ReturnType<typeof createScene>;
  beforeEach(() => {
    scene = createScene();
  });

  it('corrects a position whose word was lost after a fill', async () => {
    scene.double.subjects.positions.next(aaplOf('100'));
    scene.clock.advance(2_000);
    await settle();
    scene.answer = ok([aaplOf('150')]);
    scene.audit.soon();
    scene.clock.advance(2_000);
    await settle();
    expect(scene.account.positions()).toMatchObject([{ quantity: '150' }]);
  });

  it('comes once after fills that follow each other', async () => {
    for (let fill = 0; fill < 5; fill += 1) {
      scene.audit.soon();
      scene.clock.advance(1_000);
    }
    expect(scene.asked).toBe(0);
    scene.clock.advance(2_000);
    await settle();
    expect(scene.asked).toBe(1);
    expect(scene.listed).toBe(1);
  });

  it('comes after a quantity changed without a fill, and then rests', async () => {
    scene.answer = ok([aaplOf('100')]);
    scene.double.subjects.positions.next(aaplOf('100'));
    scene.clock.advance(60_000);
    await settle();
    scene.clock.advance(60_000);
    await settle();
    expect(scene.asked).toBe(1);
    scene.double.subjects.positions.next(aaplOf('100'));
    scene.clock.advance(60_000);
    await settle();
    expect(scene.asked).toBe(1);
  });

  it('is asked for again when no answer came', async () => {
    scene.answer = err({ ...notConnected, kind: 'timeout' });
    scene.audit.soon();
    scene.clock.advance(2_000);
    await settle();
    expect(scene.listed).toBe(0);
    scene.answer = ok([]);
    scene.clock.advance(2_000);
    await settle();
    expect(scene.listed).toBe(1);
  });

  it('is not asked for without a connection, and an answer of an earlier one is left alone', async () => {
    scene.double.setConnection('reconnecting');
    scene.audit.soon();
    scene.clock.advance(2_000);
    expect(scene.asked).toBe(0);
    scene.double.setConnection('ready', 2);
    scene.answer = ok([aaplOf('100')]);
    const listing = scene.audit.list();
    scene.double.setConnection('reconciling', 3);
    expect(await listing).toBeNull();
    expect(scene.account.positions()).toEqual([]);
  });

  it('is not asked for after the end', async () => {
    scene.audit.soon();
    scene.audit.stop();
    scene.double.subjects.positions.next(aaplOf('100'));
    scene.clock.advance(60_000);
    await settle();
    expect(scene.asked).toBe(0);
  });
});
