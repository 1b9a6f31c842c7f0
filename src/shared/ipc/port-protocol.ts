import * as z from 'zod';

/** What the renderer says over the stream port. */
export const fromRendererSchema = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('subscribe'),
    id: z.number().int().min(1).max(1_000_000_000),
    stream: z.string().max(40),
    params: z.unknown(),
  }),
  z.strictObject({ op: z.literal('unsubscribe'), id: z.number().int().min(1).max(1_000_000_000) }),
  /** Receipt of a frame; sent at once, not after painting. */
  z.strictObject({ op: z.literal('acknowledge'), frame: z.number().int().min(1) }),
]);
export type FromRenderer = z.infer<typeof fromRendererSchema>;

/** The part of a frame that belongs to one subscription. */
export interface FramePart {
  readonly id: number;
  /** Grows by one with each part of this subscription; a gap asks for a new subscription. */
  readonly sequence: number;
  readonly items: readonly unknown[];
  /** Items that a capped stream had to drop before these. */
  readonly dropped: number;
}

/** What main says over the stream port. */
export type FromMain =
  | { readonly op: 'frame'; readonly frame: number; readonly parts: readonly FramePart[] }
  | { readonly op: 'refused'; readonly id: number; readonly text: string };
