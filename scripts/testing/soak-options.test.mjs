import { describe, expect, it } from 'vitest';
import { soakOptions } from './soak-options.mjs';

describe('the options of the long run', () => {
  it('are ten minutes from a fresh seed unless something else is asked for', () => {
    expect(soakOptions([], 42)).toEqual({ seed: 42, minutes: 10, runs: null });
  });

  it('are a duration or a number of histories, and a seed', () => {
    expect(soakOptions(['--minutes', '0.5', '--seed', '7'], 42)).toEqual({
      seed: 7,
      minutes: 0.5,
      runs: null,
    });
    expect(soakOptions(['--runs', '50000'], 42)).toEqual({ seed: 42, minutes: null, runs: 50_000 });
  });

  it.each([
    [['--hours', '1'], 'not known'],
    [['--minutes'], 'needs a number'],
    [['--minutes', '0'], 'needs a number'],
    [['--runs', '1.5'], 'needs a number'],
    [['--seed', ''], 'needs a number'],
    [['--runs', '5', '--minutes', '1'], 'do not go together'],
  ])('%j are refused with how they are meant', (given, words) => {
    expect(() => soakOptions(given, 42)).toThrow(words);
    expect(() => soakOptions(given, 42)).toThrow('npm run test:soak');
  });
});
