import { describe, expect, it } from 'vitest';
import { formatSpan } from './latency-words';

describe('a span of time', () => {
  it.each([
    [0.417, '0.42'],
    [12.34, '12.3'],
    [1_204.4, '1,204'],
    [0, '0.00'],
  ])('of %d ms is written %s', (ms, text) => expect(formatSpan(ms)).toBe(text));

  it.each([null, -1, Number.NaN, Number.POSITIVE_INFINITY])('that cannot be (%s) is a dash', (ms) =>
    expect(formatSpan(ms)).toBe('—'),
  );
});
