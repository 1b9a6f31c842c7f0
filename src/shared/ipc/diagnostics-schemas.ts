import * as z from 'zod';
import { text, timeMs } from './primitives';

/** One message that crossed the gateway's socket, field by field, as the diagnostics show it. */
export const gatewayMessageSchema = z.strictObject({
  /** Counts from 1 through the whole life of a connection's log; later messages have greater numbers. */
  sequence: z.number().int().min(1),
  atMs: timeMs,
  epoch: z.number().int().min(0),
  direction: z.enum(['sent', 'received']),
  /** TWS's number of the message; null where the bytes were no message. */
  messageId: z.number().int().nullable(),
  /** `placeOrder`, `orderStatus`; what is wrong with it where it could not be read. */
  name: text,
  /** Account ids in them are masked. */
  fields: z.array(z.strictObject({ name: text, value: text })).max(400),
});

export type GatewayMessage = z.infer<typeof gatewayMessageSchema>;

/** Which messages are wanted. */
export const gatewayMessageQuery = z.strictObject({
  direction: z.enum(['sent', 'received']).nullable(),
  /** Leaves out market data, account values and heartbeats. */
  ordersOnly: z.boolean(),
  /** Only messages with this text in their name or a field, in any case; empty for all. */
  search: text.max(80),
  /** Only messages before this one; null for the newest. */
  beforeSequence: z.number().int().min(1).nullable(),
  limit: z.number().int().min(1).max(500),
});

export type GatewayMessageQuery = z.infer<typeof gatewayMessageQuery>;

/** Messages, newest first, with how many there are in all and how many had to go. */
export const gatewayMessagePage = z.strictObject({
  messages: z.array(gatewayMessageSchema).max(500),
  kept: z.number().int().min(0),
  dropped: z.number().int().min(0),
});
