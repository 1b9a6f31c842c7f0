import { describe, expect, it } from 'vitest';
import type { Fill } from '../../shared/domain/order';
import { decimalOf } from '../../shared/domain/instrument-fixtures';
import { fillOf } from '../../shared/domain/order-fixtures';
import { OrderBook } from './order-book';
import { sentOrder } from './testing/order-events';
import { aapl, openOrderOf } from './testing/trading-scene';

const bought = (execId: string, quantity: string) =>
  fillOf({
    execId,
    permId: 1_426_181_011,
    quantity: decimalOf(quantity),
    atMs: 1_000,
    commission: null,
    commissionCurrency: null,
  });

const original = bought('0000e0d5.6571a3f1.01.01', '40');
const correction = bought('0000e0d5.6571a3f1.01.02', '30');
const another = bought('0000e0d5.6571a3f1.02.01', '5');

function bookOf() {
  const corrections: string[] = [];
  const book = new OrderBook(
    {
      effects: () => undefined,
      fillChanged: () => undefined,
      fillsCorrected: () => corrections.push('corrected'),
      contradicted: () => undefined,
    },
    1,
  );
  const execute = ({ execId, quantity }: Fill) =>
    book.execution(
      {
        ...original,
        execId,
        quantity,
        orderId: 11,
        clientId: 1,
        orderRef: '',
        secType: aapl.secType,
        cumulativeQuantity: quantity,
        averagePrice: null,
      },
      2_000,
    );
  return { book, corrections, execute, execIds: () => book.allFills().map((fill) => fill.execId) };
}

describe('fills that IB corrected', () => {
  it('count once, in whichever order the disk gives them', () => {
    for (const fills of [
      [original, correction, another],
      [another, correction, original],
    ]) {
      const { book, execIds } = bookOf();
      book.restore([], fills);
      expect(execIds().toSorted()).toEqual([correction.execId, another.execId]);
    }
  });

  it('stay corrected when IB lists the first report again', () => {
    const { corrections, execute, execIds } = bookOf();
    for (const fill of [original, correction, another, original, correction]) execute(fill);
    expect(execIds()).toEqual([correction.execId, another.execId]);
    expect(corrections).toHaveLength(1);
  });
});

describe('an order from elsewhere', () => {
  it('has the fills that were heard of before it', () => {
    const { book, execute } = bookOf();
    execute(original);
    const open = openOrderOf(sentOrder, { clientId: 0, orderId: 0, orderRef: '', permId: original.permId });
    expect(book.openOrder(open, 3_000)).toMatchObject({ state: 'partially-filled', filled: '40' });
  });
});
