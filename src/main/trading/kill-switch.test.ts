import { describe, expect, it } from 'vitest';
import { conIdOf, decimalOf } from '../../shared/domain/instrument-fixtures';
import type { Order, OrderDraft } from '../../shared/domain/order';
import { orderOf } from '../../shared/domain/order-fixtures';
import { err, ok } from '../../shared/domain/result';
import { ManualClock } from '../platform/manual-clock';
import { closingDraft, KillSwitch, type OpenPosition } from './kill-switch';
import type { Outcome } from './refusals';
import { aapl, settle } from './testing/trading-scene';

const long: OpenPosition = { conId: aapl.conId, symbol: 'AAPL', quantity: decimalOf('100') };
const short: OpenPosition = { conId: conIdOf(4), symbol: 'F', quantity: decimalOf('-7') };
const away: Outcome<never> = err({ code: 'not-connected', text: 'The gateway is away.' });

function createScene() {
  const clock = new ManualClock();
  const done: string[] = [];
  const notices: string[] = [];
  const placed: OrderDraft[] = [];
  let uuids = 0;
  const state = {
    owed: false,
    disk: Promise.resolve(),
    orders: [] as Order[],
    comparing: false,
    positions: [long] as readonly OpenPosition[] | null,
    instrument: aapl,
    cancel: (): Outcome<Record<string, never>> => ok({}),
    cancelOne: (): Outcome<Record<string, never>> => ok({}),
    place: (): Outcome<unknown> => ok({}),
  };
  const killSwitch = new KillSwitch({
    clock,
    marketNowMs: () => clock.nowMs(),
    random: {
      uuid: () => `key ${(uuids += 1)}`,
      bytes: (length) => new Uint8Array(length),
      fraction: () => 0,
    },
    gate: {
      start: () => Promise.resolve(),
      kill() {
        done.push('halt');
        state.owed = true;
        return state.disk;
      },
      cancelOwed: () => state.owed,
      cancelDone() {
        state.owed = false;
        return Promise.resolve();
      },
    },
    cancelAll() {
      done.push('cancel');
      return Promise.resolve(state.cancel());
    },
    cancel(id) {
      done.push(`cancel ${id}`);
      return Promise.resolve(state.cancelOne());
    },
    orders: () => state.orders,
    comparing: () => state.comparing,
    ready: () => !state.comparing,
    positions: () => Promise.resolve(state.positions),
    instrument: () => Promise.resolve(state.instrument),
    place(_key, draft) {
      placed.push(draft);
      return Promise.resolve(state.place());
    },
    notice: (_severity, text) => notices.push(text),
  });
  /** Presses it and lets time pass until it has reported. */
  async function press(flatten: boolean) {
    const report = killSwitch.press(flatten);
    for (let step = 0; step < 400; step += 1) {
      clock.advance(50);
      await settle();
    }
    return report;
  }
  return { killSwitch, clock, done, notices, placed, state, press };
}

describe('the kill switch', () => {
  it('halts before it cancels, and closes nothing unless asked', async () => {
    const { done, placed, press, notices } = createScene();
    expect(await press(false)).toEqual({ cancelSent: true, closing: 0, problems: [] });
    expect(done).toEqual(['halt', 'cancel']);
    expect(placed).toEqual([]);
    expect(notices).toEqual(['Kill switch: trading is halted. Every order is being cancelled.']);
  });

  it('cancels without waiting for the disk, and reports once it is kept', async () => {
    const { killSwitch, state, done, notices } = createScene();
    const disk = Promise.withResolvers<void>();
    state.disk = disk.promise;
    const report = killSwitch.press(false);
    await settle();
    expect(done).toEqual(['halt', 'cancel']);
    expect(notices).toEqual([]);
    disk.resolve();
    await report;
    expect(notices).toHaveLength(1);
  });

  it('owes the cancel until every order has ended', async () => {
    const { killSwitch, clock, state, done } = createScene();
    state.orders = [orderOf({ id: 'a' })];
    await killSwitch.press(false);
    await settle();
    expect(state.owed).toBe(true);
    state.orders = [orderOf({ id: 'a', state: 'cancelled' })];
    clock.advance(50);
    await settle();
    expect(state.owed).toBe(false);
    await killSwitch.onSession();
    expect(done).toEqual(['halt', 'cancel']);
  });

  it('sends the cancel until it has an effect, and says once that it has none', async () => {
    const { done, notices, state, press } = createScene();
    state.orders = [orderOf({ id: 'a' })];
    await press(false);
    expect(done.slice(0, 3)).toEqual(['halt', 'cancel', 'cancel']);
    expect(done.length).toBeGreaterThan(3);
    expect(notices.filter((text) => text.includes('not every order has ended'))).toHaveLength(1);
    expect(state.owed).toBe(true);
  });

  it('cancels each order alone once positions are closed: all at once would end the closing orders, too', async () => {
    const { done, state, press } = createScene();
    state.orders = [orderOf({ id: 'a' })];
    await press(true);
    expect(done.slice(0, 5)).toEqual(['halt', 'cancel', 'cancel', 'cancel a', 'cancel a']);
    expect(done.slice(5).every((step) => step === 'cancel a')).toBe(true);
  });

  it('leaves an order to the trader that cannot be cancelled alone', async () => {
    const { done, notices, state, press } = createScene();
    state.orders = [orderOf({ id: 'a' })];
    state.cancelOne = () => err({ code: 'rule', text: 'It belongs to another client.' });
    await press(true);
    expect(done).toEqual(['halt', 'cancel', 'cancel', 'cancel a']);
    expect(notices.filter((text) => text.includes('not every order has ended'))).toHaveLength(1);
    expect(state.owed).toBe(true);
  });

  it('sends the cancel with the next session when there is none, and says so', async () => {
    const { killSwitch, state, done, notices, press } = createScene();
    state.cancel = () => away;
    const report = await press(true);
    expect(report).toMatchObject({ cancelSent: false, closing: 0 });
    expect(report.problems.join(' ')).toMatch(/as soon as the gateway is back.*Positions were not closed/);
    await killSwitch.onSession();
    expect(state.owed).toBe(true);
    state.cancel = () => ok({});
    await killSwitch.onSession();
    expect(state.owed).toBe(false);
    expect(done).toEqual(['halt', 'cancel', 'cancel', 'cancel']);
    expect(notices.at(-1)).toContain('the cancel of the kill switch went out');
  });
});

