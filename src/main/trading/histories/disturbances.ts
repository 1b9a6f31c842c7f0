/** What happens to one message on its way. */
export type Fate =
  | {
      readonly kind: 'arrives';
      readonly afterMs: number;
      /** How long after that it comes a second time, ms; null: never. */
      readonly again: number | null;
    }
  /** It never arrives, and the connection stands. */
  | { readonly kind: 'lost' }
  /** The connection ends at it. */
  | { readonly kind: 'cut'; readonly arrives: boolean }
  /** The app is gone at it. */
  | { readonly kind: 'crash'; readonly arrives: boolean };

const after = (afterMs: number, again: number | null = null): Fate => ({ kind: 'arrives', afterMs, again });
const now = after(0);

/** Fates of a message to IB, the harmless first. Nothing comes twice here: TCP does not repeat, and the app must not. */
const towardsIb: readonly Fate[] = [
  ...Array.from({ length: 24 }, () => now),
  after(3),
  after(300),
  after(1_500),
  after(4_000),
  { kind: 'lost' },
  { kind: 'cut', arrives: false },
  { kind: 'cut', arrives: true },
  { kind: 'crash', arrives: false },
  { kind: 'crash', arrives: true },
];

/** Fates of a message of IB, the harmless first. */
const towardsApp: readonly Fate[] = [
  ...Array.from({ length: 26 }, () => now),
  after(3),
  after(60),
  after(700),
  after(2_600),
  after(0, 0),
  after(0, 900),
  after(60, 4_000),
  { kind: 'lost' },
  { kind: 'lost' },
  { kind: 'cut', arrives: false },
  { kind: 'crash', arrives: true },
];

/** The greatest number that stands for a fate. */
export const worstFate = { towardsIb: towardsIb.length - 1, towardsApp: towardsApp.length - 1 } as const;

/** What happens to the messages of a history, one after the other; everything after that arrives at once. */
export class Disturbances {
  readonly #towardsIb: Iterator<number>;
  readonly #towardsApp: Iterator<number>;
  #calm = true;

  /** Numbers up to {@link worstFate}; 0 is harmless, so that what matters is left when fast-check shrinks. */
  constructor(toIb: readonly number[], toApp: readonly number[]) {
    this.#towardsIb = toIb.values();
    this.#towardsApp = toApp.values();
  }

  /** From now on messages are disturbed. */
  begin(): void {
    this.#calm = false;
  }

  /** From now on nothing is disturbed any more. */
  end(): void {
    this.#calm = true;
  }

  towardsIb(): Fate {
    return this.#next(this.#towardsIb, towardsIb);
  }

  towardsApp(): Fate {
    return this.#next(this.#towardsApp, towardsApp);
  }

  #next(numbers: Iterator<number>, fates: readonly Fate[]): Fate {
    if (this.#calm) return now;
    const next = numbers.next();
    return (next.done === true ? undefined : fates[next.value]) ?? now;
  }
}
