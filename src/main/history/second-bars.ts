import type { Bar } from '../../shared/domain/bar';
import type { ContractRef } from '../../shared/domain/instrument';
import type { Broker, QuoteSink, Subscription } from '../broker/port';
import type { Clock } from '../platform/clock';
import type { BarContent } from './bar-series';

const secondMs = 1_000;

/** The bar after one more price: a bar of its second begins or goes on. Volumes and averages are unknown (-1). */
export function withPrice(bar: Bar | null, atMs: number, price: number): Bar {
  const timeMs = Math.floor(atMs / secondMs) * secondMs;
  if (bar === null || timeMs > bar.timeMs) {
    return { timeMs, open: price, high: price, low: price, close: price, volume: -1, wap: -1, count: -1 };
  }
  return { ...bar, high: Math.max(bar.high, price), low: Math.min(bar.low, price), close: price };
}

/**
 * Bars of one second, made of quotes: TWS keeps only bars of five seconds and longer up to date. Source: TWS API,
 * reqHistoricalData, keepUpToDate. Volume is not known from quotes; the finished bars that are loaded later have it.
 */
export function subscribeSecondBars({
  broker,
  clock,
  contract,
  whatToShow,
  onBar,
  onGap,
}: {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly contract: ContractRef;
  readonly whatToShow: BarContent;
  readonly onBar: (bar: Bar) => void;
  readonly onGap: () => void;
}): Subscription {
  let bar: Bar | null = null;
  let bid: number | null = null;
  let ask: number | null = null;
  let interrupted = false;

  function add(price: number): void {
    const nowMs = clock.nowMs() + (broker.snapshot().clockOffsetMs ?? 0);
    bar = withPrice(bar, nowMs, price);
    onBar(bar);
  }

  const sink: QuoteSink = {
    price(field, value) {
      if (field === 'bid') bid = value;
      if (field === 'ask') ask = value;
      if (whatToShow === 'TRADES') {
        if (field === 'last' && value !== null) add(value);
      } else if ((field === 'bid' || field === 'ask') && bid !== null && ask !== null) {
        add((bid + ask) / 2);
      }
    },
    size: () => undefined,
    lastTrade: () => undefined,
    type: () => undefined,
    notice: () => undefined,
    stale(stale) {
      if (stale) {
        interrupted = true;
        bar = null;
        bid = null;
        ask = null;
      } else if (interrupted) {
        interrupted = false;
        onGap();
      }
    },
  };
  return broker.subscribeQuote(contract, sink);
}
