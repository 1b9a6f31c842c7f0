import { create } from 'zustand';
import type { ConId } from '../../../shared/domain/instrument';
import { useSelection } from '../../app/selection-store';
import { request } from '../../lib/ipc-client';
import { announce } from '../../ui';
import {
  selectedAfterRemoval,
  watchlistCapacity,
  withAdded,
  withMoved,
  withRemoved,
} from './watchlist-order';

type WatchlistStore =
  | { readonly kind: 'loading'; readonly conIds: readonly ConId[] }
  | { readonly kind: 'failed'; readonly conIds: readonly ConId[]; readonly text: string }
  | { readonly kind: 'ready'; readonly conIds: readonly ConId[] };

/** The instruments of the watchlist, in the trader's order. */
export const useWatchlist = create<WatchlistStore>()(() => ({ kind: 'loading', conIds: [] }));

let saving: Promise<void> = Promise.resolve();

/** Asks main for the list; selects its first instrument when none is selected. */
export async function loadWatchlist(): Promise<void> {
  useWatchlist.setState({ kind: 'loading', conIds: [] }, true);
  const result = await request('watchlist.get', {});
  if (!result.ok) {
    useWatchlist.setState({ kind: 'failed', conIds: [], text: result.error.text }, true);
    return;
  }
  const { conIds } = result.value;
  useWatchlist.setState({ kind: 'ready', conIds }, true);
  const [first] = conIds;
  const { conId, select } = useSelection.getState();
  if (conId === null && first !== undefined) select(first);
}

/** Adds an instrument at the end. */
export function addToWatchlist(conId: ConId): void {
  const { conIds } = useWatchlist.getState();
  if (!conIds.includes(conId) && conIds.length >= watchlistCapacity) {
    announce(
      `The watchlist is full: it holds ${watchlistCapacity} instruments. Remove one first.`,
      'assertive',
    );
    return;
  }
  change(withAdded(conIds, conId));
}

/** Removes an instrument; when it was selected, its successor is. */
export function removeFromWatchlist(conId: ConId): void {
  const { conIds } = useWatchlist.getState();
  const selection = useSelection.getState();
  if (selection.conId === conId) {
    const next = selectedAfterRemoval(conIds, conId);
    if (next !== null) selection.select(next);
  }
  change(withRemoved(conIds, conId));
}

/** Moves an instrument to an index. */
export function moveInWatchlist(conId: ConId, index: number): void {
  change(withMoved(useWatchlist.getState().conIds, conId, index));
}

function change(conIds: readonly ConId[]): void {
  const state = useWatchlist.getState();
  if (state.kind !== 'ready' || conIds === state.conIds) return;
  useWatchlist.setState({ kind: 'ready', conIds }, true);
  // One after the other, so that the newest list is the one that stays.
  saving = saving.then(async () => {
    const result = await request('watchlist.set', { conIds: [...conIds] });
    if (!result.ok) announce(`The watchlist was not saved. ${result.error.text}`, 'assertive');
  });
}
