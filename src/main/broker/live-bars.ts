import { EventName } from '@stoqey/ib';
import type { Bar } from '../../shared/domain/bar';
import { classifyRequestError } from './errors';
import type { GatewayLink } from './gateway-link';
import { barSizeSetting, liveSpan } from './history';
import type { HistoryQueue } from './history-queue';
import { isEndOfBars, mapBar } from './map-bars';
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
  release: () => void;
}

const epochSeconds = 2;

/** Bars that form now (`keepUpToDate`), subscribed again on every connection. */
export class LiveBars implements SessionPart {
  readonly #context: SessionContext;
  readonly #queue: HistoryQueue;
  readonly #series = new Set<LiveSeries>();
  readonly #byRequest = new Map<number, LiveSeries>();

  constructor(context: SessionContext, queue: HistoryQueue) {
    this.#context = context;
    this.#queue = queue;
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
      release: () => undefined,
    };
    this.#series.add(series);
    const link = this.#context.link();
    if (link !== null) this.#request(series, link);
    return {
      unsubscribe: () => {
        if (this.#series.delete(series)) series.release();
      },
    };
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.historicalData,
      link.guard(
        (
          reqId: number,
          time: string,
          open: number,
          high: number,
          low: number,
          close: number,
          volume: number,
          count: number | undefined,
          wap: number,
        ) => {
          const series = this.#byRequest.get(reqId);
          if (series === undefined) return;
          if (!isEndOfBars(time)) {
            series.newest = mapBar(time, open, high, low, close, volume, count, wap) ?? series.newest;
          } else if (series.newest !== null) {
            series.onBar(series.newest);
          }
        },
      ),
    );
    link.api.on(
      EventName.historicalDataUpdate,
      link.guard(
        (
          reqId: number,
          time: string,
          open: number,
          high: number,
          low: number,
          close: number,
          volume: number,
          count: number,
          wap: number,
        ) => {
          const series = this.#byRequest.get(reqId);
          const bar = series === undefined ? null : mapBar(time, open, high, low, close, volume, count, wap);
          if (bar !== null) series?.onBar(bar);
        },
      ),
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
    if (size === null) return;
    let sent = false;
    let unqueue: () => void = () => undefined;
    const reqId = requests.reserve((code, text) => {
      const kind = classifyRequestError(code, text);
      if (kind === 'pacing') this.#queue.backOff();
      if (kind !== 'information') {
        this.#context.log.warn('live bars were refused', { conId: contract.conId, barSize, code, text });
      }
    });
    series.reqId = reqId;
    this.#byRequest.set(reqId, series);
    const source = [contract.conId, contract.exchange, whatToShow].join('/');
    const withdraw = this.#queue.enqueue(
      // Two charts of one instrument may keep the same bars up to date: each is a request of its own.
      { barSize, source, identity: `live/${reqId}` },
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
      if (!sent) return;
      scheduler.enqueue('history', () => {
        if (link.usable) link.call((api) => api.cancelHistoricalData(reqId));
      });
    };
  }
}
