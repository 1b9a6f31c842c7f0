import { describe, expect, it } from 'vitest';
import { createPressClock } from './last-press';

describe('the last press', () => {
  it('is told in UTC', () => {
    const clock = createPressClock(1_700_000_000_000);
    clock.note(500.25);
    expect(clock.latest(510)).toBe(1_700_000_000_500.25);
  });

  it('is none before the first, when it is long ago, and when the stamps are the wrong way round', () => {
    const clock = createPressClock(0);
    expect(clock.latest(10)).toBeUndefined();
    clock.note(500);
    expect(clock.latest(1_501)).toBeUndefined();
    expect(clock.latest(499)).toBeUndefined();
  });
});
