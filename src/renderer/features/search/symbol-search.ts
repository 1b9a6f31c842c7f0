import type { InstrumentMatch } from '../../../shared/domain/instrument';
import type { Result } from '../../../shared/domain/result';
import type { RequestError } from '../../../shared/ipc/errors';

/** What the search knows at the moment. Earlier matches stay while a newer search runs, so that the list does not jump. */
export interface SearchState {
  readonly kind: 'idle' | 'searching' | 'found' | 'failed';
  readonly pattern: string;
  readonly matches: readonly InstrumentMatch[];
  /** Why it failed; empty otherwise. */
  readonly errorText: string;
}

export interface SymbolSearchPorts {
  search(pattern: string): Promise<Result<readonly InstrumentMatch[], RequestError>>;
  /** Runs after `delayMs`; the returned function prevents it. */
  after(delayMs: number, run: () => void): () => void;
  onState(state: SearchState): void;
}

export interface SymbolSearch {
  /** Searches for a pattern once typing pauses; an answer to an earlier pattern is dropped. */
  type(text: string): void;
  /**
   * Calls `run` once with the answer to what was typed: at once when it is there, else when it comes. Typing on forgets
   * it, and so does a failure.
   */
  readonly whenFound: (run: (matches: readonly InstrumentMatch[]) => void) => void;
  stop(): void;
}

/** A pause in typing; the gateway takes one symbol search a second. */
export const typingPauseMs = 250;
const maxPatternLength = 40;

export const idleSearch: SearchState = { kind: 'idle', pattern: '', matches: [], errorText: '' };

/** A search in which the newest pattern wins. */
export function createSymbolSearch(ports: SymbolSearchPorts): SymbolSearch {
  let state = idleSearch;
  let cancel: (() => void) | null = null;
  let turn = 0;
  let waiting: ((matches: readonly InstrumentMatch[]) => void) | null = null;

  const enter = (next: SearchState) => {
    state = next;
    ports.onState(next);
  };

  const ask = async (pattern: string, mine: number) => {
    const result = await ports.search(pattern);
    if (mine !== turn) return;
    const run = waiting;
    waiting = null;
    enter(
      result.ok
        ? { kind: 'found', pattern, matches: result.value, errorText: '' }
        : { kind: 'failed', pattern, matches: [], errorText: result.error.text },
    );
    if (result.ok) run?.(result.value);
  };

  return {
    type(text) {
      const pattern = text.trim().slice(0, maxPatternLength);
      if (pattern === state.pattern) return;
      cancel?.();
      cancel = null;
      waiting = null;
      turn += 1;
      const mine = turn;
      if (pattern === '') {
        enter(idleSearch);
        return;
      }
      enter({ kind: 'searching', pattern, matches: state.matches, errorText: '' });
      cancel = ports.after(typingPauseMs, () => void ask(pattern, mine));
    },
    whenFound(run) {
      if (state.kind === 'searching') waiting = run;
      else if (state.kind === 'found') run(state.matches);
    },
    stop() {
      cancel?.();
      waiting = null;
      turn += 1;
    },
  };
}
