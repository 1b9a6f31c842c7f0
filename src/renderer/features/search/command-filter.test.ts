import { describe, expect, it } from 'vitest';
import { filterCommands } from './command-filter';

const commands = [
  { id: 'settings', title: 'Open settings', keywords: 'preferences', run: () => undefined },
  { id: 'orders', title: 'Show orders', run: () => undefined },
  { id: 'cancel', title: 'Cancel all orders', keywords: 'panic', run: () => undefined },
];
const found = (text: string) => filterCommands(commands, text).map(({ id }) => id);

describe('the commands of the palette', () => {
  it('are all there before anything is typed', () => {
    expect(found('')).toEqual(['settings', 'orders', 'cancel']);
  });

  it('are found by any of their words, in any order and case', () => {
    expect(found('ORDERS')).toEqual(['orders', 'cancel']);
    expect(found('orders all')).toEqual(['cancel']);
    expect(found('panic')).toEqual(['cancel']);
    expect(found('nothing')).toEqual([]);
  });

  it('come first when they begin with what was typed', () => {
    expect(found('can')).toEqual(['cancel']);
    expect(found('s')).toEqual(['orders', 'settings', 'cancel']);
  });
});
