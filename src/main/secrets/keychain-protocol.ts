import * as z from 'zod';

/** Longest name and longest secret that are handed to the keychain; Windows takes at most 2,560 bytes. */
const name = z.string().min(1).max(200);
const secret = z.string().min(1).max(1_200);

/** What the secrets process is asked; one at a time. Listing is not among it: on a locked ring that ends the process. */
export const keychainRequestSchema = z.discriminatedUnion('operation', [
  z.strictObject({ id: z.number().int(), operation: z.literal('get'), service: name, account: name }),
  z.strictObject({ id: z.number().int(), operation: z.literal('set'), service: name, account: name, secret }),
  z.strictObject({ id: z.number().int(), operation: z.literal('delete'), service: name, account: name }),
]);
export type KeychainRequest = z.infer<typeof keychainRequestSchema>;

/** What the secrets process answers. */
export const keychainReplySchema = z.discriminatedUnion('type', [
  /** `value` is the secret of a `get`, or null; of the others it is null. */
  z.strictObject({ type: z.literal('done'), id: z.number().int(), value: z.string().nullable() }),
  /** The keychain's library could not be loaded. */
  z.strictObject({ type: z.literal('no-library'), id: z.number().int(), message: z.string() }),
  z.strictObject({ type: z.literal('failed'), id: z.number().int(), message: z.string() }),
]);
export type KeychainReply = z.infer<typeof keychainReplySchema>;
