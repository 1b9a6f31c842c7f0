import * as z from 'zod';
import { SPEED_RANGE, TICK_RATE_RANGE } from './simulator-settings';

/** What the owner of the worker thread passes as `workerData`. */
export const workerDataSchema = z.strictObject({
  /** Unix domain socket or Windows named pipe; its folder is created when missing. */
  path: z.string().min(1).max(400),
  seed: z.number().int().nonnegative(),
  speed: z.number().min(SPEED_RANGE.minimum).max(SPEED_RANGE.maximum),
  tickRate: z.number().min(TICK_RATE_RANGE.minimum).max(TICK_RATE_RANGE.maximum),
  accountId: z.string().regex(/^D[UF]\d{6,8}$/),
  cash: z.number().min(0).max(1e12),
  startMs: z.number().int().optional(),
});

export type SimulatorWorkerData = z.infer<typeof workerDataSchema>;

/** What the worker tells its owner. */
export type SimulatorWorkerMessage =
  | { readonly kind: 'listening' }
  | { readonly kind: 'failed'; readonly message: string };

/** What the owner tells the worker: end all connections and exit. */
export const ownerMessageSchema = z.strictObject({ kind: z.literal('stop') });

export type SimulatorOwnerMessage = z.infer<typeof ownerMessageSchema>;
