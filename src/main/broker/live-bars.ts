import { EventName } from '@stoqey/ib';
import type { Bar } from '../../shared/domain/bar';
import type { CircuitBreaker } from './circuit-breaker';
import { classifyRequestError } from './errors';
import type { GatewayLink } from './gateway-link';
import { barSizeSetting, liveSpan } from './history';
import { pacingCost } from './history-pacing';
import type { HistoryQueue } from './history-queue';
import { isEndOfBars, mapBar, type ToldBar } from './map-bars';
import type { HistoricalBarsRequest, Subscription } from './port';
import type { SessionContext, SessionPart } from './session-context';
import { checkContract } from './validate';

type LiveBarsRequest = Omit<HistoricalBarsRequest, 'endMs' | 'duration'>;

interface LiveSeries {
  readonly request: LiveBarsRequest;
  readonly onBar: (bar: Bar) => void;
  readonly onGap: () => void;
  /** The newest bar of the first answer, which comes before the updates. */
  newest: Bar | null;
  /** The request that feeds it now, or null while it waits. */
  reqId: number | null;
  /** Times that it was refused since bars came. */
  refusals: number;
  release: () => void;
  /** Takes back the intention to ask again later. */
  stopRetry: () => void;
}

const epochSeconds = 2;
/** TWS takes 50 historical requests that are open; the rest is for those that end. */
const mostOpen = 50;
/** Pauses before asking again after a refusal that may pass: doubling from the first to the last. */
const firstRetryMs = 5_000;
const longestRetryMs = 300_000;

/** Bars that form now (`keepUpToDate`), subscribed again on every connection. */
export class LiveBars implements SessionPart {
  readonly #context: SessionContext;
  readonly #queue: HistoryQueue;
  readonly #breaker: CircuitBreaker;
  readonly #series = new Set<LiveSeries>();
  readonly #byRequest = new Map<number, LiveSeries>();

  constructor(context: SessionContext, queue: HistoryQueue, breaker: CircuitBreaker) {
    this.#context = context;
    this.#queue = queue;
    this.#breaker = breaker;
  }

  /** Requests that stay open. */
  get open(): number {
    return this.#byRequest.size;
  }

  subscribe(request: LiveBarsRequest, onBar: (bar: Bar) => void, onGap: () => void): Subscription {
    const contract = checkContract(request.contract);
    if (!contract.ok) {
      this.#context.log.warn('live bars were refused', { text: contract.error.text });
      return { unsubscribe: () => undefined };
    }
    const series: LiveSeries = {
      request: { ...request, contract: { ...request.contract } },
      onBar,
      onGap,
      newest: null,
      reqId: null,
      refusals: 0,
      release: () => undefined,
      stopRetry: () => undefined,
    };
    this.#series.add(series);
    const link = this.#context.link();
    if (link !== null) this.#request(series, link);
    return {
      unsubscribe: () => {
        if (!this.#series.delete(series)) return;
        series.stopRetry();
        series.release();
        this.askMissing();
      },
    };
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.historicalData,
      link.guard((reqId: number, ...told: ToldBar) => {
        const series = this.#byRequest.get(reqId);
        if (series === undefined) return;
        if (!isEndOfBars(told[0])) {
          series.newest = mapBar(...told) ?? series.newest;
          series.refusals = 0;
        } else {
          // An answer shows that requests for bars work.
          this.#breaker.settle({ ok: true, value: null });
          if (series.newest !== null) series.onBar(series.newest);
        }
      }),
    );
    link.api.on(
      EventName.historicalDataUpdate,
      link.guard((reqId: number, ...told: ToldBar) => {
        const series = this.#byRequest.get(reqId);
        const bar = series === undefined ? null : mapBar(...told);
        if (bar !== null) series?.onBar(bar);
      }),
    );
  }

  begin(link: GatewayLink): void {
    for (const series of this.#series) {
      // Only who was fed before can have missed something.
      if (series.newest !== null) this.#tellGap(series);
      this.#request(series, link);
    }
  }

  end(): void {
    this.#byRequest.clear();
    for (const series of this.#series) {
      series.reqId = null;
      series.refusals = 0;
      series.stopRetry();
      series.release = () => undefined;
    }
  }

