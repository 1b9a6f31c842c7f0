import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import { isLive, type OrderKey, orderStates } from '../../../shared/domain/order';
import type { Profile } from '../../../shared/domain/profile';
import { orderKeySchema, type StorageInput, type StorageOutput } from '../protocol';

/** Most ended orders that are read at once; the newest are kept. */
const maximumEndedOrders = 2_000;
/** Most executions that are read at once; the newest are kept. */
const maximumExecutions = 10_000;

const orderRow = z.object({
  order_key: orderKeySchema,
  account_id: z.string(),
  perm_id: z.number().nullable(),
  state: z.enum(orderStates),
  updated_ms: z.number(),
  body: z.string(),
});

const executionRow = z.object({
  exec_id: z.string(),
  account_id: z.string(),
  order_key: orderKeySchema.nullable(),
  perm_id: z.number().nullable(),
  con_id: z.number(),
  at_ms: z.number(),
  body: z.string(),
  commission: z.string().nullable(),
  currency: z.string().nullable(),
  realized_pnl: z.string().nullable(),
});

/** An idempotency key that an order claims. */
export type Claim = Pick<StorageInput<'order.append-intent'>, 'idempotencyKey' | 'orderKey' | 'atMs'>;

/** What is known of orders and executions, for the start of the next session. */
export interface OrderRepository {
  /** Claims a key for an order, or tells which order has it; a claim outlives every restart. */
  claim(claim: Claim): { readonly claimed: true } | { readonly claimed: false; readonly orderKey: OrderKey };
  /** The order that has a key, or null. */
  findClaim(idempotencyKey: string): { readonly orderKey: OrderKey } | null;
  upsertOrder(input: StorageInput<'order.upsert'>): void;
  /** Orders of an account that can still trade, the one that changed last at the end. */
  readOpenOrders(profile: Profile, accountId: string): StorageOutput<'order.open'>;
  /** Orders of an account that have ended and changed since a moment, the one that changed last at the end. */
  readEndedOrders(profile: Profile, accountId: string, sinceMs: number): StorageOutput<'order.ended'>;
  /** Adds an execution unless it is known already. */
  insertExecution(input: StorageInput<'execution.insert'>): { readonly inserted: boolean };
  /** Keeps a commission, also of an execution that is not known yet: the reports come in either order. */
  putCommission(input: StorageInput<'execution.commission'>): void;
  /** Executions of an account since a moment, ascending. */
  readExecutions(profile: Profile, accountId: string, sinceMs: number): StorageOutput<'execution.read'>;
}

export function createOrderRepository(database: Database): OrderRepository {
  const insertClaim = database.prepare(
    'INSERT OR IGNORE INTO idempotency_keys (idempotency_key, order_key, at_ms) VALUES (?, ?, ?)',
  );
  const selectClaim = database.prepare('SELECT order_key FROM idempotency_keys WHERE idempotency_key = ?');
  const upsert = database.prepare(
    `INSERT INTO orders (order_key, profile, account_id, perm_id, state, is_open, updated_ms, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (order_key) DO UPDATE SET profile = excluded.profile, account_id = excluded.account_id,
       perm_id = coalesce(excluded.perm_id, perm_id), state = excluded.state, is_open = excluded.is_open,
       updated_ms = excluded.updated_ms, body = excluded.body`,
  );
  const selectOpen = database.prepare(
    `SELECT order_key, account_id, perm_id, state, updated_ms, body FROM orders
     WHERE is_open = 1 AND profile = ? AND account_id = ? ORDER BY updated_ms, order_key`,
  );
  const selectEnded = database.prepare(
    `SELECT order_key, account_id, perm_id, state, updated_ms, body FROM orders
     WHERE is_open = 0 AND profile = ? AND account_id = ? AND updated_ms >= ?
     ORDER BY updated_ms DESC, order_key DESC LIMIT ${String(maximumEndedOrders)}`,
  );
  const insertExecution = database.prepare(
    `INSERT INTO executions (profile, exec_id, account_id, order_key, perm_id, con_id, at_ms, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const upsertCommission = database.prepare(
    `INSERT INTO commissions (profile, exec_id, commission, currency, realized_pnl, at_ms) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET commission = excluded.commission, currency = excluded.currency,
       realized_pnl = excluded.realized_pnl, at_ms = excluded.at_ms`,
  );
  const selectExecutions = database.prepare(
    `SELECT exec_id, account_id, order_key, perm_id, con_id, executions.at_ms, body, commission, currency, realized_pnl
     FROM executions LEFT JOIN commissions USING (profile, exec_id)
     WHERE profile = ? AND account_id = ? AND executions.at_ms >= ?
     ORDER BY executions.at_ms DESC, exec_id DESC LIMIT ${String(maximumExecutions)}`,
  );

  const claimRow = z.object({ order_key: orderKeySchema });

  return {
    claim({ idempotencyKey, orderKey, atMs }) {
      if (insertClaim.run(idempotencyKey, orderKey, atMs).changes === 1) return { claimed: true };
      return { claimed: false, orderKey: claimRow.parse(selectClaim.get(idempotencyKey)).order_key };
    },
    findClaim(idempotencyKey) {
      const row = claimRow.optional().parse(selectClaim.get(idempotencyKey));
      return row === undefined ? null : { orderKey: row.order_key };
    },
    upsertOrder({ orderKey, profile, accountId, permId, state, updatedMs, body }) {
      upsert.run(orderKey, profile, accountId, permId, state, isLive(state) ? 1 : 0, updatedMs, body);
    },
    readOpenOrders: (profile, accountId) => ordersOf(profile, selectOpen.all(profile, accountId)),
    readEndedOrders: (profile, accountId, sinceMs) =>
      ordersOf(profile, selectEnded.all(profile, accountId, sinceMs)).toReversed(),
    insertExecution({ execId, profile, accountId, orderKey, permId, conId, atMs, body }) {
      const { changes } = insertExecution.run(
        profile,
        execId,
        accountId,
        orderKey,
        permId,
        conId,
        atMs,
        body,
      );
      return { inserted: changes === 1 };
    },
    putCommission({ profile, execId, atMs, commission }) {
      const { commission: amount, currency, realizedPnl } = commission;
      upsertCommission.run(profile, execId, amount, currency, realizedPnl, atMs);
    },
    readExecutions(profile, accountId, sinceMs) {
      return z
        .array(executionRow)
        .parse(selectExecutions.all(profile, accountId, sinceMs))
        .toReversed()
        .map((row) => ({
          execId: row.exec_id,
          profile,
          accountId: row.account_id,
          orderKey: row.order_key,
          permId: row.perm_id,
          conId: row.con_id,
          atMs: row.at_ms,
          body: row.body,
          commission:
            row.commission === null || row.currency === null
              ? null
              : { commission: row.commission, currency: row.currency, realizedPnl: row.realized_pnl },
        }));
    },
  };
}

function ordersOf(profile: Profile, rows: readonly unknown[]): StorageOutput<'order.open'> {
  return z
    .array(orderRow)
    .parse(rows)
    .map((row) => ({
      orderKey: row.order_key,
      profile,
      accountId: row.account_id,
      permId: row.perm_id,
      state: row.state,
      updatedMs: row.updated_ms,
      body: row.body,
    }));
}
