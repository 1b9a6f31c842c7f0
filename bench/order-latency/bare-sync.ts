import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const page = Buffer.alloc(4_096, 1);
const count = 100;

/** What this disk takes to write and sync a page, ms each: nothing that is synced can be quicker. */
export function bareSyncTimes(folder: string): readonly number[] {
  const file = openSync(join(folder, 'sync-times'), 'w');
  try {
    return Array.from({ length: count }, () => {
      const startedMs = performance.now();
      writeSync(file, page);
      fsyncSync(file);
      return performance.now() - startedMs;
    });
  } finally {
    closeSync(file);
  }
}