  resubscribe(link: GatewayLink): void {
    for (const series of this.#series) {
      series.release();
      this.#tellGap(series);
      this.#request(series, link);
    }
  }

  /** Asks for every series that is not fed, as far as there is room: a farm is back, or a place is free. */
  askMissing(): void {
    const link = this.#context.link();
    if (link === null) return;
    for (const series of this.#series) {
      if (series.reqId !== null) continue;
      series.stopRetry();
      if (series.newest !== null) this.#tellGap(series);
      this.#request(series, link);
    }
  }

  #tellGap(series: LiveSeries): void {
    try {
      series.onGap();
    } catch (error) {
      this.#context.log.error('a listener of live bars failed', { error: String(error) });
    }
  }

  #request(series: LiveSeries, link: GatewayLink): void {
    const { scheduler, requests } = this.#context;
    const { contract, barSize, whatToShow, regularHoursOnly } = series.request;
    const size = barSizeSetting(barSize);
    if (size === null || this.#byRequest.size >= mostOpen - this.#context.options.historyConcurrency) return;
    const pause = this.#breaker.refusal();
    if (pause !== null) {
      // While one request tries, nobody knows how long that takes.
      const waitMs =
        pause.untilMs === undefined || pause.untilMs === null
          ? firstRetryMs
          : pause.untilMs - this.#context.clock.nowMs();
      this.#later(series, waitMs);
      return;
    }
    let sent = false;
    let unqueue: () => void = () => undefined;
    const reqId = requests.reserve((code, text) => this.#onError(series, code, text));
    series.reqId = reqId;
    this.#byRequest.set(reqId, series);
    const source = [contract.conId, contract.exchange, whatToShow].join('/');
    const withdraw = this.#queue.enqueue(
      // Two charts of one instrument may keep the same bars up to date: each is a request of its own.
      { barSize, source, identity: `live/${reqId}`, cost: pacingCost(whatToShow) },
      (done) => {
        unqueue = scheduler.enqueue('history', () => {
          sent = link.call((api) =>
            api.reqHistoricalData(
              reqId,
              { conId: contract.conId, exchange: contract.exchange },
              '',
              liveSpan(barSize),
              size,
              whatToShow,
              regularHoursOnly,
              epochSeconds,
              true,
            ),
          );
        });
        // It stays open for good and must not take a place from those that end.
        done();
      },
    );
    series.release = () => {
      withdraw();
      unqueue();
      this.#byRequest.delete(reqId);
      requests.release(reqId);
      series.release = () => undefined;
      series.reqId = null;
      if (!sent) return;
      scheduler.enqueue('history', () => {
        if (link.usable) link.call((api) => api.cancelHistoricalData(reqId));
      });
    };
  }

  #onError(series: LiveSeries, code: number, text: string): void {
    const kind = classifyRequestError(code, text);
    if (kind === 'information') return;
    const { conId } = series.request.contract;
    this.#context.log.warn('live bars were refused', {
      conId,
      barSize: series.request.barSize,
      code,
      text,
    });
    series.release();
    if (kind === 'pacing') {
      this.#queue.backOff();
      this.#breaker.settle({ ok: false, error: { kind: 'refused', code, text } });
    }
    // An instrument without bars stays without them; everything else may pass.
    if (kind === 'no-such-contract' || kind === 'no-permission' || /permission/i.test(text)) return;
    series.refusals += 1;
    const waitMs = kind === 'duplicate-id' && series.refusals === 1 ? 0 : retryMs(series.refusals);
    this.#later(series, waitMs);
  }

  #later(series: LiveSeries, waitMs: number): void {
    series.stopRetry();
    series.stopRetry = this.#context.clock.after(Math.max(waitMs, 0), () => {
      const link = this.#context.link();
      if (link !== null && series.reqId === null && this.#series.has(series)) this.#request(series, link);
    });
  }
}

function retryMs(refusals: number): number {
  return Math.min(firstRetryMs * 2 ** Math.min(refusals - 1, 10), longestRetryMs);
}
