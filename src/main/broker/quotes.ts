import { EventName } from '@stoqey/ib';
import type { IBApi } from '@stoqey/ib';
import type { FarmTrouble } from '../../shared/domain/connection';
import type { ConId, ContractRef } from '../../shared/domain/instrument';
import { isOpenAt } from './contract-facts';
import { classifyRequestError } from './errors';
import { farmServes } from './farms';
import type { GatewayLink } from './gateway-link';
import { marketDataTypeOf } from './map-tick';
import type { QuoteSink, Subscription } from './port';
import { QuoteLine } from './quote-line';
import { QuoteWatchdog } from './quote-watchdog';
import type { SessionContext, SessionPart } from './session-context';
import { checkContract } from './validate';

const bidSizeTick = 0;
const live = 1;
const delayed = 3;
/** New ids that one line gets on one connection because the gateway calls its id a duplicate. */
const mostNewIds = 3;
const competingSession = 10_197;
/** Said of a line that is quiet although its market is open; no code of IB. */
const quietNotice = { code: 0, text: 'No prices have come for unusually long: asking for them again.' };

/** Market data subscriptions: one line for each instrument, however many listen, and at most as many as IB allows. */
export class Quotes implements SessionPart {
  readonly #context: SessionContext;
  readonly #lines = new Map<ConId, QuoteLine>();
  readonly #byRequest = new Map<number, QuoteLine>();
  /** Lines that were in order until the gateway lost Interactive Brokers. */
  readonly #staleByOutage = new Set<QuoteLine>();
  readonly #watchdog: QuoteWatchdog;

  constructor(context: SessionContext) {
    this.#context = context;
    this.#watchdog = new QuoteWatchdog({
      clock: context.clock,
      lines: () => this.#lines.values(),
      isOpen: (line) => this.#shouldMove(line),
      sameFarm: (line, other) => this.#sameMarket(line, other),
      revive: (line) => this.#revive(line),
    });
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
      line = new QuoteLine(
        { conId: contract.conId, exchange: contract.exchange },
        this.#context.log,
        this.#context.clock.monotonicMs(),
      );
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
        const said = marketDataTypeOf(value);
        // Delayed data stays delayed, also when it is simulated.
        const type = this.#context.simulated() && value <= 2 && said !== null ? 'simulated' : said;
        if (type !== null) this.#byRequest.get(reqId)?.type(type);
      }),
    );
  }

  begin(link: GatewayLink): void {
    this.#context.scheduler.enqueue('market-data', () => {
      link.call((api) => api.reqMarketDataType(live));
    });
    for (const line of this.#lines.values()) this.#request(line, link);
    this.#watchdog.start();
  }

  end(): void {
    this.#watchdog.stop();
    this.#byRequest.clear();
    this.#staleByOutage.clear();
    for (const line of this.#lines.values()) {
      line.reqId = null;
      line.requested = false;
      line.renamed = 0;
      // The next connection is asked for live data again: what was not subscribed today may be tomorrow.
      line.delayed = false;
      line.release = () => undefined;
      line.markStale();
    }
  }

  resubscribe(link: GatewayLink): void {
    for (const line of this.#lines.values()) this.#again(line, link);
  }

  /** The gateway has lost Interactive Brokers: nothing comes until it is back. */
  connectivityLost(): void {
    for (const line of this.#lines.values()) {
      if (!line.isStale) this.#staleByOutage.add(line);
      line.markStale();
    }
  }

  /** It is back and has kept every subscription: the values are what the market says, also where nothing moves. */
  connectivityKept(): void {
    for (const line of this.#staleByOutage) {
      if (line.staleCode === null && this.#farmDownFor(line) === null) line.markFresh();
    }
    this.#staleByOutage.clear();
  }

  /** A market data farm is down: what it serves is old until its next tick. */
  farmDown(trouble: FarmTrouble): void {
    for (const line of this.#lines.values()) {
      if (this.#serves(trouble, line)) line.markStale(noticeOf(trouble));
    }
  }

  /** A market data farm is back. Its feeds are asked for again: that it is "OK" does not prove that they flow. */
  farmUp(trouble: FarmTrouble, link: GatewayLink): void {
    for (const line of this.#lines.values()) {
      if (this.#serves(trouble, line)) this.#again(line, link);
    }
  }

  #serves(trouble: FarmTrouble, line: QuoteLine): boolean {
    return farmServes(trouble.farm, trouble.kind, this.#context.contracts.get(line.contract.conId));
  }

  #farmDownFor(line: QuoteLine): FarmTrouble | null {
    const troubles = this.#context.farmsDown('market-data');
    return troubles.find((trouble) => this.#serves(trouble, line)) ?? null;
  }

  #shouldMove(line: QuoteLine): boolean | null {
    const context = this.#context;
    if (context.link() === null || !context.connected() || this.#farmDownFor(line) !== null) return false;
    if (line.served === 'frozen' || line.served === 'delayed-frozen') return false;
    return isOpenAt(context.contracts.get(line.contract.conId), context.gatewayNowMs());
  }

  /** Whether what one line gets shows that the other one could get it as well. */
  #sameMarket(line: QuoteLine, other: QuoteLine): boolean {
    const { contracts } = this.#context;
    const facts = contracts.get(line.contract.conId);
    const others = contracts.get(other.contract.conId);
    if (facts === null || others === null) return line.contract.exchange === other.contract.exchange;
    return facts.secType === others.secType && facts.currency === others.currency;
  }

  #revive(line: QuoteLine): void {
    const link = this.#context.link();
    if (link === null) return;
    this.#context.log.info('a quiet market data line is asked for again', { conId: line.contract.conId });
    // What IB has said about it tells more than that it is quiet.
    line.markStale(line.staleCode === null ? quietNotice : null);
    this.#drop(line);
    this.#request(line, link);
  }

  #again(line: QuoteLine, link: GatewayLink): void {
    line.markStale();
    this.#drop(line);
    this.#request(line, link);
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
    const trouble = this.#farmDownFor(line);
    if (trouble !== null) line.markStale(noticeOf(trouble));
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
        line.requested = sent;
        line.watch.requested(this.#context.clock.monotonicMs());
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
    this.#staleByOutage.delete(line);
    line.release();
    line.release = () => undefined;
    line.reqId = null;
    line.requested = false;
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
        // The feed comes back by itself when the other session ends; if it does not, the watchdog asks for it again.
        line.markStale({ code: competingSession, text });
        return;
      case 'duplicate-id':
        this.#newId(line, code, text);
        return;
      case 'no-permission':
        line.notice(code, text, true);
        this.#tryDelayed(line);
        return;
      case 'no-data':
      case 'pacing':
      case 'no-such-contract':
      case 'too-many-lines':
      case 'refused':
        line.notice(code, text, true);
        return;
    }
  }

  /** The gateway knows the id from elsewhere, or does not know it any more: the line goes on under another. */
  #newId(line: QuoteLine, code: number, text: string): void {
    const link = this.#context.link();
    if (link === null) return;
    if (line.renamed === mostNewIds) {
      line.notice(code, text, true);
      return;
    }
    line.renamed += 1;
    this.#drop(line);
    this.#request(line, link);
  }

  #tryDelayed(line: QuoteLine): void {
    const link = this.#context.link();
    if (line.delayed || link === null) return;
    line.delayed = true;
    this.#drop(line);
    this.#request(line, link);
  }
}

const farmDownCode = 2103;

function noticeOf({ reason }: FarmTrouble): { readonly code: number; readonly text: string } {
  return { code: farmDownCode, text: reason.text };
}
