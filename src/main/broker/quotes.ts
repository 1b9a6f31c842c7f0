import { EventName } from '@stoqey/ib';
import type { IBApi } from '@stoqey/ib';
import type { ConId, ContractRef } from '../../shared/domain/instrument';
import { classifyRequestError } from './errors';
import type { GatewayLink } from './gateway-link';
import { marketDataTypeOf } from './map-tick';
import type { QuoteSink, Subscription } from './port';
import { QuoteLine } from './quote-line';
import type { SessionContext, SessionPart } from './session-context';
import { checkContract } from './validate';

const bidSizeTick = 0;
const live = 1;
const delayed = 3;

/** Market data subscriptions: one line for each instrument, however many listen, and at most as many as IB allows. */
export class Quotes implements SessionPart {
  readonly #context: SessionContext;
  readonly #lines = new Map<ConId, QuoteLine>();
  readonly #byRequest = new Map<number, QuoteLine>();

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** Lines in use. */
  get lines(): number {
    return this.#lines.size;
  }

  subscribe(contract: ContractRef, sink: QuoteSink): Subscription {
    const checked = checkContract(contract);
    if (!checked.ok) {
      this.#refuse(sink, 321, checked.error.text);
      return { unsubscribe: () => undefined };
    }
    let line = this.#lines.get(contract.conId);
    if (line === undefined) {
      if (this.#lines.size >= this.#context.options.marketDataLines) {
        this.#refuse(
          sink,
          101,
          `All ${this.#lines.size} market data lines are in use. Close a chart or a watchlist row first.`,
        );
        return { unsubscribe: () => undefined };
      }
      line = new QuoteLine({ conId: contract.conId, exchange: contract.exchange }, this.#context.log);
      this.#lines.set(contract.conId, line);
      line.join(sink);
      const link = this.#context.link();
      if (link !== null) this.#request(line, link);
    } else {
      line.join(sink);
    }
    const joined = line;
    return { unsubscribe: () => this.#leave(joined, sink) };
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.tickPrice,
      link.guard((reqId: number, tickType: number, value: number | undefined) =>
        this.#byRequest.get(reqId)?.price(tickType, value),
      ),
    );
    link.api.on(
      EventName.tickSize,
      link.guard((reqId: number, tickType?: number, value?: number) =>
        this.#byRequest.get(reqId)?.size(tickType, value),
      ),
    );
    link.onBidSize((reqId, size) => this.#byRequest.get(reqId)?.size(bidSizeTick, size));
    link.api.on(
      EventName.tickString,
      link.guard((reqId: number, tickType: number, value: string) =>
        this.#byRequest.get(reqId)?.text(tickType, value),
      ),
    );
    link.api.on(
      EventName.marketDataType,
      link.guard((reqId: number, value: number) => {
        const type = this.#context.simulated() ? 'simulated' : marketDataTypeOf(value);
        if (type !== null) this.#byRequest.get(reqId)?.type(type);
      }),
    );
  }

  begin(link: GatewayLink): void {
    this.#context.scheduler.enqueue('market-data', () => {
      link.call((api) => api.reqMarketDataType(live));
    });
    for (const line of this.#lines.values()) this.#request(line, link);
  }

  end(): void {
    this.#byRequest.clear();
    for (const line of this.#lines.values()) {
      line.reqId = null;
      line.release = () => undefined;
      line.setStale(true);
    }
  }

  resubscribe(link: GatewayLink): void {
    for (const line of this.#lines.values()) {
      line.setStale(true);
      this.#drop(line);
      this.#request(line, link);
    }
  }

  /** The feeds are suspected to be dead, until the next tick of each. */
  markStale(): void {
    for (const line of this.#lines.values()) line.setStale(true);
  }

  #refuse(sink: QuoteSink, code: number, text: string): void {
    try {
      sink.notice(code, text, true);
    } catch (error) {
      this.#context.log.error('a quote listener failed', { error: String(error) });
    }
  }

  #request(line: QuoteLine, link: GatewayLink): void {
    const { scheduler, requests } = this.#context;
    const reqId = requests.reserve((code, text) => this.#onError(line, reqId, code, text));
    line.reqId = reqId;
    this.#byRequest.set(reqId, line);
    let sent = false;
    const send = (api: IBApi) => {
      const contract = { conId: line.contract.conId, exchange: line.contract.exchange };
      // The type is a switch for all requests that follow: it is set back at once.
      if (line.delayed) api.reqMarketDataType(delayed);
      api.reqMktData(reqId, contract, '', false, false);
      if (line.delayed) api.reqMarketDataType(live);
    };
    const unqueue = scheduler.enqueue(
      'market-data',
      () => {
        sent = link.call(send);
      },
      line.delayed ? 3 : 1,
    );
    line.release = () => {
      unqueue();
      this.#byRequest.delete(reqId);
      requests.release(reqId);
      if (!sent) return;
      scheduler.enqueue('market-data', () => {
        if (link.usable) link.call((api) => api.cancelMktData(reqId));
      });
    };
  }

  #drop(line: QuoteLine): void {
    line.release();
    line.release = () => undefined;
    line.reqId = null;
  }

  #leave(line: QuoteLine, sink: QuoteSink): void {
    line.leave(sink);
    if (!line.empty || this.#lines.get(line.contract.conId) !== line) return;
    this.#lines.delete(line.contract.conId);
    this.#drop(line);
  }

  #onError(line: QuoteLine, reqId: number, code: number, text: string): void {
    if (line.reqId !== reqId) return;
    switch (classifyRequestError(code, text)) {
      case 'information':
      case 'partial':
        line.notice(code, text, false);
        return;
      case 'competing-session':
        // The feed comes back by itself when the other session ends.
        line.notice(code, text, false);
        line.setStale(true);
        return;
      case 'no-permission':
        line.notice(code, text, true);
        this.#tryDelayed(line);
        return;
      case 'no-data':
      case 'pacing':
      case 'duplicate-id':
      case 'no-such-contract':
      case 'too-many-lines':
      case 'refused':
        line.notice(code, text, true);
        return;
    }
  }

  #tryDelayed(line: QuoteLine): void {
    const link = this.#context.link();
    if (line.delayed || link === null) return;
    line.delayed = true;
    this.#drop(line);
    this.#request(line, link);
  }
}
