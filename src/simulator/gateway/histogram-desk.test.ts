import { type Contract, DurationUnit, SecType } from '@stoqey/ib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rig } from '../test-rig';
import type { SimBar } from '../world/world';
import { OPEN_MARKET_MS } from '../world/world-fixture';
import { histogramRows, parsePeriod } from './histogram-desk';

const apple: Contract = { symbol: 'AAPL', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

const bars: fc.Arbitrary<readonly SimBar[]> = fc.array(
  fc
    .record({
      low: fc.integer({ min: 1, max: 500 }),
      range: fc.integer({ min: 0, max: 90 }),
      volume: fc.nat(5_000),
    })
    .map(({ low, range, volume }) => {
      const [from, to] = [low / 100, (low + range) / 100];
      return { startMs: 0, open: from, high: to, low: from, close: to, volume, wap: from, count: 1 };
    }),
  { maxLength: 40 },
);

describe('a histogram', () => {
  it('holds all of the volume, at prices that were traded, in order', () => {
    fc.assert(
      fc.property(bars, (list) => {
        const rows = histogramRows(list, 0.01);
        const volume = list.reduce((sum, bar) => sum + bar.volume, 0);
        expect(rows.reduce((sum, { size }) => sum + size, 0)).toBe(volume);
        for (const [index, { price, size }] of rows.entries()) {
          expect(Number.isInteger(size) && size > 0).toBe(true);
          expect(list.some(({ low, high }) => low <= price && price <= high)).toBe(true);
          expect(price).toBeGreaterThan(rows[index - 1]?.price ?? 0);
        }
      }),
    );
  });

  it('takes periods as the clients write them', () => {
    expect(
      ['3 days', '1 weeks', '20 seconds', '2 W', '1 month', '1 y'].map((text) => parsePeriod(text)?.duration),
    ).toEqual(['3 D', '1 W', '20 S', '2 W', '1 M', '1 Y']);
    expect(['', 'week', '0 days', '3 moons', '1 S day'].map(parsePeriod)).toEqual(Array(5).fill(undefined));
  });

  it('is answered over the wire, or refused', async () => {
    const rig = await Rig.start(OPEN_MARKET_MS);
    try {
      const client = await rig.connect();
      client.api.reqHistogramData(91, apple, true, 1, DurationUnit.WEEK);
      const [, rows] = await client.next('histogramData');
      expect((rows as readonly { size: number }[]).length).toBeGreaterThan(50);
      const euro: Contract = { symbol: 'EUR', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'USD' };
      client.api.reqHistogramData(92, euro, true, 1, DurationUnit.DAY);
      const [, , id] = await client.code(10188);
      expect(id).toBe(92);
      client.api.cancelHistogramData(91);
      await client.settle();
      expect(client.all('error')).toHaveLength(1);
    } finally {
      await rig.stop();
    }
  });
});
