import type { FieldReader } from '../field-reader';

/** How one request is read. */
export interface RequestLayout<Request> {
  readonly name: string;
  /** Where the request or order id stands, counted from the field after the message id; 0 for none. */
  readonly idPosition: number;
  read(reader: FieldReader, serverVersion: number): Request;
}

/** Layouts by message id, for one family of requests. */
export type RequestLayouts<Request> = readonly (readonly [number, RequestLayout<Request>])[];
