/** A map that forgets the entry that was put in first when it is full. */
export class BoundedCache<Value> {
  private readonly limit: number;
  private readonly entries = new Map<number, Value>();

  /** @param limit the greatest number of entries, at least 1. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** The entry of `key`, made by `make` when it is not there. */
  get(key: number, make: () => Value): Value {
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.entries.size >= this.limit) {
      for (const oldest of this.entries.keys()) {
        this.entries.delete(oldest);
        break;
      }
    }
    this.entries.set(key, made);
    return made;
  }
}
