import { expect, it } from 'vitest';
import { fillOf } from '../../shared/domain/order-fixtures';
import { MemoryTradingStore } from '../trading/testing/memory-trading-store';
import { withoutEarlierFills } from './simulated-past';

it('fills of an earlier run of the simulator are none of this one', async () => {
  const { store } = new MemoryTradingStore().open();
  await store.saveFill(fillOf({ execId: 'a.1.01' }));
  expect(await store.loadFills('DU1234567', 0)).toMatchObject({ ok: true, value: [{ execId: 'a.1.01' }] });
  expect(await withoutEarlierFills(store).loadFills('DU1234567', 0)).toEqual({ ok: true, value: [] });
});
