import type { Migration } from '../migration';

/** The journal with its chain, what is known of orders and executions, claimed idempotency keys, small documents. */
export const journalMigration: Migration = {
  name: 'journal',
  sql: `
    CREATE TABLE journal_entries (
      seq INTEGER PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      kind TEXT NOT NULL,
      order_key TEXT,
      body TEXT NOT NULL CHECK (json_valid(body)),
      key_fingerprint TEXT NOT NULL,
      previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      signature BLOB NOT NULL CHECK (length(signature) = 32)
    ) STRICT;
    CREATE INDEX journal_entries_by_order ON journal_entries (order_key, seq) WHERE order_key IS NOT NULL;
    CREATE TRIGGER journal_entries_refuse_update BEFORE UPDATE ON journal_entries
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_entries_refuse_delete BEFORE DELETE ON journal_entries
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_entries_refuse_replace BEFORE INSERT ON journal_entries
      WHEN EXISTS (SELECT 1 FROM journal_entries WHERE seq = NEW.seq)
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

    CREATE TABLE journal_head (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      seq INTEGER NOT NULL,
      hash BLOB NOT NULL,
      key_fingerprint TEXT NOT NULL,
      signature BLOB NOT NULL
    ) STRICT;

    CREATE TABLE journal_keys (
      fingerprint TEXT PRIMARY KEY,
      origin TEXT NOT NULL CHECK (origin IN ('keychain', 'session')),
      since_ms REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE idempotency_keys (
      idempotency_key TEXT PRIMARY KEY,
      order_key TEXT NOT NULL,
      at_ms REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE orders (
      order_key TEXT PRIMARY KEY,
      profile TEXT NOT NULL,
      account_id TEXT NOT NULL,
      perm_id INTEGER,
      state TEXT NOT NULL,
      is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
      updated_ms REAL NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body))
    ) STRICT;
    CREATE INDEX orders_open ON orders (profile, account_id) WHERE is_open = 1;
    CREATE INDEX orders_ended ON orders (profile, account_id, updated_ms) WHERE is_open = 0;

    CREATE TABLE executions (
      profile TEXT NOT NULL,
      exec_id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      order_key TEXT,
      perm_id INTEGER,
      con_id INTEGER NOT NULL,
      at_ms REAL NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body)),
      PRIMARY KEY (profile, exec_id)
    ) STRICT;
    CREATE INDEX executions_by_time ON executions (profile, account_id, at_ms);

    CREATE TABLE commissions (
      profile TEXT NOT NULL,
      exec_id TEXT NOT NULL,
      commission TEXT NOT NULL,
      currency TEXT NOT NULL,
      realized_pnl TEXT,
      at_ms REAL NOT NULL,
      PRIMARY KEY (profile, exec_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE documents (
      name TEXT PRIMARY KEY,
      body TEXT NOT NULL CHECK (json_valid(body)),
      updated_ms REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
