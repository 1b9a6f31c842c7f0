import type { SimInstrument, World } from '../world/world';

/** The volume-weighted average price of the day, a statistic that TWS sends with every trade. */
export class RunningAverage {
  #value: number;
  #volume: number;

  /** Begins with the average of the day so far. */
  constructor(world: World, instrument: SimInstrument) {
    const day = world.history.formingBar({
      instrument,
      endMs: world.clock.nowMs(),
      duration: '1 D',
      barSize: '1 day',
      whatToShow: 'TRADES',
      regularHoursOnly: false,
    });
    this.#value = day?.wap ?? 0;
    this.#volume = Math.max(0, day?.volume ?? 0);
  }

  add(price: number, size: number): void {
    this.#volume += size;
    if (this.#volume > 0) this.#value += ((price - this.#value) * size) / this.#volume;
  }

  value(): number {
    return this.#value;
  }
}
