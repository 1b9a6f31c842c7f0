import { describe, expect, it } from 'vitest';
import type { History, HistoryAct } from './history-arbitraries';
import { playHistory } from './play-history';

const buy: HistoryAct = { kind: 'place', side: 'BUY', quantity: 1, away: 5, exits: 'none', twice: false };
const bracket: HistoryAct = { ...buy, exits: 'both' };
const kill: HistoryAct = { kind: 'kill', flatten: false };

/** Fates by their numbers in `disturbances.ts`. */
const lost = 28;
const late = 26;
const cutOff = 29;

/** A history in which each act follows the one before as soon as orders can be sent. */
function historyOf(acts: readonly HistoryAct[], changes: Partial<History> = {}): History {
  return {
    steps: acts.map((act) => ({ act, patient: true, thenMs: 0 })),
    toIb: [],
    toApp: [],
    diskMs: 0,
    queueMs: 0,
    cancelMs: 0,
    ...changes,
  };
}

describe('histories that once went wrong', () => {
  it('a cancel that IB never got leaves no order cancelling', async () => {
    const history = historyOf([buy, { kind: 'cancel', pick: 0 }], { toIb: [0, lost], cancelMs: 150 });
    expect(await playHistory(history)).toEqual([]);
  });

  it('a cancel that IB refuses leaves no order cancelling', async () => {
    const history = historyOf([buy, { kind: 'ib-refuses' }, { kind: 'cancel', pick: 0 }], { cancelMs: 150 });
    expect(await playHistory(history)).toEqual([]);
  });

  it('an order that never arrived is not taken for cancelled after the kill switch', async () => {
    const history = historyOf([buy, kill, { kind: 'drop', arrives: false }], { toIb: [late] });
    expect(await playHistory(history)).toEqual([]);
  });

  it('the cancel of the kill switch is sent again when IB never got it', async () => {
    const history = historyOf([buy, bracket, kill], { toIb: [0, 0, 0, 0, lost], cancelMs: 150 });
    expect(await playHistory(history)).toEqual([]);
  });

  it('each order is cancelled alone when the cancel of a kill switch that closes positions is lost twice', async () => {
    const withStop: HistoryAct = { ...buy, exits: 'stop' };
    const history = historyOf([], {
      steps: [
        { act: buy, patient: true, thenMs: 0 },
        { act: withStop, patient: true, thenMs: 5_000 },
        { act: { kind: 'kill', flatten: true }, patient: true, thenMs: 5_000 },
      ],
      toIb: [0, 0, 0, 0, 0, 0, 0, lost, 0, 0, 0, lost],
      toApp: [35],
      queueMs: 400,
      cancelMs: 150,
    });
    expect(await playHistory(history)).toEqual([]);
  });

  it('a bracket whose entry is refused before a crash ends the same on both sides', async () => {
    const history = historyOf([{ kind: 'ib-refuses' }, bracket, { kind: 'crash', arrives: true }]);
    expect(await playHistory(history)).toEqual([]);
  });

  it('order ids that go back after a restart overwrite no order', async () => {
    const history = historyOf([buy, { kind: 'ib-cancels', pick: 0 }, bracket, { kind: 'restart' }, buy, buy]);
    expect(await playHistory(history)).toEqual([]);
  });

  it('an order whose change nobody told is not taken for filled when the rest of it was cancelled', async () => {
    const greater: HistoryAct = { kind: 'modify', pick: 0, quantity: 2, away: 4, twice: false };
    const fill: HistoryAct = { kind: 'fill', pick: 0, quantity: 1 };
    const history = historyOf([buy, greater, fill, { kind: 'ib-cancels', pick: 0 }], { toApp: [0, late] });
    expect(await playHistory(history)).toEqual([]);
  });

  it('the cancel of the kill switch stays owed when the connection that took it goes before the comparison', async () => {
    const history = historyOf([buy, { kind: 'crash', arrives: false }, kill], {
      toIb: [0, cutOff],
      diskMs: 30,
    });
    const [first, second, third] = history.steps;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three steps');
    const steps = [{ ...first, thenMs: 900 }, second, { ...third, patient: false }];
    expect(await playHistory({ ...history, steps })).toEqual([]);
  });

  it('an order from elsewhere that filled before it was heard of is shown with its fill', async () => {
    const elsewhere: HistoryAct = { kind: 'placed-elsewhere' };
    const fill: HistoryAct = { kind: 'fill', pick: 0, quantity: 1 };
    expect(await playHistory(historyOf([elsewhere, fill, { kind: 'compare' }]))).toEqual([]);
  });
});
