import { describe, expect, it } from 'vitest';
import { isContinuousIntegration, takeSwitches } from './script-options.mjs';

describe('the arguments of a script', () => {
  it('are its own switches and, in their order, those of the program it starts', () => {
    const given = [
      '--user-data-dir',
      '/tmp/a',
      '--verbose',
      '--gateway',
      '127.0.0.1:4002',
      '--client-id',
      '7',
      '--help',
    ];
    expect(takeSwitches(given, ['verbose', 'exit-after-screenshot'])).toEqual({
      switches: { verbose: true, 'exit-after-screenshot': false },
      rest: ['--user-data-dir', '/tmp/a', '--gateway', '127.0.0.1:4002', '--client-id', '7', '--help'],
    });
  });

  it('are never taken by a part of their name', () => {
    expect(takeSwitches(['--verbose=1', '--verb'], ['verbose']).rest).toEqual(['--verbose=1', '--verb']);
  });
});

describe('continuous integration', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
    ['', false],
  ])('CI=%s means %s', (value, expected) => {
    expect(isContinuousIntegration({ CI: value })).toBe(expected);
  });

  it('is off by default', () => {
    expect(isContinuousIntegration({})).toBe(false);
  });
});
