import { describe, expect, it } from 'vitest';
import { parseStartPositions } from './start-positions';

describe('positions to start with', () => {
  it('are symbols with signed quantities', () => {
    expect(parseStartPositions('AAPL=100, ESZ6=-1,EUR.USD=5')).toEqual({
      ok: true,
      positions: [
        { symbol: 'AAPL', quantity: 100 },
        { symbol: 'ESZ6', quantity: -1 },
        { symbol: 'EUR.USD', quantity: 5 },
      ],
    });
  });

  it('are refused in a sentence when they are anything else', () => {
    for (const text of ['', 'AAPL', 'AAPL=', 'AAPL=x', 'AAPL:1', 'AAPL=0', 'AAPL=1.5', 'AAPL=1,,KO=1']) {
      expect(parseStartPositions(text)).toMatchObject({ ok: false });
    }
    const many = Array.from({ length: 101 }, (_, index) => `S${String(index)}=1`).join(',');
    expect(parseStartPositions(many).ok).toBe(false);
  });
});
