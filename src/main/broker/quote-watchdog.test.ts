import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../platform/logger';
import { ManualClock } from '../platform/manual-clock';
import { conId } from './broker-fixtures';
import { QuoteLine } from './quote-line';
import { QuoteWatchdog } from './quote-watchdog';

const bid = 1;

let clock: ManualClock;
let lines: QuoteLine[];
let open: Map<QuoteLine, boolean | null>;
let revived: { readonly line: number; readonly atMs: number }[];
let watchdog: QuoteWatchdog;

function addLine(isOpen: boolean | null = true): QuoteLine {
  const line = new QuoteLine(
    { conId: conId(lines.length + 1), exchange: 'SMART' },
    silentLogger,
    clock.monotonicMs(),
  );
  line.requested = true;
  line.watch.requested(clock.monotonicMs());
  open.set(line, isOpen);
  lines.push(line);
  return line;
}

/** Lets time pass while some lines tick every so many milliseconds. */
function pass(ms: number, ticking: readonly QuoteLine[] = [], everyMs = 500): void {
  for (let at = 0; at < ms; at += everyMs) {
    for (const line of ticking) line.price(bid, at);
    clock.advance(everyMs);
  }
}

beforeEach(() => {
  clock = new ManualClock();
  lines = [];
  open = new Map();
  revived = [];
  watchdog = new QuoteWatchdog({
    clock,
    lines: () => lines,
    isOpen: (line) => open.get(line) ?? null,
    sameFarm: () => true,
    revive: (line) => revived.push({ line: lines.indexOf(line), atMs: clock.monotonicMs() }),
  });
  watchdog.start();
});

describe('the watchdog of quotes', () => {
  it('asks again for a line that ticked all the time and has stopped', () => {
    const busy = addLine();
    pass(60_000, [busy]);
    expect(revived).toEqual([]);
    pass(30_000);
    expect(revived).toHaveLength(1);
    expect(revived[0]?.atMs).toBeLessThanOrEqual(80_000);
  });

  it('waits for a slow line in proportion to its own pace', () => {
    const slow = addLine();
    pass(300_000, [slow], 10_000);
    pass(200_000);
    expect(revived).toEqual([]);
    pass(150_000);
    expect(revived).toHaveLength(1);
  });

  it('asks less and less often for one that stays quiet', () => {
    const halted = addLine();
    pass(60_000, [halted]);
    pass(900_000);
    const gaps = revived.slice(1).map(({ atMs }, index) => atMs - (revived[index]?.atMs ?? 0));
    expect(gaps.length).toBeGreaterThanOrEqual(3);
    for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(60_000 * 2 ** index);
  });

  it('does not start over because of the values that a new request brings', () => {
    const halted = addLine();
    pass(60_000, [halted]);
    let answered = 0;
    for (let time = 0; time < 1_800; time += 1) {
      clock.advance(500);
      if (revived.length > answered) {
        answered = revived.length;
        halted.price(bid, 5);
      }
    }
    expect(revived.length).toBeLessThan(6);
  });

  it('leaves lines of a closed market alone', () => {
    const closed = addLine(false);
    pass(60_000, [closed]);
    pass(600_000);
    expect(revived).toEqual([]);
  });

  it('judges a market of unknown hours by its other lines', () => {
    const unknown = addLine(null);
    const other = addLine(null);
    pass(60_000, [unknown, other]);
    pass(60_000);
    expect(revived).toEqual([]);
    pass(60_000, [other]);
    expect(revived).toMatchObject([{ line: 0 }]);
  });

  it('asks for a few at a time when all are dead', () => {
    const all = Array.from({ length: 25 }, () => addLine());
    pass(60_000, all);
    pass(20_000);
    const atOnce = new Map<number, number>();
    for (const { atMs } of revived) atOnce.set(atMs, (atOnce.get(atMs) ?? 0) + 1);
    expect(Math.max(...atOnce.values())).toBe(10);
    pass(20_000);
    expect(new Set(revived.map(({ line }) => line)).size).toBe(25);
  });

  it('has one timer, whatever the number of lines, and none when it is stopped', () => {
    for (let line = 0; line < 50; line += 1) addLine();
    pass(20_000);
    expect(clock.pending).toBe(1);
    watchdog.stop();
    expect(clock.pending).toBe(0);
  });
});
