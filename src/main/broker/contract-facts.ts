import type { ConId, Instrument, TimeSpan } from '../../shared/domain/instrument';
import type { FarmFacts } from './farms';

/** What the session remembers of an instrument that the gateway has described. */
export interface ContractFacts extends FarmFacts {
  /** When prices move, ascending: regular hours where they are known. Empty when the gateway sent none. */
  readonly openHours: readonly TimeSpan[];
}

/** As many as an app can have looked at on one day; the oldest go first. */
const maximumFacts = 5_000;

/** Learns from every contract that the gateway describes: requests for data name an instrument by its conId alone. */
export class ContractMemory {
  readonly #facts = new Map<ConId, ContractFacts>();

  learn(instrument: Instrument): void {
    const { conId, secType, exchange, primaryExchange, currency, liquidHours, tradingHours } = instrument;
    this.#facts.delete(conId);
    this.#facts.set(conId, {
      secType,
      exchange,
      primaryExchange,
      currency,
      openHours: liquidHours.length > 0 ? liquidHours : tradingHours,
    });
    if (this.#facts.size <= maximumFacts) return;
    const oldest = this.#facts.keys().next();
    if (oldest.done !== true) this.#facts.delete(oldest.value);
  }

  get(conId: ConId): ContractFacts | null {
    return this.#facts.get(conId) ?? null;
  }
}

/** Whether prices move at a moment of the gateway's time; null when that is not known. */
export function isOpenAt(facts: ContractFacts | null, atMs: number): boolean | null {
  if (facts === null || facts.openHours.length === 0) return null;
  // Hours are told for the coming days; beyond them nothing is known.
  const lastMs = facts.openHours.at(-1)?.endMs ?? 0;
  if (atMs >= lastMs) return null;
  return facts.openHours.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs);
}
