import type { Database } from 'better-sqlite3';
import * as z from 'zod';

/** Small JSON documents by name, such as the watchlist. */
export interface DocumentRepository {
  put(name: string, body: string, atMs: number): void;
  get(name: string): { readonly body: string } | null;
}

export function createDocumentRepository(database: Database): DocumentRepository {
  const upsert = database.prepare(
    `INSERT INTO documents (name, body, updated_ms) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET body = excluded.body, updated_ms = excluded.updated_ms`,
  );
  const select = database.prepare('SELECT body FROM documents WHERE name = ?');
  return {
    put(name, body, atMs) {
      upsert.run(name, body, atMs);
    },
    get(name) {
      return z.object({ body: z.string() }).optional().parse(select.get(name)) ?? null;
    },
  };
}
