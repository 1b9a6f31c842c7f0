import type { SearchState } from './symbol-search';

/** What decides which entry of the palette Enter would take. */
export interface HighlightInput {
  readonly search: Pick<SearchState, 'kind'>;
  /** The value of each match and of each command that can be used, in the order shown. */
  readonly matches: readonly string[];
  readonly commands: readonly string[];
  /** What the trader moved to since typing; null when nothing. */
  readonly chosen: string | null;
}

/**
 * The entry that is highlighted: what the trader moved to, else the first match, else the first command, but that only
 * when the search has answered. A symbol that is typed in haste must never run a command that happens to hold its letters.
 */
export function highlightedValue({ search, matches, commands, chosen }: HighlightInput): string {
  if (chosen !== null && (matches.includes(chosen) || commands.includes(chosen))) return chosen;
  const [match] = matches;
  if (search.kind === 'searching') return '';
  return match ?? commands[0] ?? '';
}
