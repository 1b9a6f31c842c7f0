import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { FaultScript } from '../../../simulator/faults';
import { type HistoryPlan, parametersOf } from '../../trading/histories/history-plan';
import { faultScripts } from './fault-arbitraries';
import { playTrader, type TraderStep, traderSteps } from './fault-flow';
import { FaultRig } from './fault-rig';
import { exchangeOrders, orderDifference } from './order-comparison';

/** Simulated time within which app and exchange must agree once every fault is over, ms. */
const SETTLE_MS = 180_000;
/** Every fault is over by then, ms. */
const LONGEST_FAULT_MS = 25_000;

/**
 * Plays one history and checks what must hold at its end; throws with what does not.
 * @returns how many faults struck.
 */
export async function checkHistory(
  directory: string,
  name: string,
  script: FaultScript,
  steps: readonly TraderStep[],
): Promise<number> {
  const rig = await FaultRig.start(directory, name, script);
  try {
    await waitForReady(rig, 10_000);
    const { asked } = await playTrader(rig, steps);
    await rig.idle(LONGEST_FAULT_MS);
    await rig.until(() => rig.isReady, 'ready');
    const difference = await settledDifference(rig);
    expect(difference, 'what app and exchange tell').toBeNull();

    const tooMany = [...rig.accepted].filter(([, count]) => count > 1);
    expect(tooMany, 'orders that the exchange took more than once').toEqual([]);
    const shown = new Set(rig.orders().map((order) => order.id));
    expect(
      [...asked].filter((id) => !shown.has(id)),
      'orders that were lost from sight',
    ).toEqual([]);
    const unasked = exchangeOrders(rig.world)
      .map((order) => order.terms.orderRef)
      .filter((orderRef) => !shown.has(orderRef));
    expect(unasked, 'orders at the exchange that the app does not show').toEqual([]);
    expect(
      rig.errors.filter((error) => !isExpectedError(error)),
      'what was logged as an error',
    ).toEqual([]);
    return rig.struck;
  } finally {
    await rig.stop();
  }
}

/** A fault may keep the session from starting for a while; the trader then begins without it. */
async function waitForReady(rig: FaultRig, longestMs: number): Promise<void> {
  const endMs = rig.clock.nowMs() + longestMs;
  await rig.until(() => rig.isReady || rig.clock.nowMs() >= endMs, 'ready or late');
}

async function settledDifference(rig: FaultRig): Promise<string | null> {
  const rejectedHere = () =>
    new Set(rig.orders().flatMap((order) => (order.state === 'rejected' ? [order.id] : [])));
  const agree = (): boolean => rig.isReady && orderDifference(rig, rejectedHere()) === null;
  await rig.idle(SETTLE_MS, agree);
  // It must be what both go on telling, not a moment on the way past each other.
  await rig.idle(1_000);
  await rig.idle(SETTLE_MS, agree);
  return orderDifference(rig, rejectedHere());
}

/** The broker reports what a malformed message does to the library's decoder; that is its duty. */
function isExpectedError(error: string): boolean {
  return /could not be decoded|too long to decode/.test(error);
}

/**
 * Plays so many random histories: any fault script against any order flow. In at least half of them something must have
 * broken, or they would prove little.
 */
export async function checkRandomHistories(plan: HistoryPlan): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'tradewind-faults-'));
  let played = 0;
  let broken = 0;
  try {
    await fc.assert(
      fc.asyncProperty(faultScripts, traderSteps, async (script, steps) => {
        played += 1;
        if ((await checkHistory(directory, `g${played}`, script, steps)) > 0) broken += 1;
      }),
      parametersOf(plan),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  expect(played).toBeGreaterThanOrEqual(plan.runs);
  expect(broken / played, 'share of histories in which a fault struck').toBeGreaterThan(0.5);
}
