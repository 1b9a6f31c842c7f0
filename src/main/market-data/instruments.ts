import type { ConId, ContractRef, Instrument, InstrumentMatch } from '../../shared/domain/instrument';
import { err, ok, type Result } from '../../shared/domain/result';
import type { Broker, BrokerError } from '../broker/port';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';

/** Most instruments that are remembered; the one that was not used for the longest time goes first. */
const maximumInstruments = 1_000;

const gatewayDayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' });

/** The contracts that the gateway has described. */
export interface Instruments {
  /**
   * Contract details of a conId, asked of the gateway once per gateway day; one request is in flight per conId. When the
   * gateway cannot be reached, what it said on an earlier day is answered.
   */
  get(conId: ConId): Promise<Result<Instrument, BrokerError>>;
  /** What is remembered, without asking; perhaps of an earlier day. */
  peek(conId: ConId): Instrument | null;
  /**
   * Instruments whose symbol or name fits. One search is in flight; of those that wait only the newest is sent, the
   * others end as `cancelled`, because IB answers about one search a second.
   */
  search(pattern: string): Promise<Result<readonly InstrumentMatch[], BrokerError>>;
  /** Forgets everything, for when another gateway is used. */
  reset(): void;
}

/** How an instrument is named in requests: `SMART` for stocks and options, its own exchange for the rest. */
export function contractRef(instrument: Instrument): ContractRef {
  return { conId: instrument.conId, exchange: routeOf(instrument) };
}

function routeOf({ secType, exchange, primaryExchange }: Instrument): string {
  if (secType === 'STK' || secType === 'OPT') return 'SMART';
  if (exchange !== '' && exchange !== 'SMART') return exchange;
  return primaryExchange === '' ? 'SMART' : primaryExchange;
}

interface Entry {
  readonly instrument: Instrument;
  readonly day: string;
}

interface WaitingSearch {
  readonly pattern: string;
  readonly settle: (outcome: Result<readonly InstrumentMatch[], BrokerError>) => void;
}

/** Remembers contract details of {@link Broker}; nothing is asked before the first call. */
export function createInstruments({
  broker,
  clock,
  log,
}: {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly log: Logger;
}): Instruments {
  /** In order of use, the newest last. */
  const entries = new Map<ConId, Entry>();
  const inFlight = new Map<ConId, Promise<Result<Instrument, BrokerError>>>();
  let generation = 0;
  let searching: {
    readonly pattern: string;
    readonly answer: Promise<Result<readonly InstrumentMatch[], BrokerError>>;
  } | null = null;
  let waiting: WaitingSearch | null = null;

  /** IB's system day: contract details are prepared anew after the nightly restart, which follows New York's clock. */
  function gatewayDay(): string {
    return gatewayDayFormat.format(clock.nowMs() + (broker.snapshot().clockOffsetMs ?? 0));
  }

  function remember(instrument: Instrument): void {
    entries.delete(instrument.conId);
    entries.set(instrument.conId, { instrument, day: gatewayDay() });
    if (entries.size > maximumInstruments) {
      const oldest = entries.keys().next();
      if (oldest.done !== true) entries.delete(oldest.value);
    }
  }

  async function ask(conId: ConId): Promise<Result<Instrument, BrokerError>> {
    const asked = generation;
    const answer = await broker.contractDetails({ conId });
    if (!answer.ok) {
      const earlier = entries.get(conId);
      if (earlier !== undefined && answer.error.kind !== 'refused') return ok(earlier.instrument);
      log.warn('contract details failed', { conId, kind: answer.error.kind, code: answer.error.code });
      return answer;
    }
    const instrument = answer.value.find((candidate) => candidate.conId === conId);
    if (instrument === undefined) return err(unknownContract(conId));
    if (asked === generation) remember(instrument);
    return ok(instrument);
  }

  function startSearch(pattern: string): Promise<Result<readonly InstrumentMatch[], BrokerError>> {
    const answer = broker.searchInstruments(pattern).finally(() => {
      searching = null;
      const next = waiting;
      waiting = null;
      if (next !== null) startSearch(next.pattern).then(next.settle, () => next.settle(err(superseded)));
    });
    searching = { pattern, answer };
    return answer;
  }

  return {
    get(conId) {
      const entry = entries.get(conId);
      if (entry !== undefined && entry.day === gatewayDay()) {
        entries.delete(conId);
        entries.set(conId, entry);
        return Promise.resolve(ok(entry.instrument));
      }
      const running = inFlight.get(conId);
      if (running !== undefined) return running;
      const request = ask(conId).finally(() => {
        if (inFlight.get(conId) === request) inFlight.delete(conId);
      });
      inFlight.set(conId, request);
      return request;
    },
    peek: (conId) => entries.get(conId)?.instrument ?? null,
    search(pattern) {
      if (searching === null) return startSearch(pattern);
      if (searching.pattern === pattern && waiting === null) return searching.answer;
      waiting?.settle(err(superseded));
      return new Promise((settle) => {
        waiting = { pattern, settle };
      });
    },
    reset() {
      generation += 1;
      entries.clear();
      inFlight.clear();
    },
  };
}

const superseded: BrokerError = {
  kind: 'cancelled',
  code: null,
  text: 'A newer search took the place of this one.',
};

function unknownContract(conId: ConId): BrokerError {
  return {
    kind: 'refused',
    code: 200,
    text: `The gateway does not know contract ${conId}. Search for it by its symbol.`,
  };
}
