import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Profile } from '../../../shared/domain/profile';
import type { AppStatus, StreamName } from '../../../shared/ipc/streams';
import { useStatus } from '../../app/status-store';
import { start, useNotices, useOrders } from './order-store';
import { fill, order, position } from './orders.fixture';

type Listener = (items: readonly unknown[], dropped: number) => void;
const open = vi.hoisted(() => new Map<string, Listener>());

vi.mock('../../lib/ipc-client', () => ({
  request: () => new Promise(() => undefined),
  subscribe: (stream: string, _params: unknown, listener: Listener) => {
    open.set(stream, listener);
    return () => open.delete(stream);
  },
}));

function push(stream: StreamName, items: readonly unknown[], dropped = 0): void {
  const listener = open.get(stream);
  if (listener === undefined) throw new Error(`nobody listens to ${stream}`);
  listener(items, dropped);
}

function status(profile: Profile): AppStatus {
  return {
    profile,
    connection: {
      state: { kind: 'ready' },
      epoch: 1,
      target: 'built-in simulator',
      accountIds: [],
      farmsDown: [],
      serverVersion: 193,
      latencyMs: null,
      clockOffsetMs: null,
    },
    accountId: null,
    trading: { allowed: true },
    warnings: [],
    gate: { kind: 'active' },
    pinnedAccountId: null,
    usage: { marketDataLines: 0, historicalRequests: 0 },
  };
}

describe('the order store', () => {
  let stop: () => void = () => undefined;
  beforeEach(() => {
    useStatus.setState({ status: status('simulator') });
    stop = start();
    return () => stop();
  });

  it('tells "none" from "not known yet"', () => {
    expect(useOrders.getState().known.orders).toBe(false);
    push('orders', [{ kind: 'snapshot', orders: [] }]);
    expect(useOrders.getState().known).toEqual({ orders: true, fills: false, positions: false });
  });

  it('follows orders, fills, positions and messages', () => {
    push('orders', [{ kind: 'snapshot', orders: [order({ id: 'a' })] }]);
    push('orders', [{ kind: 'upsert', order: order({ id: 'b' }) }]);
    push('fills', [{ kind: 'upsert', fill: fill() }]);
    push('positions', [{ kind: 'upsert', position: position() }]);
    push(
      'notices',
      [{ sequence: 1, atMs: 1, severity: 'warning', source: 'app', code: null, text: 'Hm.' }],
      3,
    );
    const { orders, fills, positions } = useOrders.getState();
    expect([[...orders.keys()], fills.size, [...positions.keys()]]).toEqual([['a', 'b'], 1, [265598]]);
    expect(useNotices.getState()).toMatchObject({ notices: [{ text: 'Hm.' }], dropped: 3 });
  });

  it('forgets what the former gateway said when another profile takes over, and asks anew', () => {
    push('orders', [{ kind: 'snapshot', orders: [order()] }]);
    const before = open.get('orders');
    useStatus.setState({ status: status('paper') });
    expect(useOrders.getState().orders.size).toBe(0);
    expect(useOrders.getState().known.orders).toBe(false);
    expect(open.get('orders')).not.toBe(before);
  });

  it('keeps everything while the profile stays', () => {
    push('orders', [{ kind: 'snapshot', orders: [order()] }]);
    useStatus.setState({ status: { ...status('simulator'), accountId: 'DU1234567' } });
    expect(useOrders.getState().orders.size).toBe(1);
  });

  it('listens to nothing once it is stopped', () => {
    stop();
    expect(open.size).toBe(0);
  });
});
