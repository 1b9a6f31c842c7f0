import type * as z from 'zod';

/** The part of `Storage` that is used. */
export interface ValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Reads a stored JSON value; what does not parse or does not fit the schema counts as absent. */
export function readStored<T>(storage: ValueStorage, key: string, schema: z.ZodType<T>): T | null {
  const text = storage.getItem(key);
  if (text === null || text.length > 10_000) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: someone else's value, or a cut-off write. The default is used and the next write repairs it.
    return null;
  }
}

/** Stores a value as JSON. A full or forbidden storage only costs the memory of it. */
export function writeStored(storage: ValueStorage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch (error) {
    globalThis.reportError(error);
  }
}
