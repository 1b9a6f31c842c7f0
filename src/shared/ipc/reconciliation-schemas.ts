import * as z from 'zod';
import { orderStates, sides } from '../domain/order';
import {
  comparisonCauses,
  maxDifferences,
  type OrderDifference,
  type PositionDifference,
  type PositionGap,
  positionCauses,
  type ReconciliationReport,
  type ReconciliationState,
} from '../domain/reconciliation';
import { fillSchema } from './order-schemas';
import { conId, decimal, orderIdText, secType, text, timeMs } from './primitives';

const instrumentName = { conId, symbol: text, secType, localSymbol: text };
const count = z.number().int().min(0);

const orderDifference: z.ZodType<OrderDifference> = z.strictObject({
  ...instrumentName,
  id: orderIdText,
  side: z.enum(sides),
  quantity: decimal,
  orderType: text,
  from: z.enum(orderStates).nullable(),
  to: z.enum(orderStates),
  filledBefore: decimal,
  filledAfter: decimal,
  elsewhere: z.boolean(),
  text: text.nullable(),
});

const positionDifference: z.ZodType<PositionDifference> = z.strictObject({
  ...instrumentName,
  before: decimal,
  after: decimal,
  fills: decimal,
  cause: z.enum(positionCauses),
});

const positionGap: z.ZodType<PositionGap> = z.strictObject({
  ...instrumentName,
  accountId: text,
  quantity: decimal,
  expected: decimal,
  difference: decimal,
  sinceMs: timeMs,
});

export const reconciliationReportSchema: z.ZodType<ReconciliationReport> = z.strictObject({
  atMs: timeMs,
  cause: z.enum(comparisonCauses),
  sentence: text.nullable(),
  compared: z.strictObject({
    openOrders: count,
    completedOrders: count,
    executions: count,
    positions: count,
  }),
  orders: z.array(orderDifference).max(maxDifferences),
  fills: z.array(fillSchema).max(maxDifferences),
  positions: z.array(positionDifference).max(maxDifferences),
  leftOut: count,
});

export const reconciliationStateSchema: z.ZodType<ReconciliationState> = z.strictObject({
  report: reconciliationReportSchema.nullable(),
  unseen: z.boolean(),
  comparedMs: timeMs.nullable(),
  gaps: z.array(positionGap).max(1_000),
});

/** Where fills and IB's position last agreed, for one instrument. */
const ledgerPosition = z.strictObject({ ...instrumentName, quantity: decimal, agreedMs: timeMs });

/** One account's start positions and the executions that are already part of them. */
const positionLedger = z.strictObject({
  checkedMs: timeMs,
  positions: z.array(ledgerPosition).max(5_000),
  counted: z.array(z.strictObject({ execId: text, conId, quantity: decimal, atMs: timeMs })).max(20_000),
});
export type PositionLedger = Readonly<z.infer<typeof positionLedger>>;

/** What reconciliation keeps between runs, for one profile. */
export const reconciliationDocumentSchema = z.strictObject({
  ledgers: z.record(text.max(40), positionLedger),
  report: reconciliationReportSchema.nullable(),
  unseen: z.boolean(),
});
export type ReconciliationDocument = Readonly<z.infer<typeof reconciliationDocumentSchema>>;
