import * as z from 'zod';
import { type Fault, malformations, refusalManners } from './fault';
import { type FaultScript, type FaultStep, type FaultTrigger, orderStages } from './fault-script';
import { messageNumber } from './message-names';

const MAX_STEPS = 1_000;
const count = z.number().int().min(1).max(1_000_000);
const span = z.number().min(0).max(86_400_000_000);
const name = z.string().min(1).max(200);
const errorCode = z.number().int().min(0).max(99_999);
const text = z.string().max(2_000);
const id = z.number().int().min(-1).max(2_147_483_647);
const orderRef = name.optional();

const triggerSchema: z.ZodType<FaultTrigger> = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('connection'), nth: count.optional() }),
  z
    .strictObject({
      on: z.literal('message'),
      direction: z.enum(['in', 'out']),
      message: z.union([name, z.number().int().min(0).max(999_999)]),
      nth: count.optional(),
    })
    .refine(({ direction, message }) => messageNumber(direction, message) !== undefined, {
      error: 'is no message of that direction',
      path: ['message'],
    }),
  z.strictObject({
    on: z.literal('order'),
    stage: z.enum(orderStages),
    nth: count.optional(),
    orderRef,
  }),
  z.strictObject({ on: z.literal('time'), afterMs: span, since: z.enum(['start', 'session']) }),
  z.strictObject({ on: z.literal('command'), name }),
]);

/** One fault in the JSON form. */
export const faultSchema: z.ZodType<Fault> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('refuse'), how: z.enum(refusalManners) }),
  z.strictObject({
    kind: z.literal('drop'),
    how: z.enum(['reset', 'close']),
    message: z.enum(['lost', 'kept']).optional(),
  }),
  z.strictObject({ kind: z.literal('stop-listening') }),
  z.strictObject({
    kind: z.literal('restart'),
    goodbye: z.boolean().optional(),
    away: z.enum(['not-listening', 'resetting']).optional(),
    nextValidId: count.optional(),
  }),
  z.strictObject({
    kind: z.literal('silence'),
    direction: z.enum(['both', 'in', 'out']),
    noticesClose: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('slow'),
    latencyMs: span.optional(),
    bytesPerSecond: z.number().min(1).optional(),
  }),
  z.strictObject({ kind: z.literal('split'), bytes: count.optional() }),
  z.strictObject({ kind: z.literal('merge'), everyMs: z.number().min(1).max(86_400_000).optional() }),
  z.strictObject({ kind: z.literal('swallow') }),
  z.strictObject({ kind: z.literal('duplicate'), count: z.number().int().min(2).max(100).optional() }),
  z.strictObject({ kind: z.literal('delay'), messages: z.number().int().min(1).max(10_000).optional() }),
  z.strictObject({ kind: z.literal('malformed'), how: z.enum(malformations) }),
  z.strictObject({ kind: z.literal('answer-error'), code: errorCode, text: text.optional() }),
  z.strictObject({
    kind: z.literal('notice'),
    code: errorCode,
    id: id.optional(),
    text: text.optional(),
  }),
  z.strictObject({ kind: z.literal('notice-storm'), count: z.number().int().min(1).max(100_000).optional() }),
  z.strictObject({
    kind: z.literal('connectivity'),
    comesBack: z.union([z.literal(1101), z.literal(1102)]),
    says: z.union([z.literal(1100), z.literal(2110)]).optional(),
    orderCallbacks: z.enum(['lost', 'late']).optional(),
  }),
  z.strictObject({
    kind: z.literal('farm'),
    farm: z.enum(['market-data', 'history', 'definitions']),
    data: z.enum(['back', 'dead']).optional(),
  }),
  z.strictObject({ kind: z.literal('competing-session') }),
  z.strictObject({ kind: z.literal('delayed-data') }),
  z.strictObject({
    kind: z.literal('no-permission'),
    code: z.union([z.literal(354), z.literal(10089), z.literal(10090), z.literal(10168)]),
  }),
  z.strictObject({ kind: z.literal('dead-feeds') }),
  z.strictObject({ kind: z.literal('depth-reset'), refilled: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('wrong-clock'), offsetMs: z.number().int().min(-1e12).max(1e12) }),
  z.strictObject({
    kind: z.literal('fill-order'),
    quantity: z.number().positive().optional(),
    price: z.number().optional(),
    orderRef,
  }),
  z.strictObject({
    kind: z.literal('reject-order'),
    code: errorCode.optional(),
    text: text.optional(),
    orderRef,
  }),
  z.strictObject({ kind: z.literal('cancel-order'), orderRef }),
  z.strictObject({ kind: z.literal('mute-order'), orderRef }),
  z.strictObject({ kind: z.literal('two-copies') }),
  z.strictObject({ kind: z.literal('roll-back-order-ids'), nextValidId: count }),
]);

const stepSchema: z.ZodType<FaultStep> = z.strictObject({
  when: triggerSchema,
  fault: faultSchema,
  clientId: z.number().int().min(0).max(2_147_483_647).optional(),
  times: z.union([count, z.literal('always')]).optional(),
  forMs: span.optional(),
});

/** The JSON form of a fault script: the types as they are, with no other keys. */
export const faultScriptSchema: z.ZodType<FaultScript> = z.strictObject({
  steps: z.array(stepSchema).max(MAX_STEPS),
});

export type FaultScriptResult =
  | { readonly ok: true; readonly script: FaultScript }
  | { readonly ok: false /** What is wrong, and where in the file. */; readonly problem: string };

/** Reads the JSON form. */
export function parseFaultScript(json: string): FaultScriptResult {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'it is no JSON' };
  }
  const parsed = faultScriptSchema.safeParse(value);
  if (parsed.success) return { ok: true, script: parsed.data };
  return { ok: false, problem: z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' ') };
}
