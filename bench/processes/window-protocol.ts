import * as z from 'zod';

/** What a measurement asks of the hook inside an Electron process. */
export const toHookSchema = z.discriminatedUnion('op', [
  /** Runs JavaScript in the page of the window; a promise is waited for. */
  z.object({ op: z.literal('evaluate'), id: z.number(), script: z.string() }),
  /** CPU time that the main process has used so far, all its threads. */
  z.object({ op: z.literal('cpu'), id: z.number() }),
]);
export type ToHook = z.infer<typeof toHookSchema>;

/** What the hook answers. */
export const fromHookSchema = z.discriminatedUnion('op', [
  /** The condition of {@link readyVariable} holds, and the frame in which it does is painted. */
  z.object({ op: z.literal('ready') }),
  z.object({ op: z.literal('value'), id: z.number(), value: z.unknown() }),
  z.object({ op: z.literal('failed'), id: z.number(), text: z.string() }),
]);
export type FromHook = z.infer<typeof fromHookSchema>;

/** Environment variable with a JavaScript condition: the window is ready when it is true. */
export const readyVariable = 'TRADEWIND_BENCH_READY_WHEN';
