import { create } from 'zustand';
import type { Position } from '../../../shared/domain/account';
import type { Fill, Order } from '../../../shared/domain/order';
import type { Notice } from '../../../shared/ipc/streams';
import { useStatus } from '../../app/status-store';
import { subscribe } from '../../lib/ipc-client';
import { applyFills, applyNotices, applyOrders, applyPositions } from './order-collections';

interface OrderStore {
  readonly orders: ReadonlyMap<string, Order>;
  readonly fills: ReadonlyMap<string, Fill>;
  /** By conId; closed positions are gone. */
  readonly positions: ReadonlyMap<number, Position>;
  /** Streams whose first frame has come: before it "none" cannot be told from "not known yet". */
  readonly known: { readonly orders: boolean; readonly fills: boolean; readonly positions: boolean };
}

const nothingKnown: OrderStore = {
  orders: new Map(),
  fills: new Map(),
  positions: new Map(),
  known: { orders: false, fills: false, positions: false },
};

/** Orders, fills and positions as the gateway says them. */
export const useOrders = create<OrderStore>()(() => nothingKnown);

interface NoticeStore {
  /** Newest first, bounded. */
  readonly notices: readonly Notice[];
  /** Messages that main had to drop before these. */
  readonly dropped: number;
}

/** The lines of the messages panel. */
export const useNotices = create<NoticeStore>()(() => ({ notices: [], dropped: 0 }));

/**
 * Follows the streams of orders, fills, positions and messages; called once by the shell. When another profile, with
 * another gateway, takes over, it forgets the former one's and asks anew.
 */
export function start(): () => void {
  let stopStreams = followStreams();
  const stopStatus = useStatus.subscribe(({ status }, { status: before }) => {
    if (before === null || status === null || before.profile === status.profile) return;
    stopStreams();
    useOrders.setState(nothingKnown);
    stopStreams = followStreams();
  });
  return () => {
    stopStatus();
    stopStreams();
  };
}

function followStreams(): () => void {
  const stops = [
    subscribe('orders', {}, (items) =>
      useOrders.setState((state) => ({
        orders: applyOrders(state.orders, items),
        known: { ...state.known, orders: true },
      })),
    ),
    subscribe('fills', {}, (items) =>
      useOrders.setState((state) => ({
        fills: applyFills(state.fills, items),
        known: { ...state.known, fills: true },
      })),
    ),
    subscribe('positions', {}, (items) =>
      useOrders.setState((state) => ({
        positions: applyPositions(state.positions, items),
        known: { ...state.known, positions: true },
      })),
    ),
    subscribe('notices', {}, (items, dropped) =>
      useNotices.setState((state) => ({
        notices: applyNotices(state.notices, items),
        dropped: state.dropped + dropped,
      })),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
