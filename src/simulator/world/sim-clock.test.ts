import { describe, expect, it } from 'vitest';
import { ManualWallClock } from './manual-wall-clock';
import { ScaledClock } from './sim-clock';
import { makeTestWorld } from './world-fixture';
import { createWorld } from './create-world';

describe('the simulated clock', () => {
  it('stands still until it starts, then runs at its speed', () => {
    const wall = new ManualWallClock(500);
    const clock = new ScaledClock(wall, 1_000_000, 60);
    wall.advance(1000);
    expect(clock.nowMs()).toBe(1_000_000);
    clock.start();
    wall.advance(1000);
    expect(clock.nowMs()).toBe(1_060_000);
    clock.stop();
    wall.advance(1000);
    expect(clock.nowMs()).toBe(1_060_000);
  });

  it('runs callbacks in order, each at its own time, and forgets cancelled ones', () => {
    const wall = new ManualWallClock(0);
    const clock = new ScaledClock(wall, 0, 10);
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name} ${String(clock.nowMs())}`);
    clock.schedule(300, note('c'));
    clock.schedule(100, note('a'));
    clock.schedule(100, note('b'));
    clock.schedule(200, note('never'))();
    clock.start();
    wall.advance(100);
    expect(seen).toEqual(['a 100', 'b 100', 'c 300']);
  });

  it('holds no timer when nothing is scheduled or the world has stopped', () => {
    const { world, wall, aapl } = makeTestWorld();
    expect(wall.pendingTimers).toBe(0);
    const unsubscribe = world.market.subscribe(aapl.conId, () => undefined);
    expect(wall.pendingTimers).toBe(1);
    unsubscribe();
    world.market.subscribe(aapl.conId, () => undefined);
    world.stop();
    expect(wall.pendingTimers).toBe(0);
  });

  it.each([
    ['a Saturday', Date.UTC(2026, 9, 10, 18), '2026-10-09T14:30:00.000Z'],
    ['Thanksgiving', Date.UTC(2026, 10, 26, 18), '2026-11-25T15:30:00.000Z'],
    ['a Tuesday', Date.UTC(2026, 9, 6, 18), '2026-10-06T14:30:00.000Z'],
  ])('meets an open market by default on %s', (_name, wallMs, expected) => {
    const wall = new ManualWallClock(wallMs);
    const world = createWorld({ seed: 1, speed: 1, accountId: 'DU1', cash: 1, tickRate: 1, wall });
    expect(new Date(world.clock.nowMs()).toISOString()).toBe(expected);
  });
});
