import * as z from 'zod';
import { riskRules, riskStates } from '../domain/risk';
import { decimal, timeMs } from './primitives';

export const riskSettingSchema = z.strictObject({ on: z.boolean(), limit: decimal.nullable() });
export const riskRuleSchema = z.enum(riskRules);
export const riskStateNameSchema = z.enum(riskStates);

/** Every rule with its setting. */
export const riskPolicySchema = z.record(riskRuleSchema, riskSettingSchema);

export const riskStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('active') }),
  z.strictObject({
    kind: z.literal('reducing'),
    cause: z.enum(['trader', 'daily-loss']),
    sinceMs: timeMs,
  }),
  z.strictObject({
    kind: z.literal('halted'),
    cause: z.enum(['trader', 'kill-switch', 'unreadable']),
    sinceMs: timeMs,
  }),
]);

/** Day of the account, `2026-10-05`. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A change of a limit that waits for the next day. */
export const pendingSettingSchema = z.strictObject({
  rule: riskRuleSchema,
  setting: riskSettingSchema,
  fromDay: day,
});

/** What the gate keeps between runs. */
export const riskDocumentSchema = z.strictObject({
  policy: riskPolicySchema,
  pending: z.array(pendingSettingSchema).max(riskRules.length),
  state: riskStateSchema,
  lossDay: day.nullable(),
  cancelOwed: z.boolean(),
});
