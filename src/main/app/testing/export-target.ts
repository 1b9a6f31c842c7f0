import { silentLogger } from '../../platform/logger';
import type { ExportDeps } from '../file-export';

/** A file that the trader chooses on 5 October 2026, and what becomes of it. */
export function exportTarget(changes: Partial<ExportDeps> = {}) {
  const written: string[] = [];
  const state = { suggested: '', closed: false };
  const deps: ExportDeps = {
    chooseFile: (suggestedName) => {
      state.suggested = suggestedName;
      return Promise.resolve('/chosen');
    },
    openFile: () =>
      Promise.resolve({
        write: (text) => Promise.resolve(written.push(text)),
        close: () => {
          state.closed = true;
          return Promise.resolve();
        },
      }),
    nowMs: () => Date.UTC(2026, 9, 5, 14, 30),
    log: silentLogger,
    ...changes,
  };
  return { deps, written, state };
}
