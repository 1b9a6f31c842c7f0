import { useEffect } from 'react';
import { create } from 'zustand';
import type { ConId, Instrument } from '../../shared/domain/instrument';
import type { Result } from '../../shared/domain/result';
import type { RequestError } from '../../shared/ipc/errors';
import { request } from './ipc-client';

interface InstrumentCache {
  readonly instruments: ReadonlyMap<ConId, Instrument>;
  /** Why the last attempt failed; cleared by the next. */
  readonly errors: ReadonlyMap<ConId, RequestError>;
}

/** More than a day of trading touches; the oldest go first. */
const capacity = 1_000;

/** What is known about instruments. */
export const useInstruments = create<InstrumentCache>()(() => ({
  instruments: new Map(),
  errors: new Map(),
}));

const inFlight = new Map<ConId, Promise<Result<Instrument, RequestError>>>();
let generation = 0;

/** An instrument with its rules; asked once, then from the cache. */
export function getInstrument(conId: ConId): Promise<Result<Instrument, RequestError>> {
  const known = useInstruments.getState().instruments.get(conId);
  if (known !== undefined) return Promise.resolve({ ok: true, value: known });
  const asked = inFlight.get(conId);
  if (asked !== undefined) return asked;
  const startedIn = generation;
  const answer = request('instrument.get', { conId }).then((result) => {
    if (startedIn !== generation) return result;
    inFlight.delete(conId);
    remember(conId, result);
    return result;
  });
  inFlight.set(conId, answer);
  return answer;
}

/** The instrument, or null while it is not known. */
export function useInstrument(conId: ConId | null): Instrument | null {
  const instrument = useInstruments((state) => (conId === null ? undefined : state.instruments.get(conId)));
  useEffect(() => {
    if (conId !== null && instrument === undefined) void getInstrument(conId);
  }, [conId, instrument]);
  return instrument ?? null;
}

/** Why the instrument is not known, or null. */
export function useInstrumentError(conId: ConId | null): RequestError | null {
  return useInstruments((state) => (conId === null ? undefined : state.errors.get(conId))) ?? null;
}

/** Asks again for what failed; called when the connection becomes ready. */
export function retryFailedInstruments(): void {
  for (const conId of useInstruments.getState().errors.keys()) void getInstrument(conId);
}

/** Forgets everything; called when another profile, with another gateway, takes over. */
export function forgetInstruments(): void {
  generation += 1;
  inFlight.clear();
  useInstruments.setState({ instruments: new Map(), errors: new Map() });
}

function remember(conId: ConId, result: Result<Instrument, RequestError>): void {
  useInstruments.setState((state) => {
    const instruments = new Map(state.instruments);
    const errors = new Map(state.errors);
    errors.delete(conId);
    if (result.ok) instruments.set(conId, result.value);
    else errors.set(conId, result.error);
    for (const map of [instruments, errors]) {
      const [oldest] = map.keys();
      if (map.size > capacity && oldest !== undefined) map.delete(oldest);
    }
    return { instruments, errors };
  });
}
