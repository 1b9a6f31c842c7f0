import { decimalOrNull } from '../../shared/domain/decimal';
import { isOrderKey, type Fill, type Order } from '../../shared/domain/order';
import type { Profile } from '../../shared/domain/profile';
import { err, ok, type Result } from '../../shared/domain/result';
import { fillSchema, orderSchema } from '../../shared/ipc/order-schemas';
import type { Logger } from '../platform/logger';
import type { Storage } from '../storage/storage';
import type { JournalRecord, TradingStore } from '../trading/trading-store';
import { unsentOrders } from '../trading/unsent-intents';
import { storageSentence } from './stored-document';

export interface TradingStoreDeps {
  readonly storage: Storage;
  /** Settles when the files are open and the journal has its key. */
  readonly ready: Promise<void>;
  readonly profile: Profile;
  readonly log: Logger;
}

/** Where the intent of an order that was never sent is looked for: the app ended right behind it. */
const lastLines = 200;

function profileOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'profile' in body ? body.profile : null;
}

/** The disk as trading sees it, for one profile. Failures of the storage become sentences. */
export function createTradingStore({ storage, ready, profile, log }: TradingStoreDeps): TradingStore {
  const attempt = async <T>(work: () => Promise<T>): Promise<Result<T, string>> => {
    try {
      await ready;
      return ok(await work());
    } catch (error) {
      log.error('storage refused', { error: String(error) });
      return err(storageSentence(error));
    }
  };
  const entriesOf = (records: readonly JournalRecord[]) =>
    records.map((record) => ({ ...record, body: { profile, ...record.body } }));
  return {
    appendJournal: (records) =>
      attempt(async () => {
        await storage.appendJournal(entriesOf(records));
      }),
    appendOrderIntent: (idempotencyKey, orderKey, records) =>
      attempt(async () => {
        const outcome = await storage.appendOrderIntent(idempotencyKey, orderKey, entriesOf(records));
        return outcome.claimed ? { claimed: true } : outcome;
      }),
    findClaim: (idempotencyKey) => attempt(() => storage.findIdempotencyClaim(idempotencyKey)),
    saveOrder: (order) =>
      attempt(async () => {
        // An order from elsewhere has no key of ours; IB lists it again after the next start.
        if (order.orderKey === null) return;
        const { orderKey, accountId, permId, state, updatedMs } = order;
        await storage.upsertOrder({ orderKey, profile, accountId, permId, state, updatedMs, body: order });
      }),
    saveFill: (fill) =>
      attempt(async () => {
        const {
          execId,
          accountId,
          orderKey,
          permId,
          conId,
          atMs,
          commission,
          commissionCurrency,
          realizedPnl,
        } = fill;
        await storage.insertExecution({
          execId,
          profile,
          accountId,
          orderKey,
          permId,
          conId,
          atMs,
          body: fill,
        });
        if (commission !== null && commissionCurrency !== null) {
          await storage.updateCommission({
            profile,
            execId,
            commission: { commission, currency: commissionCurrency, realizedPnl },
          });
        }
      }),
    loadOrders: (accountId, endedSinceMs) =>
      attempt(async () => {
        const records = [
          ...(await storage.readEndedOrders({ profile, accountId, sinceMs: endedSinceMs })),
          ...(await storage.readOpenOrders(profile, accountId)),
        ];
        const orders = records.flatMap((record): readonly Order[] => {
          const order = orderSchema.safeParse(record.body);
          if (!order.success)
            log.warn('an order of an earlier version was left out', { orderKey: record.orderKey });
          return order.success && isOrderKey(order.data.id) ? [order.data] : [];
        });
        const { entries } = await storage.pageJournal({
          beforeSeq: null,
          limit: lastLines,
          group: 'all',
          search: '',
        });
        const ofProfile = entries.filter(({ body }) => profileOf(body) === profile);
        const known = new Set(records.map((record) => record.orderKey));
        return [...orders, ...unsentOrders(ofProfile, known, accountId, endedSinceMs)].toSorted(
          (a, b) => a.createdMs - b.createdMs,
        );
      }),
    loadFills: (accountId, sinceMs) =>
      attempt(async () => {
        const records = await storage.readExecutions({ profile, accountId, sinceMs });
        return records.flatMap((record): readonly Fill[] => {
          const fill = fillSchema.safeParse(record.body);
          if (!fill.success) return [];
          const { commission } = record;
          if (commission === null) return [fill.data];
          return [
            {
              ...fill.data,
              commission: decimalOrNull(commission.commission),
              commissionCurrency: commission.currency,
              realizedPnl: decimalOrNull(commission.realizedPnl),
            },
          ];
        });
      }),
  };
}
