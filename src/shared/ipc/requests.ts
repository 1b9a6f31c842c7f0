import * as z from 'zod';
import { profiles } from '../domain/profile';
import { gatewayMessagePage, gatewayMessageQuery } from './diagnostics-schemas';
import { instrumentMatchSchema, instrumentSchema } from './instrument-schemas';
import { journalRequests } from './journal-schemas';
import { orderDraftSchema } from './order-schemas';
import { barColumns, barSize, conId, decimal, orderIdText, text, timeMs } from './primitives';
import { pnlComparisonSchema } from './pnl-schemas';
import { reconciliationReportSchema, reconciliationStateSchema } from './reconciliation-schemas';
import {
  pendingSettingSchema,
  riskPolicySchema,
  riskRuleSchema,
  riskSettingSchema,
  riskStateNameSchema,
  riskStateSchema,
} from './risk-schemas';
import { liveBanWords, settingsPatchSchema, settingsSchema } from './settings';

/** Who may ask: `read` shows, `trade` acts on orders, `admin` changes how the app runs. */
export type Capability = 'read' | 'trade' | 'admin';

/** One request of the contract. */
export interface RequestDefinition {
  readonly capability: Capability;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

const nothing = z.strictObject({});
const series = { conId, barSize, regularHoursOnly: z.boolean() };
const barsAnswer = z.strictObject({
  bars: barColumns,
  /** True when nothing earlier exists at the gateway. */
  reachedStart: z.boolean(),
  /** How many of these bars came out of the cache. */
  cachedCount: z.number().int().min(0),
});

/**
 * Every request that the renderer can make of main. The key is its name, `noun.verb`.
 * Answers are `Result<output, RequestError>`.
 */
export const requests = {
  'app.info': {
    capability: 'read',
    input: nothing,
    output: z.strictObject({
      version: text,
      electron: text,
      /** True on a runtime that is nobody's official build: the app is then locked to the Simulator. */
      unofficialRuntime: z.boolean(),
      platform: text,
      dataDirectory: text,
      /** Set when the command line chose the gateway or the profile: the settings page says so. */
      commandLine: z.strictObject({
        gateway: text.nullable(),
        profile: z.enum(profiles).nullable(),
        clientId: z.number().nullable(),
      }),
    }),
  },
  /** The window shows its first true frame: what would compete with it for the machine may begin. */
  'app.shown': { capability: 'read', input: nothing, output: nothing },
  'settings.get': { capability: 'read', input: nothing, output: settingsSchema },
  'settings.update': {
    capability: 'admin',
    input: z.strictObject({ patch: settingsPatchSchema }),
    output: settingsSchema,
  },
  /** Closes the connection of the current profile and opens that of another. */
  'profile.select': {
    capability: 'admin',
    input: z.strictObject({ profile: z.enum(profiles) }),
    output: nothing,
  },
  'connection.reconnect': { capability: 'admin', input: nothing, output: nothing },
  /** Allows orders in the Live profile until the app ends or the profile changes; the account id must be typed out. */
  'live.unlock': {
    capability: 'admin',
    input: z.strictObject({ accountId: text.max(40) }),
    output: nothing,
  },
  'live.lock': { capability: 'admin', input: nothing, output: nothing },
  /** Forbids the Live profile for good; the words must be typed out. */
  'live.forbid': {
    capability: 'admin',
    input: z.strictObject({ words: z.literal(liveBanWords) }),
    output: settingsSchema,
  },

  /** Forgets which account the current profile belongs to; the one that is connected is pinned next. */
  'account.release': { capability: 'admin', input: nothing, output: nothing },
  /** Profit and loss by three sources, with what keeps them apart. */
  'account.pnl': { capability: 'read', input: nothing, output: pnlComparisonSchema },

  /** Compares orders, executions and positions with IB; orders are locked until that is done. */
  'reconcile.now': { capability: 'trade', input: nothing, output: reconciliationReportSchema },
  /** The newest comparison in which something differed, and the positions that do not add up. */
  'reconcile.last': { capability: 'read', input: nothing, output: reconciliationStateSchema },
  /** The trader has looked at the newest report or put it away: no window shows it by itself any more. */
  'reconcile.seen': { capability: 'read', input: nothing, output: nothing },
  /** Takes IB's quantity of a position that does not add up as its new start. */
  'position.accept': { capability: 'trade', input: z.strictObject({ conId }), output: nothing },

  /** The limits of the current profile and the state of its gate. */
  'risk.get': {
    capability: 'read',
    input: nothing,
    output: z.strictObject({
      policy: riskPolicySchema,
      pending: z.array(pendingSettingSchema),
      state: riskStateSchema,
    }),
  },
  /** Changes one rule. `fromDay` is set when the change waits for that day. */
  'risk.change': {
    capability: 'admin',
    input: z.strictObject({ rule: riskRuleSchema, setting: riskSettingSchema }),
    output: z.strictObject({ fromDay: text.nullable() }),
  },
  'risk.setState': {
    capability: 'admin',
    input: z.strictObject({ state: riskStateNameSchema }),
    output: nothing,
  },
  /** Halts trading and cancels every order, in every state; with `flatten` it also closes every position. */
  'trading.kill': {
    capability: 'trade',
    input: z.strictObject({ flatten: z.boolean() }),
    output: z.strictObject({
      cancelSent: z.boolean(),
      closing: z.number().int().min(0),
      problems: z.array(text),
    }),
  },

  'instrument.search': {
    capability: 'read',
    input: z.strictObject({ pattern: text.trim().min(1).max(40) }),
    output: z.array(instrumentMatchSchema).max(50),
  },
  'instrument.get': { capability: 'read', input: z.strictObject({ conId }), output: instrumentSchema },
  'watchlist.get': {
    capability: 'read',
    input: nothing,
    output: z.strictObject({ conIds: z.array(conId).max(100) }),
  },
  'watchlist.set': {
    capability: 'admin',
    input: z.strictObject({ conIds: z.array(conId).max(100) }),
    output: nothing,
  },

  /** Bars from the cache alone: answers at once, perhaps with none. Newest last. */
  'bars.cached': {
    capability: 'read',
    input: z.strictObject({ ...series, limit: z.number().int().min(1).max(10_000) }),
    output: barsAnswer,
  },
  /** Bars before `endMs` (null: now), from the cache where it covers them and from the gateway for the gaps. */
  'bars.load': {
    capability: 'read',
    input: z.strictObject({
      ...series,
      endMs: timeMs.nullable(),
      limit: z.number().int().min(1).max(10_000),
    }),
    output: barsAnswer,
  },

  'order.whatIf': {
    capability: 'read',
    input: z.strictObject({ draft: orderDraftSchema }),
    output: z.strictObject({
      initMarginChange: decimal.nullable(),
      maintMarginChange: decimal.nullable(),
      initMarginAfter: decimal.nullable(),
      equityWithLoanAfter: decimal.nullable(),
      commission: decimal.nullable(),
      commissionCurrency: text,
      warningText: text,
    }),
  },
  /** Sends an order once: the same key never sends a second one, also after a restart. */
  'order.place': {
    capability: 'trade',
    input: z.strictObject({
      idempotencyKey: z.uuid(),
      epoch: z.number().int().min(0),
      draft: orderDraftSchema,
      /** When the key or button was pressed, UTC ms: for the latency of the order, and nothing else relies on it. */
      pressedAtMs: timeMs.optional(),
    }),
    output: z.strictObject({ orderIds: z.array(orderIdText).min(1).max(3) }),
  },
  'order.modify': {
    capability: 'trade',
    input: z.strictObject({
      idempotencyKey: z.uuid(),
      id: orderIdText,
      quantity: decimal.optional(),
      limitPrice: decimal.optional(),
      stopPrice: decimal.optional(),
    }),
    output: nothing,
  },
  /** Cancels an order, waits for IB's word that it is cancelled, and then sends a new one; else nothing new is sent. */
  'order.replace': {
    capability: 'trade',
    input: z.strictObject({
      idempotencyKey: z.uuid(),
      id: orderIdText,
      epoch: z.number().int().min(0),
      draft: orderDraftSchema,
    }),
    output: z.strictObject({ orderIds: z.array(orderIdText).min(1).max(3) }),
  },
  /** Brings the stops of a position to its size; `done` says what was sent. */
  'position.protect': {
    capability: 'trade',
    input: z.strictObject({ idempotencyKey: z.uuid(), conId }),
    output: z.strictObject({ done: text }),
  },
  'order.cancel': { capability: 'trade', input: z.strictObject({ id: orderIdText }), output: nothing },
  'order.cancelAll': { capability: 'trade', input: nothing, output: nothing },
  ...journalRequests,
  /** What crossed the gateway's socket; account ids are masked. */
  'diagnostics.messages': { capability: 'read', input: gatewayMessageQuery, output: gatewayMessagePage },
  /** Asks for a file and writes the messages that are kept into it, account ids masked; null when the trader changed their mind. */
  'diagnostics.export': {
    capability: 'admin',
    input: nothing,
    output: z.strictObject({ path: text.nullable(), messages: z.number().int().min(0) }),
  },
} as const satisfies Record<string, RequestDefinition>;

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.output<(typeof requests)[N]['output']>;

/** Names of all requests. */
export const requestNames = Object.keys(requests) as readonly RequestName[];

/** Tells whether a text names a request. */
export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}
