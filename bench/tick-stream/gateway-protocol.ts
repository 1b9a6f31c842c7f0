import * as z from 'zod';

/** What the measurement tells the tick gateway. */
export const toGatewaySchema = z.discriminatedUnion('op', [
  /** From now on ticks go to every client, or to none. */
  z.object({ op: z.literal('stream'), on: z.boolean() }),
  z.object({ op: z.literal('count') }),
]);
export type ToGateway = z.infer<typeof toGatewaySchema>;

/** What the tick gateway says. */
export const fromGatewaySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), port: z.number() }),
  /** A client has subscribed to every market. */
  z.object({ kind: z.literal('subscribed'), clientId: z.number() }),
  z.object({
    kind: z.literal('count'),
    /** Ticks to each client since the stream was last turned on. */
    ticks: z.number(),
    /** Bytes that the slowest client has not taken. */
    backlogBytes: z.number(),
  }),
]);
export type FromGateway = z.infer<typeof fromGatewaySchema>;
