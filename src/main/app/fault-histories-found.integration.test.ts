import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultScript } from '../../simulator/faults';
import { checkHistory } from './testing/fault-histories';
import type { TraderStep } from './testing/fault-flow';

const market: TraderStep = {
  kind: 'place',
  side: 'BUY',
  quantity: 1,
  away: null,
  bracket: false,
  twice: false,
};
const far: TraderStep = { ...market, away: 20 };
const bracket: TraderStep = { ...market, bracket: true };
const farBracket: TraderStep = { ...far, bracket: true };
const cancel: TraderStep = { kind: 'cancel', pick: 0 };
const crash: TraderStep = { kind: 'crash' };

const cancelSwallowed: FaultScript = {
  steps: [
    {
      when: { on: 'message', direction: 'in', message: 'cancelOrder', nth: 1 },
      fault: { kind: 'swallow' },
      forMs: 300,
    },
  ],
};
const cancelRefused: FaultScript = {
  steps: [
    {
      when: { on: 'message', direction: 'in', message: 'cancelOrder', nth: 1 },
      fault: { kind: 'answer-error', code: 201 },
      forMs: 300,
    },
  ],
};
const parentRefused: FaultScript = {
  steps: [
    {
      when: { on: 'message', direction: 'in', message: 'placeOrder', nth: 1 },
      fault: { kind: 'answer-error', code: 201 },
      forMs: 300,
    },
  ],
};

const executionDamaged: FaultScript = {
  steps: [
    {
      when: { on: 'message', direction: 'out', message: 'executionDetails', nth: 1 },
      fault: { kind: 'malformed', how: 'absurd-count' },
      forMs: 300,
    },
  ],
};

describe('histories that once went wrong', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tradewind-found-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each<readonly [string, FaultScript, readonly TraderStep[]]>([
    ['a cancel that the gateway swallows leaves no order cancelling', cancelSwallowed, [far, cancel]],
    [
      'a cancel of a bracket that the gateway swallows leaves no order cancelling',
      cancelSwallowed,
      [bracket, { kind: 'cancel', pick: 10 }, market, market],
    ],
    ['a cancel that is answered with 201 leaves no order cancelling', cancelRefused, [far, cancel]],
    [
      'a bracket whose entry is refused with 201 ends the same after a crash',
      parentRefused,
      [bracket, crash],
    ],
    [
      'a waiting bracket whose entry is refused with 201 ends the same after a crash',
      parentRefused,
      [farBracket, { kind: 'wait', ms: 25 }, crash, market],
    ],
    [
      'a fill that is told with damaged numbers is no fill of a second order',
      executionDamaged,
      [market, { kind: 'wait', ms: 25 }, cancel],
    ],
  ])('%s', async (name, script, steps) => {
    expect(
      await checkHistory(directory, name.slice(-12).replaceAll(' ', '-'), script, steps),
    ).toBeGreaterThan(0);
  });
});
