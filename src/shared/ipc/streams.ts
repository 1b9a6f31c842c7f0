import * as z from 'zod';
import type { AccountSummary, Position } from '../domain/account';
import { type ConnectionSnapshot, connectionCauses, farmKinds } from '../domain/connection';
import { profiles } from '../domain/profile';
import { fillSchema, orderSchema } from './order-schemas';
import { barSize, conId, decimal, secType, text, timeMs } from './primitives';
import { quoteTuple } from './quote-frame';
import { reconciliationStateSchema } from './reconciliation-schemas';
import { riskStateSchema } from './risk-schemas';

/**
 * How a stream copes with a slow reader. `latest-per-key`: only the newest value of each key is kept.
 * `append-capped`: items are kept in order up to a cap; what falls out is counted. `lossless`: nothing is dropped.
 */
export type StreamPolicy = 'latest-per-key' | 'append-capped' | 'lossless';

export interface StreamDefinition {
  readonly policy: StreamPolicy;
  readonly params: z.ZodType;
  /** One item; a frame carries an array of them. */
  readonly item: z.ZodType;
}

const reason = z.strictObject({ cause: z.enum(connectionCauses), text, advice: text });
const connectionState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('disconnected'), reason: reason.nullable() }),
  z.strictObject({ kind: z.literal('connecting'), attempt: z.number().int() }),
  z.strictObject({ kind: z.literal('handshaking') }),
  z.strictObject({ kind: z.literal('reconciling') }),
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('degraded'), reason }),
  z.strictObject({ kind: z.literal('reconnecting'), attempt: z.number().int(), retryAtMs: timeMs, reason }),
]);
const connectionSnapshot: z.ZodType<ConnectionSnapshot> = z.strictObject({
  state: connectionState,
  epoch: z.number().int(),
  farmsDown: z.array(z.strictObject({ kind: z.enum(farmKinds), farm: text, reason })).max(100),
  target: text,
  accountIds: z.array(text).max(100),
  serverVersion: z.number().nullable(),
  latencyMs: z.number().nullable(),
  clockOffsetMs: z.number().nullable(),
});

/** Whether an order may be sent now, and if not, why. */
export const tradingPermission = z.discriminatedUnion('allowed', [
  z.strictObject({ allowed: z.literal(true) }),
  z.strictObject({ allowed: z.literal(false), reason: text, needsLiveUnlock: z.boolean() }),
]);
export type TradingPermission = z.infer<typeof tradingPermission>;

/** Everything the frame of the window shows about the app itself. */
export const statusSchema = z.strictObject({
  profile: z.enum(profiles),
  connection: connectionSnapshot,
  /** The account that orders go to; null before the gateway has named it. */
  accountId: text.nullable(),
  trading: tradingPermission,
  /** Which orders the risk gate lets through. */
  gate: riskStateSchema,
  /** Account that the profile belongs to; null while none is pinned. */
  pinnedAccountId: text.nullable(),
  /** Sentences that stay until they are no longer true: no keychain, journal restored, settings set aside. */
  warnings: z.array(z.strictObject({ id: z.string().max(60), text })).max(20),
  usage: z.strictObject({ marketDataLines: z.number().int(), historicalRequests: z.number().int() }),
});
export type AppStatus = z.infer<typeof statusSchema>;

const money = decimal.nullable();
const accountSummary: z.ZodType<AccountSummary> = z.strictObject({
  accountId: text,
  currency: text.nullable(),
  netLiquidation: money,
  totalCash: money,
  buyingPower: money,
  availableFunds: money,
  excessLiquidity: money,
  initMargin: money,
  maintMargin: money,
  grossPositionValue: money,
  dailyPnl: money,
  unrealizedPnl: money,
  realizedPnl: money,
  receivedMs: timeMs.nullable(),
  stale: z.boolean(),
});
const position: z.ZodType<Position> = z.strictObject({
  accountId: text,
  conId,
  symbol: text,
  secType,
  localSymbol: text,
  currency: text,
  multiplier: decimal,
  quantity: decimal,
  averagePrice: money,
  marketPrice: money,
  marketValue: money,
  unrealizedPnl: money,
  realizedPnl: money,
  dailyPnl: money,
  unexplained: money,
  receivedMs: timeMs,
  stale: z.boolean(),
});

/** A line of the messages panel. */
export const noticeSchema = z.strictObject({
  /** Grows by one. */
  sequence: z.number().int(),
  atMs: timeMs,
  severity: z.enum(['information', 'warning', 'error']),
  source: z.enum(['gateway', 'order', 'app']),
  code: z.number().int().nullable(),
  text,
});
export type Notice = z.infer<typeof noticeSchema>;

/** The bar that forms, as a tuple: timeMs, open, high, low, close, volume, wap, count. */
const barTuple = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
]);

const nothing = z.strictObject({});

/** Every stream that main can send to the renderer. */
export const streams = {
  status: { policy: 'latest-per-key', params: nothing, item: statusSchema },
  quotes: {
    policy: 'latest-per-key',
    params: z.strictObject({ conIds: z.array(conId).max(100) }),
    item: quoteTuple,
  },
  /** `gap`: bars may be missing after an interruption; load the newest again. */
  bars: {
    policy: 'latest-per-key',
    params: z.strictObject({ conId, barSize, regularHoursOnly: z.boolean() }),
    item: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('bar'), bar: barTuple }),
      z.strictObject({ kind: z.literal('gap'), atMs: timeMs }),
    ]),
  },
  /** The first frame holds every order of the day; then each change. */
  orders: {
    policy: 'lossless',
    params: nothing,
    item: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('snapshot'), orders: z.array(orderSchema) }),
      z.strictObject({ kind: z.literal('upsert'), order: orderSchema }),
    ]),
  },
  fills: {
    policy: 'lossless',
    params: nothing,
    item: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('snapshot'), fills: z.array(fillSchema) }),
      z.strictObject({ kind: z.literal('upsert'), fill: fillSchema }),
    ]),
  },
  account: { policy: 'latest-per-key', params: nothing, item: accountSummary },
  /** A position with quantity 0 was closed. */
  positions: {
    policy: 'lossless',
    params: nothing,
    item: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('snapshot'), positions: z.array(position) }),
      z.strictObject({ kind: z.literal('upsert'), position }),
    ]),
  },
  /** The newest comparison with IB, and positions that do not add up. */
  reconciliation: { policy: 'latest-per-key', params: nothing, item: reconciliationStateSchema },
  notices: { policy: 'append-capped', params: nothing, item: noticeSchema },
} as const satisfies Record<string, StreamDefinition>;

export type StreamName = keyof typeof streams;
export type StreamParams<N extends StreamName> = z.input<(typeof streams)[N]['params']>;
export type StreamItem<N extends StreamName> = z.output<(typeof streams)[N]['item']>;

/** Tells whether a text names a stream. */
export function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(streams, name);
}
