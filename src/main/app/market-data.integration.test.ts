import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quoteFromTuple } from '../../shared/ipc/quote-frame';
import { requestId } from '../../simulator/wire/message-ids';
import { TerminalRig } from './testing/terminal-rig';

let rig: TerminalRig;

beforeEach(async () => {
  rig = await TerminalRig.start();
});

afterEach(async () => {
  await rig.stop();
  expect(rig.errors).toEqual([]);
});

describe('quotes in a window', () => {
  it('show what the simulated market quotes, marked as simulated', async () => {
    const conIds = [rig.conId('AAPL', 'STK'), rig.conId('SPX', 'IND'), rig.conId('EUR', 'CASH')];
    const items = rig.window.subscribe('quotes', { conIds });
    const newest = (conId: number) => items.map(quoteFromTuple).findLast((quote) => quote.conId === conId);
    const [apple, index, euro] = conIds;
    if (apple === undefined || index === undefined || euro === undefined) throw new Error('not listed');
    await rig.until(
      () =>
        [
          newest(apple)?.bid,
          newest(apple)?.ask,
          newest(apple)?.volume,
          newest(index)?.last,
          newest(euro)?.ask,
        ].every((value) => typeof value === 'number'),
      'three quotes',
    );
    expect(newest(apple)).toMatchObject({ type: 'simulated', stale: false, notice: null });
    const agrees = () => {
      const { bid, ask, last } = rig.world.market.quote(apple);
      const shown = newest(apple);
      return shown?.bid === bid && shown.ask === ask && shown.last === last;
    };
    await rig.until(agrees, 'the quote of the market in the window');
  });

  it('go stale when the connection goes, and come again on the next one', async () => {
    const conId = rig.conId('AAPL', 'STK');
    const items = rig.window.subscribe('quotes', { conIds: [conId] });
    const newest = () => items.map(quoteFromTuple).at(-1);
    await rig.until(() => typeof newest()?.bid === 'number', 'a quote');
    await rig.tap.close();
    await rig.until(() => newest()?.stale === true, 'a stale quote');
    await rig.tap.open();
    await rig.ready();
    const receivedMs = newest()?.receivedMs ?? 0;
    await rig.until(() => {
      const quote = newest();
      return quote?.stale === false && (quote.receivedMs ?? 0) > receivedMs && quote.bid !== null;
    }, 'a fresh quote');
  });
});

describe('bars in a window', () => {
  const series = () => ({
    conId: rig.conId('AAPL', 'STK'),
    barSize: '1 min' as const,
    regularHoursOnly: true,
  });

  it('come from the gateway once, and later out of the cache with only the gap asked for', async () => {
    expect(await rig.request('bars.cached', { ...series(), limit: 300 })).toMatchObject({
      ok: true,
      value: { cachedCount: 0 },
    });
    const first = await rig.request('bars.load', { ...series(), endMs: null, limit: 300 });
    if (!first.ok) throw new Error(first.error.text);
    expect(first.value.bars.timeMs).toHaveLength(300);
    expect(first.value.cachedCount).toBe(0);
    const asked = rig.tap.count(requestId.reqHistoricalData);
    expect(asked).toBeGreaterThan(0);
    await rig.settled(rig.terminal.history.flush());

    const cached = await rig.request('bars.cached', { ...series(), limit: 300 });
    if (!cached.ok) throw new Error(cached.error.text);
    // All but the bar that still forms.
    expect(cached.value.bars.timeMs.at(-1)).toBe(first.value.bars.timeMs.at(-2));
    expect(cached.value.cachedCount).toBe(300);

    await rig.pass(120_000);
    const second = await rig.request('bars.load', { ...series(), endMs: null, limit: 300 });
    if (!second.ok) throw new Error(second.error.text);
    expect(second.value.bars.timeMs).toHaveLength(300);
    // Two minutes have begun since, and the bar that formed then has to be asked for again.
    expect(second.value.cachedCount).toBeGreaterThanOrEqual(296);
    expect(rig.tap.count(requestId.reqHistoricalData)).toBe(asked + 1);
    const request = rig.tap.frames.findLast((frame) => frame.id === requestId.reqHistoricalData);
    expect(request?.fields.find((field) => / [SDWMY]$/.test(field))).toMatch(/^\d{2,3} S$/);

    const finished = second.value.bars.timeMs.indexOf(first.value.bars.timeMs.at(-2) ?? 0);
    expect(second.value.bars.close[finished]).toBe(first.value.bars.close.at(-2));
  });

  it('are there at once after a restart, without the gateway', async () => {
    const loaded = await rig.request('bars.load', { ...series(), endMs: null, limit: 50 });
    if (!loaded.ok) throw new Error(loaded.error.text);
    await rig.stopApp();
    await rig.tap.close();
    await rig.startApp();
    const cached = await rig.request('bars.cached', { ...series(), limit: 50 });
    if (!cached.ok) throw new Error(cached.error.text);
    expect(cached.value.cachedCount).toBe(50);
    expect(cached.value.bars.timeMs.slice(1)).toEqual(loaded.value.bars.timeMs.slice(0, -1));
  });

  it('form live, and say that some may be missing after an interruption', async () => {
    const items = rig.window.subscribe('bars', series());
    const live = () => items.filter((item) => item.kind === 'bar');
    await rig.until(() => live().length >= 2, 'live bars');
    await rig.tap.close();
    await rig.until(() => rig.seen.status.at(-1)?.connection.state.kind === 'reconnecting', 'reconnecting');
    await rig.tap.open();
    const before = live().length;
    await rig.until(() => items.some((item) => item.kind === 'gap'), 'a gap');
    await rig.until(() => live().length > before + 1, 'live bars of the new connection');
  });
});
