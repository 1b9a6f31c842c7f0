import { describe, expect, it } from 'vitest';
import { barSizes } from '../../../shared/domain/bar';
import { intervalName, intervalShort } from './interval-words';

describe('the names of intervals', () => {
  it('are short on buttons and whole in the menu', () => {
    expect(intervalShort('5 mins')).toBe('5 min');
    expect(intervalName('5 mins')).toBe('5 minutes');
    expect(intervalName('1 secs')).toBe('1 second');
    expect(intervalShort('1 month')).toBe('1 M');
    expect(intervalName('1 hour')).toBe('1 hour');
  });

  it('are all different', () => {
    expect(new Set(barSizes.map(intervalShort)).size).toBe(barSizes.length);
    expect(new Set(barSizes.map(intervalName)).size).toBe(barSizes.length);
  });
});
