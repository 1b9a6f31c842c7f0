/** Something that there is for each instrument. */
export interface ByConId<Value> {
  /** Undefined for an instrument that is not listed. */
  get(conId: number): Value | undefined;
}

/** Makes what belongs to an instrument when it is first asked for, and keeps it. */
export class OnDemand<Value> implements ByConId<Value> {
  private readonly make: (conId: number) => Value | undefined;
  private readonly made = new Map<number, Value>();

  constructor(make: (conId: number) => Value | undefined) {
    this.make = make;
  }

  get(conId: number): Value | undefined {
    const known = this.made.get(conId);
    if (known !== undefined) return known;
    const made = this.make(conId);
    if (made !== undefined) this.made.set(conId, made);
    return made;
  }
}
