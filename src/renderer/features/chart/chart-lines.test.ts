import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { order, position } from '../orders/orders.fixture';
import { conIdOf, dec, stock } from '../ticket/instrument.fixture';
import { chartLines, orderTitle, spreadTags } from './chart-lines';

const instrument = stock();

describe('the lines of a chart', () => {
  it('are the position and the orders that can still trade', () => {
    const lines = chartLines(instrument, position(), [
      order({ id: 'low' }),
      order({ id: 'high', side: 'SELL', limitPrice: dec('190') }),
      order({ id: 'done', state: 'filled' }),
      order({ id: 'elsewhere', conId: conIdOf(5) }),
      order({ id: 'market', orderType: 'MKT', limitPrice: null }),
    ]);
    expect(lines.map(({ title }) => title)).toEqual([
      '100 @ 185.00',
      'SELL 50 LMT 190.00',
      'BUY 50 LMT 184.90',
    ]);
  });

  it('show the profit of the position with its sign', () => {
    const [long] = chartLines(instrument, position(), []);
    expect(long).toMatchObject({ profit: { text: '+223.00', tone: 'up' } });
    const [short] = chartLines(instrument, position({ quantity: dec('-100'), unrealizedPnl: null }), []);
    expect(short).toMatchObject({ title: '−100 @ 185.00', profit: null });
  });

  it('show no line for a position without a cost', () => {
    expect(chartLines(instrument, position({ averagePrice: null }), [])).toEqual([]);
  });

  it('name both prices of a stop limit and the part in a bracket', () => {
    expect(
      orderTitle(order({ orderType: 'STP LMT', stopPrice: dec('186'), limitPrice: dec('186.1') }), 2),
    ).toBe('BUY 50 STP LMT 186.00 / 186.10');
    expect(
      orderTitle(
        order({ side: 'SELL', role: 'stop-loss', orderType: 'STP', limitPrice: null, stopPrice: dec('180') }),
        2,
      ),
    ).toBe('SELL 50 STP 180.00 stop loss');
  });

  it('wait at the stop, not at the limit behind it', () => {
    const [line] = chartLines(instrument, null, [order({ stopPrice: dec('186'), limitPrice: dec('186.1') })]);
    expect(line?.price).toBe(186);
  });
});

describe('tags at their lines', () => {
  it('never overlap, keep their order and stay where there is room', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 12 }), (unordered) => {
        const centres = [...unordered].sort((a, b) => a - b);
        const placed = spreadTags(centres, 20);
        for (const [index, y] of placed.entries()) {
          expect(y).toBeGreaterThanOrEqual(centres[index] ?? 0);
          const above = placed[index - 1];
          if (above !== undefined) expect(y - above).toBeGreaterThanOrEqual(20);
        }
      }),
    );
    expect(spreadTags([10, 100], 20)).toEqual([10, 100]);
  });
});
