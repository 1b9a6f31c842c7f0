import type { DocumentStore } from '../../storage/storage';

/** Documents in memory; a test may exchange what reading or writing does. */
export function memoryDocuments(kept: Readonly<Record<string, unknown>> = {}): {
  -readonly [K in keyof DocumentStore]: DocumentStore[K];
} {
  const documents = new Map(Object.entries(kept));
  return {
    getDocument: (name) => Promise.resolve(documents.get(name)),
    putDocument(name, document) {
      documents.set(name, document);
      return Promise.resolve();
    },
  };
}
