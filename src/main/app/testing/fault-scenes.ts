import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { decimalText, exact } from '../../../shared/domain/decimal';
import type { OrderDraft } from '../../../shared/domain/order';
import type { FaultScript } from '../../../simulator/faults';
import { FaultRig } from './fault-rig';

/** Nothing breaks. */
export const noFaults: FaultScript = { steps: [] };

/**
 * The rigs of one test file, in a folder that goes with it. Each runs from its first connection to the end of its test,
 * and nothing may have been logged as an error.
 * @param topic a part of the folder's name.
 */
export function faultScenes(topic: string) {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), `tradewind-${topic}-`));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  return async function withRig(
    name: string,
    script: FaultScript,
    run: (rig: FaultRig) => Promise<void>,
  ): Promise<void> {
    const rig = await FaultRig.start(directory, name, script);
    try {
      await rig.until(() => rig.isReady, 'ready');
      await run(rig);
      expect(rig.errors).toEqual([]);
    } finally {
      await rig.stop();
    }
  };
}

/** Buys 100 AAPL far below the market, where it rests; with whatever a test wants different. */
export function restingDraft(rig: FaultRig, changes: Partial<OrderDraft> = {}): OrderDraft {
  return {
    conId: rig.conId,
    side: 'BUY',
    quantity: decimalText(exact(100)),
    pricing: { orderType: 'LMT', limitPrice: rig.price('bid', -20) },
    tif: 'DAY',
    outsideRth: false,
    bracket: null,
    ...changes,
  };
}

/** What a window sends to place the draft: each input has a key of its own. */
export function inputOf(rig: FaultRig, draft: OrderDraft = restingDraft(rig)) {
  return { idempotencyKey: rig.newKey(), epoch: rig.terminal.broker.snapshot().epoch, draft };
}
