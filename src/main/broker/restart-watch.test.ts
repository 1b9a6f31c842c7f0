import { describe, expect, it } from 'vitest';
import { ManualClock } from '../platform/manual-clock';
import { RestartWatch } from './restart-watch';
import { announcesRestart, isRestartTime } from './restart-window';

describe('the time of the nightly restart', () => {
  it.each([
    ['Monday noon', '2026-10-05T16:00:00Z', false],
    ['Monday 23:39 in New York', '2026-10-06T03:39:00Z', false],
    ['Monday 23:46 in New York', '2026-10-06T03:46:00Z', true],
    ['Tuesday 00:30 in New York', '2026-10-06T04:30:00Z', true],
    ['Tuesday 01:55 in New York', '2026-10-06T05:55:00Z', false],
    ['Friday 23:10 in New York', '2026-10-10T03:10:00Z', true],
    ['Saturday 02:50 in New York', '2026-10-10T06:50:00Z', true],
    ['Sunday 02:50 in New York', '2026-10-11T06:50:00Z', false],
    // In winter New York is an hour further from UTC.
    ['Monday 23:46 in New York in winter', '2026-12-08T04:46:00Z', true],
  ])('%s', (_name, at, expected) => {
    expect(isRestartTime(Date.parse(at))).toBe(expected);
  });
});

function watch(startMs: number) {
  const clock = new ManualClock(startMs);
  const restart = new RestartWatch({
    gatewayNowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
  });
  return { clock, restart };
}

const noon = Date.parse('2026-10-05T16:00:00Z');
const night = Date.parse('2026-10-06T03:46:00Z');

describe('RestartWatch', () => {
  it('explains a session that ends at night, and the attempts after it, for as long as a restart takes', () => {
    const { clock, restart } = watch(night);
    expect(restart.causeOf('dropped', true)).toBe('restart');
    clock.advance(60_000);
    expect(restart.causeOf('refused', false)).toBe('restart');
    clock.advance(20 * 60_000);
    expect(restart.causeOf('refused', false)).toBe('refused');
  });

  it('explains a session that ends after the gateway spoke of it', () => {
    const { clock, restart } = watch(noon);
    restart.announced();
    clock.advance(30_000);
    expect(restart.causeOf('dropped', true)).toBe('restart');
  });

  it('explains nothing by day, nothing that never was connected, and nothing that is wrong in itself', () => {
    const { restart } = watch(noon);
    expect(restart.causeOf('dropped', true)).toBe('dropped');
    const atNight = watch(night).restart;
    expect(atNight.causeOf('refused', false)).toBe('refused');
    expect(atNight.causeOf('malformed', true)).toBe('malformed');
    expect(atNight.causeOf('client-id-in-use', true)).toBe('client-id-in-use');
  });

  it('knows the words of an announcement', () => {
    expect(announcesRestart(1100, 'Connectivity has been lost')).toBe(true);
    expect(announcesRestart(2100, 'The gateway will restart in 5 minutes')).toBe(true);
    expect(announcesRestart(2104, 'Market data farm connection is OK:usfarm')).toBe(false);
  });
});
