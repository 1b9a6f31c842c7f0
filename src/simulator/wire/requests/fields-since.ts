import type { FieldReader } from '../field-reader';

/** Reads the fields that a server version brought, and gives what stands for nothing in older layouts. */
export class FieldsSince {
  readonly reader: FieldReader;
  readonly #serverVersion: number;

  constructor(reader: FieldReader, serverVersion: number) {
    this.reader = reader;
    this.#serverVersion = serverVersion;
  }

  has(since: number): boolean {
    return this.#serverVersion >= since;
  }

  text(since: number, field: string): string {
    return this.has(since) ? this.reader.readText(field) : '';
  }

  flag(since: number, field: string): boolean {
    return this.has(since) && this.reader.readBoolean(field);
  }

  intOrNull(since: number, field: string): number | null {
    return this.has(since) ? this.reader.readIntOrNull(field) : null;
  }

  doubleOrNull(since: number, field: string): number | null {
    return this.has(since) ? this.reader.readDoubleOrNull(field) : null;
  }
}
