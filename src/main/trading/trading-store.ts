import type { Fill, Order, OrderKey } from '../../shared/domain/order';
import type { Result } from '../../shared/domain/result';

/** One line of the journal. `body` holds no secrets; prices and quantities are decimal texts. */
export interface JournalRecord {
  readonly atMs: number;
  readonly kind:
    | 'order-intent'
    | 'order-sent'
    | 'order-not-sent'
    | 'order-changed'
    | 'order-latency'
    | 'modify-intent'
    | 'replace-intent'
    | 'cancel-intent'
    | 'cancel-all-intent'
    | 'cancel-sent'
    | 'cancel-all-sent'
    | 'fill'
    | 'reconciled'
    | 'position-baseline'
    | 'position-unexplained'
    | 'position-explained'
    | 'live-unlocked'
    | 'live-locked'
    | 'profile-selected'
    | 'settings-changed'
    | 'risk-limit-changed'
    | 'risk-state-changed'
    | 'risk-day-began'
    | 'order-refused'
    | 'kill-switch'
    | 'account-pinned'
    | 'account-released';
  readonly orderKey: OrderKey | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A record before it is stamped with the time. */
export type NewRecord = Omit<JournalRecord, 'atMs'>;

/** Whether a key was free; if not, the order that claimed it first. */
export type ClaimOutcome =
  | { readonly claimed: true }
  | { readonly claimed: false; readonly orderKey: OrderKey };

/** What trading needs of the disk. */
export interface TradingStore {
  /** Resolves once the records are on the disk for good. */
  appendJournal(records: readonly JournalRecord[]): Promise<Result<void, string>>;
  /**
   * Claims the key for an order and appends the records, as one: resolves once both are on the disk for good, and after
   * an error there are both or none. When the key was claimed before, nothing is appended. Claims outlive restarts.
   */
  appendOrderIntent(
    idempotencyKey: string,
    orderKey: OrderKey,
    records: readonly JournalRecord[],
  ): Promise<Result<ClaimOutcome, string>>;
  /** The order that a key was claimed for, or null while it is free. A read; it waits for no sync of the disk. */
  findClaim(idempotencyKey: string): Promise<Result<OrderKey | null, string>>;
  saveOrder(order: Order): Promise<Result<void, string>>;
  saveFill(fill: Fill): Promise<Result<void, string>>;
  /** Orders of an account that may still live, and those that ended since a moment (UTC ms); oldest first. */
  loadOrders(accountId: string, endedSinceMs: number): Promise<Result<readonly Order[], string>>;
  loadFills(accountId: string, sinceMs: number): Promise<Result<readonly Fill[], string>>;
}
