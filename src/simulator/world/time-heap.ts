/** An entry of the heap; entries of the same time come out in the order in which they were put in. */
export interface TimedEntry {
  readonly atMs: number;
  readonly sequence: number;
  readonly run: () => void;
  cancelled: boolean;
}

function before(a: TimedEntry, b: TimedEntry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}

/** A binary min-heap by time. */
export class TimeHeap {
  private readonly entries: TimedEntry[] = [];

  get size(): number {
    return this.entries.length;
  }

  push(entry: TimedEntry): void {
    const entries = this.entries;
    let index = entries.length;
    entries.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = entries[parentIndex];
      if (parent === undefined || !before(entry, parent)) break;
      entries[index] = parent;
      index = parentIndex;
    }
    entries[index] = entry;
  }

  /** The earliest entry that is not cancelled. */
  peek(): TimedEntry | undefined {
    while (this.entries[0]?.cancelled === true) this.removeTop();
    return this.entries[0];
  }

  /** Takes the earliest entry that is not cancelled. */
  pop(): TimedEntry | undefined {
    const top = this.peek();
    if (top !== undefined) this.removeTop();
    return top;
  }

  clear(): void {
    this.entries.length = 0;
  }

  private removeTop(): void {
    const entries = this.entries;
    const moved = entries.pop();
    if (moved === undefined || entries.length === 0) return;
    let index = 0;
    for (;;) {
      const leftIndex = 2 * index + 1;
      const left = entries[leftIndex];
      if (left === undefined) break;
      const right = entries[leftIndex + 1];
      const childIndex = right !== undefined && before(right, left) ? leftIndex + 1 : leftIndex;
      const child = entries[childIndex];
      if (child === undefined || !before(child, moved)) break;
      entries[index] = child;
      index = childIndex;
    }
    entries[index] = moved;
  }
}
