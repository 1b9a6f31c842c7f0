import type { FieldReader } from '../field-reader';

/**
 * Where a field stands, counted from the field after the message id; 0 for none. A message that began with a version of
 * its own before some server version had it one field later then.
 */
export type FieldPosition = number | { readonly at: number; readonly versionedBefore: number };

export function positionAt(position: FieldPosition, serverVersion: number): number {
  if (typeof position === 'number') return position;
  return serverVersion < position.versionedBefore ? position.at + 1 : position.at;
}

/** How one request is read. */
export interface RequestLayout<Request> {
  readonly name: string;
  /** Where the request or order id stands. */
  readonly idPosition: FieldPosition;
  read(reader: FieldReader, serverVersion: number): Request;
}

/** Layouts by message id, for one family of requests. */
export type RequestLayouts<Request> = readonly (readonly [number, RequestLayout<Request>])[];
