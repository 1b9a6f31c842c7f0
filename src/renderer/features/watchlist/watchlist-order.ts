import type { ConId } from '../../../shared/domain/instrument';

/** The contract takes this many instruments. */
export const watchlistCapacity = 100;

/** The list with an instrument added at the end; the same list when it is there already or the list is full. */
export function withAdded(conIds: readonly ConId[], conId: ConId): readonly ConId[] {
  return conIds.includes(conId) || conIds.length >= watchlistCapacity ? conIds : [...conIds, conId];
}

/** The list without an instrument. */
export function withRemoved(conIds: readonly ConId[], conId: ConId): readonly ConId[] {
  return conIds.filter((other) => other !== conId);
}

/** The list with an instrument moved to an index; the index is brought into the list. */
export function withMoved(conIds: readonly ConId[], conId: ConId, index: number): readonly ConId[] {
  if (!conIds.includes(conId)) return conIds;
  const others = withRemoved(conIds, conId);
  const at = Math.min(others.length, Math.max(0, index));
  return [...others.slice(0, at), conId, ...others.slice(at)];
}

/** Which instrument is selected after one was removed: its successor, or the last, or none. */
export function selectedAfterRemoval(conIds: readonly ConId[], removed: ConId): ConId | null {
  const index = conIds.indexOf(removed);
  const rest = withRemoved(conIds, removed);
  return rest[Math.min(index, rest.length - 1)] ?? null;
}
