import { describe, expect, it } from 'vitest';
import { createFrameScheduler } from './frame-scheduler';

function setUp() {
  const frames = new Map<number, () => void>();
  const timers = new Map<number, () => void>();
  const errors: unknown[] = [];
  let lastHandle = 0;
  const keep = (map: Map<number, () => void>) => (run: () => void) => {
    lastHandle += 1;
    map.set(lastHandle, run);
    return lastHandle;
  };
  const scheduler = createFrameScheduler({
    requestFrame: keep(frames),
    cancelFrame: (handle) => void frames.delete(handle),
    setTimer: keep(timers),
    clearTimer: (handle) => void timers.delete(handle),
    reportError: (error) => errors.push(error),
  });
  const fire = (map: Map<number, () => void>) => {
    const runs = [...map.values()];
    map.clear();
    for (const run of runs) run();
  };
  return { scheduler, frames, timers, errors, paint: () => fire(frames), wait: () => fire(timers) };
}

describe('the frame scheduler', () => {
  it('runs everything that is due in one frame', () => {
    const { scheduler, frames, paint } = setUp();
    const done: string[] = [];
    scheduler.onNextFrame('a', () => done.push('a'));
    scheduler.onNextFrame('b', () => done.push('b'));
    expect(frames.size).toBe(1);
    expect(done).toEqual([]);
    paint();
    expect(done).toEqual(['a', 'b']);
  });

  it('keeps the newest callback of a key', () => {
    const { scheduler, paint } = setUp();
    const done: number[] = [];
    scheduler.onNextFrame('a', () => done.push(1));
    scheduler.onNextFrame('a', () => done.push(2));
    paint();
    expect(done).toEqual([2]);
  });

  it('runs by timer while the page is hidden, and then not again in the frame', () => {
    const { scheduler, frames, paint, wait } = setUp();
    const done: string[] = [];
    scheduler.onNextFrame('a', () => done.push('a'));
    wait();
    expect(frames.size).toBe(0);
    paint();
    expect(done).toEqual(['a']);
  });

  it('leaves no timer behind when the frame came', () => {
    const { scheduler, timers, paint } = setUp();
    scheduler.onNextFrame('a', () => undefined);
    paint();
    expect(timers.size).toBe(0);
  });

  it('puts what a callback asks for into the frame after', () => {
    const { scheduler, paint } = setUp();
    const done: number[] = [];
    const again = () => {
      done.push(done.length);
      scheduler.onNextFrame('a', again);
    };
    scheduler.onNextFrame('a', again);
    paint();
    expect(done).toEqual([0]);
    paint();
    expect(done).toEqual([0, 1]);
  });

  it('reports what a callback throws and runs the rest', () => {
    const { scheduler, errors, paint } = setUp();
    const done: string[] = [];
    scheduler.onNextFrame('a', () => {
      throw new Error('a broken cell');
    });
    scheduler.onNextFrame('b', () => done.push('b'));
    paint();
    expect(done).toEqual(['b']);
    expect(errors).toHaveLength(1);
  });
});
