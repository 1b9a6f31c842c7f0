import { isOrderKey } from '../../shared/domain/order';
import type { Clock } from '../platform/clock';
import { LatencyLedger } from '../trading/latency-ledger';
import type { TradingStore } from '../trading/trading-store';

/** A ledger that writes what each order took into the journal, once, when the order has ended or the session does. */
export function createLatencyLedger(
  clock: Pick<Clock, 'nowMs' | 'monotonicMs'>,
  store: Pick<TradingStore, 'appendJournal'>,
): LatencyLedger {
  return new LatencyLedger(clock, (orderId, latency) => {
    void store.appendJournal([
      {
        atMs: clock.nowMs(),
        kind: 'order-latency',
        orderKey: isOrderKey(orderId) ? orderId : null,
        body: { ...latency },
      },
    ]);
  });
}
