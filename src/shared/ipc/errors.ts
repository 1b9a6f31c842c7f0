import * as z from 'zod';
import { text } from './primitives';

/**
 * Why a request failed, as a class that the renderer can act on:
 * `invalid-input` the input does not fit the contract; `forbidden` the sender may not ask this; `not-found`;
 * `not-connected` the gateway is not there; `timeout`; `refused` IB said no; `rule` one of our own rules said no;
 * `storage` the disk said no; `internal` a defect, which is logged.
 */
export const requestErrorCodes = [
  'invalid-input',
  'forbidden',
  'not-found',
  'not-connected',
  'timeout',
  'refused',
  'rule',
  'storage',
  'internal',
] as const;

export const requestErrorSchema = z.strictObject({
  code: z.enum(requestErrorCodes),
  /** A calm sentence for the trader, with what to do. */
  text,
  /** Errors of single fields of the ticket or the settings. */
  fields: z
    .array(z.strictObject({ field: z.string().max(60), text }))
    .max(50)
    .optional(),
});

export type RequestErrorCode = (typeof requestErrorCodes)[number];

export interface RequestError {
  readonly code: RequestErrorCode;
  readonly text: string;
  readonly fields?: readonly { readonly field: string; readonly text: string }[] | undefined;
}
