import { ok } from '../../shared/domain/result';
import type { TradingStore } from '../trading/trading-store';

/**
 * The disk as the built-in simulator sees it: its account begins anew with each start, so that fills of an earlier run,
 * though of the same day of its calendar, are none of this account's.
 */
export function withoutEarlierFills(store: TradingStore): TradingStore {
  return { ...store, loadFills: () => Promise.resolve(ok([])) };
}
