import { BarSizeSetting, EventName } from '@stoqey/ib';
import type { FarmTrouble } from '../../shared/domain/connection';
import { isDailyOrLonger } from '../../shared/domain/bar';
import type { Bar, BarColumns, BarSize } from '../../shared/domain/bar';
import type { ConId, ContractRef } from '../../shared/domain/instrument';
import { err, ok } from '../../shared/domain/result';
import { breakerFor } from './circuit-breaker';
import type { CircuitBreaker } from './circuit-breaker';
import { classifyRequestError } from './errors';
import { farmServes } from './farms';
import type { GatewayLink } from './gateway-link';
import { pacingCost } from './history-pacing';
import type { HistoryQueue } from './history-queue';
import { columnsOf, isEndOfBars, mapBar, mapBarTime, type ToldBar } from './map-bars';
import type { BrokerError, BrokerResult, HistoricalBarsRequest } from './port';
import { underFreshId } from './request-table';
import type { PendingRequest } from './request-table';
import { connectionLost, notConnected } from './session-context';
import type { SessionContext, SessionPart } from './session-context';
import { checkContract, invalid } from './validate';
import { utcTimestamp } from './wire-time';

/** Times as epoch seconds rather than in the gateway's zone. Source: TWS API, reqHistoricalData formatDate. */
const epochSeconds = 2;
/** More bars than were ever asked for; what comes beyond is dropped. */
const maxBars = 20_000;

interface WaitingRequest {
  readonly conId: ConId;
  fail(error: BrokerError): void;
  /** Takes it to the queue, if it has not been there. */
  go: () => void;
}

interface Collecting {
  readonly pending: PendingRequest<BarColumns>;
  readonly bars: Bar[];
}

/** Finished bars and head timestamps. */
export class History implements SessionPart {
  readonly #context: SessionContext;
  readonly #queue: HistoryQueue;
  readonly #collecting = new Map<number, Collecting>();
  readonly #heads = new Map<number, PendingRequest<number>>();
  /** Those that wait for their turn, for their farm, or for the end of a pause. */
  readonly #waiting = new Set<WaitingRequest>();
  /** Shared with the bars that form: they are requests of the same kind. */
  readonly breaker: CircuitBreaker;

