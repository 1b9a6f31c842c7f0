import { describe, expect, it } from 'vitest';
import type { FaultScript } from '../../simulator/faults';
import type { FaultRig } from './testing/fault-rig';
import { faultScenes, inputOf, noFaults } from './testing/fault-scenes';

const withRig = faultScenes('once');

const openRefs = (rig: FaultRig) => rig.world.exchange.openOrders().map((order) => order.terms.orderRef);

/** One order or none at the exchange, and the app knows which. */
async function agree(rig: FaultRig): Promise<number> {
  await rig.until(
    () => rig.isReady && rig.orders().every((order) => ['working', 'refused'].includes(order.state)),
    'every order resolved',
  );
  const refs = openRefs(rig);
  expect(refs.length).toBeLessThanOrEqual(1);
  const working = rig.orders().filter((order) => order.state === 'working');
  expect(working.map((order) => order.orderKey)).toEqual(refs);
  for (const count of rig.accepted.values()) expect(count).toBe(1);
  return refs.length;
}

describe('one order, however often it is asked for', () => {
  it('comes of a double click and of a key that is held down', async () => {
    await withRig('held', noFaults, async (rig) => {
      const input = inputOf(rig);
      const presses = Array.from({ length: 20 }, () => rig.terminal.trading.place(input));
      const answers = await rig.settled(Promise.all(presses));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(await agree(rig)).toBe(1);
    });
  });

  it('comes of a window that is loaded anew in mid-send and asks again with the same key', async () => {
    await withRig('reload', noFaults, async (rig) => {
      const input = inputOf(rig);
      const lost = rig.terminal.trading.place(input);
      await rig.pass(25);
      const first = await rig.settled(rig.terminal.trading.place(input));
      await rig.settled(lost);
      await rig.pass(3_000);
      expect(await rig.settled(rig.terminal.trading.place(input))).toEqual(first);
      expect(await agree(rig)).toBe(1);
    });
  });

  it('comes of two identical orders with keys of their own within a second: the second is a slip', async () => {
    await withRig('slip', noFaults, async (rig) => {
      const input = inputOf(rig);
      const answers = await rig.settled(
        Promise.all([
          rig.terminal.trading.place(input),
          rig.terminal.trading.place({ ...input, idempotencyKey: rig.newKey() }),
        ]),
      );
      expect(answers.map((answer) => answer.ok)).toEqual([true, false]);
      expect(await agree(rig)).toBe(1);
    });
  });
});

describe('the app ends somewhere between the click and the answer', () => {
  it.each(Array.from({ length: 16 }, (_unused, turns) => turns))(
    'after %i turns: one order or none, and the next run knows which; asking again makes it one',
    async (turns) => {
      await withRig(`crash-${turns}`, noFaults, async (rig) => {
        const input = inputOf(rig);
        void rig.terminal.trading.place(input);
        // Half of the turns are those of promises alone, in which the journal is written and the socket is not.
        for (let turn = 0; turn < turns * 3; turn += 1) await Promise.resolve();
        if (turns >= 8) await rig.pass((turns - 7) * 25);
        await rig.crashApp();
        const before = await agree(rig);
        const again = await rig.settled(
          rig.terminal.trading.place({ ...input, epoch: rig.terminal.broker.snapshot().epoch }),
        );
        const after = await agree(rig);
        if (before === 1) expect(again).toMatchObject({ ok: true });
        expect(after).toBeGreaterThanOrEqual(before);
        // A claimed key whose order never left stays unsent: the trader is told and decides.
        if (!again.ok) expect([before, after]).toEqual([0, 0]);
      });
    },
  );

  it('between journal and socket: none, the next run shows it as not sent, and asking again sends nothing', async () => {
    await withRig('between', noFaults, async (rig) => {
      const input = inputOf(rig);
      rig.endAtIntent();
      void rig.terminal.trading.place(input);
      await rig.pass(500);
      await rig.crashApp();
      expect(await agree(rig)).toBe(0);
      expect(rig.orders()).toMatchObject([
        { state: 'refused', message: { text: expect.stringContaining('never arrived') } },
      ]);
      const epoch = rig.terminal.broker.snapshot().epoch;
      const again = await rig.settled(rig.terminal.trading.place({ ...input, epoch }));
      expect(again).toMatchObject({
        ok: false,
        error: { text: expect.stringContaining('asked for before') },
      });
      expect(await agree(rig)).toBe(0);
      expect(rig.accepted.size).toBe(0);
    });
  });
});

describe('an order without an answer', () => {
  const muted: FaultScript = {
    steps: [{ when: { on: 'order', stage: 'before-accept' }, fault: { kind: 'swallow' } }],
  };

  it('is uncertain after two seconds, then resolved by what IB lists, and never sent again by itself', async () => {
    await withRig('swallowed', muted, async (rig) => {
      const input = inputOf(rig);
      const answer = await rig.settled(rig.terminal.trading.place(input));
      const id = answer.ok ? (answer.value.orderIds[0] ?? '') : '';
      const state = () => rig.orders().find((order) => order.id === id)?.state;
      const sentMs = rig.clock.nowMs();
      expect(state()).toBe('sending');
      await rig.until(() => state() !== 'sending', 'no answer');
      expect(rig.clock.nowMs() - sentMs).toBeGreaterThanOrEqual(1_900);
      expect(rig.clock.nowMs() - sentMs).toBeLessThanOrEqual(2_100);
      await rig.until(() => state() === 'refused', 'resolved');
      await rig.idle(30_000);
      expect(await agree(rig)).toBe(0);
      expect(rig.accepted.size).toBe(0);
    });
  });
});
