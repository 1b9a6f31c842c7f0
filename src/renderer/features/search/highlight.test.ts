import { describe, expect, it } from 'vitest';
import { highlightedValue } from './highlight';

const commands = ['command-cancel-all', 'command-settings'];

describe('the highlighted entry of the palette', () => {
  it('is the first command before anything is typed', () => {
    expect(highlightedValue({ search: { kind: 'idle' }, matches: [], commands, chosen: null })).toBe(
      'command-cancel-all',
    );
  });

  it('is nothing while the search runs: Enter after “CA” must not cancel all orders', () => {
    expect(highlightedValue({ search: { kind: 'searching' }, matches: [], commands, chosen: null })).toBe('');
  });

  it('is not a match of an earlier pattern either', () => {
    const matches = ['instrument-1'];
    expect(highlightedValue({ search: { kind: 'searching' }, matches, commands, chosen: null })).toBe('');
  });

  it('is the first match once there are some', () => {
    const matches = ['instrument-1', 'instrument-2'];
    expect(highlightedValue({ search: { kind: 'found' }, matches, commands, chosen: null })).toBe(
      'instrument-1',
    );
  });

  it('is what the trader moved to, as long as it is there', () => {
    const matches = ['instrument-1', 'instrument-2'];
    const at = (chosen: string) => highlightedValue({ search: { kind: 'found' }, matches, commands, chosen });
    expect(at('instrument-2')).toBe('instrument-2');
    expect(at('command-settings')).toBe('command-settings');
    expect(at('instrument-9')).toBe('instrument-1');
  });
});
