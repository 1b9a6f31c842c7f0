import { describe, expect, it } from 'vitest';
import { decimalText, exact } from '../../shared/domain/decimal';
import type { FaultScript } from '../../simulator/faults';
import type { FaultRig } from './testing/fault-rig';
import { faultScenes, inputOf, restingDraft } from './testing/fault-scenes';

const withRig = faultScenes('words');

/** The gateway does not send a message: the first one of its kind, the nth, or any. */
function losing(
  message: string,
  { nth, times }: { readonly nth?: number; readonly times?: 'always' } = {},
): FaultScript {
  return {
    steps: [
      {
        when: { on: 'message', direction: 'out', message, ...(nth === undefined ? {} : { nth }) },
        fault: { kind: 'swallow' },
        ...(times === undefined ? {} : { times }),
      },
    ],
  };
}

async function buy(rig: FaultRig, quantity: number): Promise<void> {
  const answer = await rig.settled(
    rig.terminal.trading.place(
      inputOf(
        rig,
        restingDraft(rig, { quantity: decimalText(exact(quantity)), pricing: { orderType: 'MKT' } }),
      ),
    ),
  );
  if (!answer.ok) throw new Error(answer.error.text);
  await rig.until(() => rig.orders().at(-1)?.state === 'filled', 'filled');
}

const atExchange = (rig: FaultRig) =>
  rig.world.account.positions().map(({ instrument, position }) => [instrument.conId, String(position)]);
const shown = (rig: FaultRig) => rig.positions().map(({ conId, quantity }) => [conId, quantity]);
const gaps = (rig: FaultRig) => rig.terminal.trading.reconciliation.state().gaps;

describe('a word of the gateway that is lost', () => {
  it('about a position does not leave a wrong one', async () => {
    const script = losing('position', { nth: 3 });
    await withRig('position', script, async (rig) => {
      for (const quantity of [100, 50, 25]) {
        await buy(rig, quantity);
        await rig.pass(1_000);
      }
      expect(shown(rig), 'the third word is lost').toEqual([[rig.conId, '150']]);
      expect(atExchange(rig)).toEqual([[rig.conId, '175']]);
      await rig.idle(10_000);
      expect(shown(rig)).toEqual(atExchange(rig));
      expect(gaps(rig)).toEqual([]);
    });
  });

  it('about every execution is found by the position, and alarmed', async () => {
    const script = losing('executionDetails', { times: 'always' });
    await withRig('executions', script, async (rig) => {
      await buy(rig, 100);
      await rig.until(() => gaps(rig).length > 0, 'the alarm');
      expect(gaps(rig)).toMatchObject([
        { conId: rig.conId, quantity: '100', expected: '0', difference: '100' },
      ]);
      expect(rig.positions()).toMatchObject([{ quantity: '100', unexplained: '100' }]);
      expect(rig.terminal.trading.reconciliation.acceptPosition(rig.conId)).toMatchObject({ ok: true });
      expect(rig.positions()).toMatchObject([{ quantity: '100', unexplained: null }]);
      await rig.crashApp();
      await rig.until(() => rig.isReady, 'ready');
      await rig.idle(10_000);
      expect(gaps(rig)).toEqual([]);
    });
  });

  it('about one execution is asked for again and explains the position', async () => {
    const script = losing('executionDetails');
    await withRig('execution', script, async (rig) => {
      await buy(rig, 100);
      const bought = () => rig.fills().reduce((sum, fill) => sum.plus(exact(fill.quantity)), exact(0));
      await rig.until(() => bought().equals(100), 'every execution');
      await rig.idle(10_000);
      expect(gaps(rig)).toEqual([]);
    });
  });

  it('about a commission is asked for again within a minute', async () => {
    const script = losing('commissionReport');
    await withRig('commission', script, async (rig) => {
      await buy(rig, 100);
      expect(rig.fills().some(({ commission }) => commission === null)).toBe(true);
      const beganMs = rig.clock.nowMs();
      await rig.until(() => rig.fills().every(({ commission }) => commission !== null), 'the commission');
      expect(rig.clock.nowMs() - beganMs).toBeLessThan(60_000);
    });
  });
});
