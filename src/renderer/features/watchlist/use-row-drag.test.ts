import { describe, expect, it } from 'vitest';
import { rowIndexAt } from './use-row-drag';

describe('the row under the pointer', () => {
  it('is found by its height', () => {
    expect(rowIndexAt(0, 24, 5)).toBe(0);
    expect(rowIndexAt(23.9, 24, 5)).toBe(0);
    expect(rowIndexAt(24, 24, 5)).toBe(1);
  });

  it('is the first or the last one outside of the list', () => {
    expect(rowIndexAt(-300, 24, 5)).toBe(0);
    expect(rowIndexAt(3_000, 24, 5)).toBe(4);
  });
});