describe('flattening', () => {
  it('closes what is long and what is short, at the market', async () => {
    const { state, placed, press } = createScene();
    state.positions = [long, short];
    expect(await press(true)).toEqual({ cancelSent: true, closing: 2, problems: [] });
    expect(placed).toEqual([closingDraft(long), closingDraft(short)]);
    expect(placed.map(({ side, quantity }) => [side, quantity])).toEqual([
      ['SELL', '100'],
      ['BUY', '7'],
    ]);
  });

  it('waits for the orders to end and for the comparison with IB', async () => {
    const { killSwitch, clock, state, placed } = createScene();
    state.orders = [orderOf({ id: 'a' })];
    state.comparing = true;
    const report = killSwitch.press(true);
    await settle();
    clock.advance(50);
    await settle();
    expect(placed).toEqual([]);
    state.orders = [];
    clock.advance(50);
    await settle();
    expect(placed).toEqual([]);
    state.comparing = false;
    clock.advance(50);
    await settle();
    expect(placed).toHaveLength(1);
    expect(await report).toMatchObject({ closing: 1, problems: [] });
  });

  it('closes a position once when it is pressed twice, and while a closing order lives', async () => {
    const { killSwitch, clock, state, placed } = createScene();
    state.orders = [orderOf({ id: 'a' })];
    const reports = [killSwitch.press(true), killSwitch.press(true)];
    await settle();
    state.orders = [];
    clock.advance(50);
    await settle();
    await Promise.all(reports);
    expect(placed).toHaveLength(1);
    // The closing order itself does not end, and a third press comes.
    state.orders = [orderOf({ id: 'closing', side: 'SELL', state: 'uncertain' })];
    const third = killSwitch.press(true);
    for (let step = 0; step < 120; step += 1) {
      clock.advance(50);
      await settle();
    }
    expect((await third).problems.join(' ')).toMatch(
      /AAPL was not closed: an order on that side may still fill/,
    );
    expect(placed).toHaveLength(1);
  });

  it('closes nothing while IB has not told the positions', async () => {
    const { state, placed, press } = createScene();
    state.positions = null;
    expect((await press(true)).problems.join()).toContain('IB has not told them yet');
    expect(placed).toEqual([]);
  });

  it('names each position that the mode proof does not let it close', async () => {
    const { state, press, notices } = createScene();
    state.place = () => err({ code: 'rule', text: 'The order was not sent. Tradewind is set to read-only.' });
    expect(await press(true)).toMatchObject({
      cancelSent: true,
      closing: 0,
      problems: ['AAPL was not closed. The order was not sent. Tradewind is set to read-only.'],
    });
    expect(notices.at(-1)).toContain('AAPL was not closed.');
  });

  it('says that IB holds a market order until the regular hours begin', async () => {
    const { state, clock, press, placed } = createScene();
    const opensMs = clock.nowMs() + 3_600_000;
    state.instrument = { ...aapl, liquidHours: [{ startMs: opensMs, endMs: opensMs + 1 }] };
    const report = await press(true);
    expect(placed).toHaveLength(1);
    expect(report.closing).toBe(1);
    expect(report.problems.join()).toMatch(/AAPL is outside its regular hours: IB holds the closing order/);
  });
});