  constructor(context: SessionContext, queue: HistoryQueue) {
    this.#context = context;
    this.#queue = queue;
    this.breaker = breakerFor(context.clock, 'bars');
    this.breaker.onOpen((error) => this.#failWaiting(error));
  }

  async bars(request: HistoricalBarsRequest): Promise<BrokerResult<BarColumns>> {
    const contract = checkContract(request.contract);
    if (!contract.ok) return contract;
    const size = barSizeSetting(request.barSize);
    if (size === null || !isDuration(request.duration)) return invalid('The span of bars is not valid.');
    if (request.endMs !== null && !isMoment(request.endMs))
      return invalid('The end of the bars is not a valid time.');
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    const end = request.endMs === null ? '' : utcTimestamp(request.endMs);
    const identity = [contract.value.conId, contract.value.exchange, request.whatToShow].join('/');
    return this.#whenAllowed(
      request.contract.conId,
      {
        barSize: request.barSize,
        source: identity,
        identity: [identity, request.barSize, end, request.duration, request.regularHoursOnly].join('/'),
        cost: pacingCost(request.whatToShow),
      },
      () => {
        const pending = this.#context.requests.open<BarColumns>({
          link,
          lane: 'history',
          timeoutMs: this.#context.options.historyTimeoutMs,
          send: (api, reqId) =>
            api.reqHistoricalData(
              reqId,
              { ...contract.value },
              end,
              request.duration,
              size,
              request.whatToShow,
              request.regularHoursOnly,
              epochSeconds,
              false,
            ),
          abandon: (api, reqId) => api.cancelHistoricalData(reqId),
          onOver: (reqId) => this.#collecting.delete(reqId),
          onError: (code, text) => {
            const kind = classifyRequestError(code, text);
            if (kind === 'pacing') this.#queue.backOff();
            if (kind === 'no-data') pending.settle(ok(columnsOf([])));
            return kind === 'no-data' || kind === 'information';
          },
        });
        this.#collecting.set(pending.reqId, { pending, bars: [] });
        return pending.answer;
      },
    );
  }

  async headTimestamp(
    contractRef: ContractRef,
    whatToShow: HistoricalBarsRequest['whatToShow'],
    regularHoursOnly: boolean,
  ): Promise<BrokerResult<number>> {
    const contract = checkContract(contractRef);
    if (!contract.ok) return contract;
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    return this.breaker.run(() =>
      underFreshId(() => {
        const pending = this.#context.requests.open<number>({
          link,
          lane: 'history',
          timeoutMs: this.#context.options.historyTimeoutMs,
          send: (api, reqId) =>
            api.reqHeadTimestamp(reqId, { ...contract.value }, whatToShow, regularHoursOnly, epochSeconds),
          abandon: (api, reqId) => api.cancelHeadTimestamp(reqId),
          onOver: (reqId) => this.#heads.delete(reqId),
          onError: (code, text) => classifyRequestError(code, text) === 'information',
        });
        this.#heads.set(pending.reqId, pending);
        return pending.answer;
      }),
    );
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.historicalData,
      link.guard((reqId: number, ...told: ToldBar) => {
        const collecting = this.#collecting.get(reqId);
        if (collecting === undefined) return;
        if (isEndOfBars(told[0])) {
          collecting.pending.settle(ok(columnsOf(collecting.bars)));
          return;
        }
        const bar = mapBar(...told);
        if (bar !== null && collecting.bars.length < maxBars) collecting.bars.push(bar);
      }),
    );
    link.api.on(
      EventName.headTimestamp,
      link.guard((reqId: number, time: string) => {
        const atMs = mapBarTime(time);
        this.#heads
          .get(reqId)
          ?.settle(
            atMs === null
              ? err({ kind: 'refused', code: null, text: 'The gateway sent a time that cannot be read.' })
              : ok(atMs),
          );
      }),
    );
  }

  begin(): void {
    this.breaker.reconnected();
  }

  end(): void {
    this.#queue.clear();
    this.#failWaiting(connectionLost);
  }

  resubscribe(): void {
    // One question, one answer: nothing to subscribe again.
  }

  /** A farm for bars of the past is back: what waited for it is asked. */
  farmUp(): void {
    for (const waiting of this.#waiting) {
      if (this.#farmDownFor(waiting.conId) === null) waiting.go();
    }
  }

  #farmDownFor(conId: ConId): FarmTrouble | null {
    const facts = this.#context.contracts.get(conId);
    const troubles = this.#context.farmsDown('history');
    return troubles.find((trouble) => farmServes(trouble.farm, trouble.kind, facts)) ?? null;
  }

  #failWaiting(error: BrokerError): void {
    for (const waiting of this.#waiting) waiting.fail(error);
  }

  /** Starts the request when its farm is there, pacing allows it, and requests for bars are not paused. */
  #whenAllowed<T>(
    conId: ConId,
    paced: Parameters<HistoryQueue['enqueue']>[0],
    start: () => Promise<BrokerResult<T>>,
  ): Promise<BrokerResult<T>> {
    const refusal = this.breaker.refusal();
    if (refusal !== null) return Promise.resolve(err(refusal));
    return new Promise((resolve) => {
      let withdraw: () => void = () => undefined;
      let stopPatience: () => void = () => undefined;
      const over = () => {
        this.#waiting.delete(waiting);
        stopPatience();
      };
      const waiting: WaitingRequest = {
        conId,
        fail: (error) => {
          over();
          withdraw();
          resolve(err(error));
        },
        go: () => {
          stopPatience();
          waiting.go = () => undefined;
          withdraw = this.#queue.enqueue(paced, (done) => {
            over();
            const answer = this.breaker.run(() => underFreshId(start));
            resolve(answer);
            void answer.finally(done);
          });
        },
      };
      this.#waiting.add(waiting);
      const trouble = this.#farmDownFor(conId);
      if (trouble === null) {
        waiting.go();
        return;
      }
      stopPatience = this.#context.clock.after(this.#context.options.historyTimeoutMs, () => {
        const { text, advice } = trouble.reason;
        waiting.fail({ kind: 'paused', code: null, text: `${text} ${advice}`, untilMs: null });
      });
    });
  }
}

/** The library's name of a bar size. */
export function barSizeSetting(barSize: BarSize): BarSizeSetting | null {
  return Object.values(BarSizeSetting).find((setting: string) => setting === barSize) ?? null;
}

function isDuration(text: unknown): boolean {
  return typeof text === 'string' && /^[1-9]\d{0,5} [SDWMY]$/.test(text);
}

function isMoment(atMs: number): boolean {
  return Number.isFinite(atMs) && atMs > 0 && atMs < 4_102_444_800_000;
}

/** A span that holds the bar that forms now and not much more. */
export function liveSpan(barSize: BarSize): string {
  if (isDailyOrLonger(barSize)) return barSize === '1 month' ? '2 M' : '2 W';
  return barSize.endsWith('secs') ? '300 S' : barSize.includes('min') ? '3600 S' : '1 D';
}
