import type { StreamPolicy } from '../../shared/ipc/streams';

/** What a buffer gives up for one frame. */
export interface TakenItems {
  readonly items: readonly unknown[];
  readonly dropped: number;
}

/** Keeps the items of one subscription until the next frame. Bounded, whatever the policy. */
export interface ItemBuffer {
  push(key: string | number, produce: () => unknown): void;
  /** Everything since the last call, or null when there is nothing. */
  take(): TakenItems | null;
  clear(): void;
}

/** Items that a capped stream keeps for a reader that does not come. */
export const appendCap = 500;
/** Items of a lossless stream after which a new snapshot is cheaper, and safer, than going on. */
export const losslessCap = 5_000;

/**
 * A buffer for a policy.
 * @param restart called when a lossless stream outgrew its bound: the source must begin again with a snapshot.
 */
export function createItemBuffer(policy: StreamPolicy, restart: () => void): ItemBuffer {
  switch (policy) {
    case 'latest-per-key':
      return latestPerKey();
    case 'append-capped':
      return appendCapped();
    case 'lossless':
      return lossless(restart);
  }
}

function latestPerKey(): ItemBuffer {
  const pending = new Map<string | number, () => unknown>();
  return {
    push: (key, produce) => pending.set(key, produce),
    take() {
      if (pending.size === 0) return null;
      const items: unknown[] = [];
      for (const produce of pending.values()) items.push(produce());
      pending.clear();
      return { items, dropped: 0 };
    },
    clear: () => pending.clear(),
  };
}

function appendCapped(): ItemBuffer {
  let items: unknown[] = [];
  let dropped = 0;
  return {
    push(_key, produce) {
      items.push(produce());
      if (items.length > appendCap) {
        items.shift();
        dropped += 1;
      }
    },
    take() {
      if (items.length === 0) return null;
      const taken = { items, dropped };
      items = [];
      dropped = 0;
      return taken;
    },
    clear() {
      items = [];
      dropped = 0;
    },
  };
}

function lossless(restart: () => void): ItemBuffer {
  let items: unknown[] = [];
  return {
    push(_key, produce) {
      if (items.length >= losslessCap) {
        items = [];
        restart();
        return;
      }
      items.push(produce());
    },
    take() {
      if (items.length === 0) return null;
      const taken = { items, dropped: 0 };
      items = [];
      return taken;
    },
    clear() {
      items = [];
    },
  };
}
