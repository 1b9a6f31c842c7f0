import { describe, expect, it } from 'vitest';
import { conIdOf } from '../../shared/domain/instrument-fixtures';
import { emptyQuote, type Quote } from '../../shared/domain/quote';
import { ManualClock } from '../platform/manual-clock';
import { firstQuote } from './first-quote';

const conId = conIdOf(1);

function createScene(known: Partial<Quote> = {}) {
  const clock = new ManualClock();
  const listeners = new Set<(conId: Quote['conId']) => void>();
  let quote: Quote = { ...emptyQuote(conId), ...known };
  let watching = 0;
  const quotes: Parameters<typeof firstQuote>[0] = {
    get: () => quote,
    watch() {
      watching += 1;
      return { unsubscribe: () => (watching -= 1) };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    clock,
    asked: firstQuote(quotes, clock, conId, 2_000),
    tell: (changes: Partial<Quote>) => {
      quote = { ...quote, ...changes };
      for (const listener of listeners) listener(conId);
    },
    leftOver: () => ({ watching, listeners: listeners.size, timers: clock.pending }),
  };
}
const nothing = { watching: 0, listeners: 0, timers: 0 };

describe('the first word on a market', () => {
  it('is what is known of one that is watched', async () => {
    const { asked, leftOver } = createScene({ bid: 1 });
    expect((await asked).bid).toBe(1);
    expect(leftOver()).toEqual(nothing);
  });

  it('is waited for on one that nobody watched', async () => {
    const { asked, tell, leftOver } = createScene();
    tell({ bidSize: 3 });
    tell({ ask: 2 });
    expect((await asked).ask).toBe(2);
    expect(leftOver()).toEqual(nothing);
  });

  it('is not waited for any longer than that', async () => {
    const { asked, clock, leftOver } = createScene();
    clock.advance(2_000);
    expect((await asked).last).toBeNull();
    expect(leftOver()).toEqual(nothing);
  });
});
