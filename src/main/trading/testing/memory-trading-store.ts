import { type Fill, isLive, type Order, type OrderKey } from '../../../shared/domain/order';
import { ok } from '../../../shared/domain/result';
import type { JournalRecord, TradingStore } from '../trading-store';
import { unsentOrders } from '../unsent-intents';

/** A disk in memory that outlives the app that writes to it, as a disk does. Every write is done at once. */
export class MemoryTradingStore {
  readonly journal: JournalRecord[] = [];
  readonly claims = new Map<string, OrderKey>();
  /** The app that writes such a record next ends with it on the disk, before it learns that it is there. */
  endsAfter: JournalRecord['kind'] | null = null;
  readonly #orders = new Map<string, Order>();
  readonly #fills = new Map<string, Fill>();

  /**
   * What one run of the app sees of the disk. After `crash()` it gets no answer any more, and what it still
   * writes is lost.
   */
  open(): { readonly store: TradingStore; crash(): void } {
    let crashed = false;
    const never = <T>() => new Promise<T>(() => undefined);
    const answer = <T>(work: () => T): Promise<T> => {
      if (crashed) return never();
      const done = work();
      return crashed ? never() : Promise.resolve(done);
    };
    const store: TradingStore = {
      appendJournal: (records) =>
        answer(() => {
          this.journal.push(...records);
          return ok(undefined);
        }),
      appendOrderIntent: (idempotencyKey, orderKey, records) =>
        answer(() => {
          const known = this.claims.get(idempotencyKey);
          if (known !== undefined) return ok({ claimed: false as const, orderKey: known });
          this.claims.set(idempotencyKey, orderKey);
          this.journal.push(...records);
          if (records.some(({ kind }) => kind === this.endsAfter)) {
            crashed = true;
            this.endsAfter = null;
          }
          return ok({ claimed: true as const });
        }),
      findClaim: (idempotencyKey) => answer(() => ok(this.claims.get(idempotencyKey) ?? null)),
      saveOrder: (order) =>
        answer(() => {
          if (order.orderKey !== null) this.#orders.set(order.orderKey, order);
          return ok(undefined);
        }),
      saveFill: (fill) =>
        answer(() => {
          this.#fills.set(fill.execId, fill);
          return ok(undefined);
        }),
      loadOrders: (accountId, endedSinceMs) =>
        answer(() =>
          ok([
            ...[...this.#orders.values()].filter(
              (order) =>
                order.accountId === accountId &&
                (order.state === 'draft' || isLive(order.state) || order.updatedMs >= endedSinceMs),
            ),
            ...unsentOrders(this.journal, new Set(this.#orders.keys()), accountId, endedSinceMs),
          ]),
        ),
      loadFills: (accountId, sinceMs) =>
        answer(() =>
          ok(
            [...this.#fills.values()].filter((fill) => fill.accountId === accountId && fill.atMs >= sinceMs),
          ),
        ),
    };
    return {
      store,
      crash: () => {
        crashed = true;
      },
    };
  }
}
