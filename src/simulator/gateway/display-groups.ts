/** Told of the contract that a group shows. */
export type GroupListener = (contractInfo: string) => void;

const GROUPS = [1, 2, 3, 4, 5, 6, 7] as const;

/** The groups of windows that show one contract together, as TWS has them; all clients share them. */
export class DisplayGroups {
  readonly ids: readonly number[] = GROUPS;
  readonly #shown = new Map<number, string>();
  readonly #listeners = new Map<number, Set<GroupListener>>();

  /** What a group shows: `none`, or a conId and an exchange as `8314@SMART`. */
  shown(groupId: number): string {
    return this.#shown.get(groupId) ?? 'none';
  }

  /** Makes a group show a contract and tells everybody who listens to it. */
  show(groupId: number, contractInfo: string): void {
    this.#shown.set(groupId, contractInfo);
    for (const listener of this.#listeners.get(groupId) ?? []) listener(contractInfo);
  }

  subscribe(groupId: number, listener: GroupListener): () => void {
    const listeners = this.#listeners.get(groupId) ?? new Set();
    this.#listeners.set(groupId, listeners);
    const own: GroupListener = (contractInfo) => {
      listener(contractInfo);
    };
    listeners.add(own);
    return () => void listeners.delete(own);
  }
}
