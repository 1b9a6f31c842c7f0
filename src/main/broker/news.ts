import { EventName } from '@stoqey/ib';
import type { NewsProvider as WireProvider } from '@stoqey/ib';
import { isConId } from '../../shared/domain/instrument';
import { err, ok } from '../../shared/domain/result';
import { breakerFor } from './circuit-breaker';
import type { CircuitBreaker } from './circuit-breaker';
import { classifyRequestError } from './errors';
import type { GatewayLink } from './gateway-link';
import type { BrokerResult } from './port';
import { SharedRequest, underFreshId } from './request-table';
import type { PendingRequest } from './request-table';
import type {
  HistoricalNewsRequest,
  NewsArticle,
  NewsHeadline,
  NewsHeadlines,
  NewsProvider,
} from './research-types';
import { connectionLost, notConnected } from './session-context';
import type { SessionContext, SessionPart } from './session-context';
import { checkText, checkWord, invalid } from './validate';
import { dateToUtcMs, utcTimestamp } from './wire-time';
import { wireText } from './wire-value';

/** IB gives no more at a time. Source: TWS API, reqHistoricalNews. */
const mostHeadlines = 300;
const mostProviders = 200;
const longestArticle = 2_000_000;

interface Collecting {
  readonly pending: PendingRequest<NewsHeadlines>;
  readonly headlines: NewsHeadline[];
}

/** News: providers, headlines of the past, articles. */
export class News implements SessionPart {
  readonly #context: SessionContext;
  readonly breaker: CircuitBreaker;
  readonly #providers: SharedRequest<NewsProvider>;
  readonly #headlines = new Map<number, Collecting>();
  readonly #articles = new Map<number, PendingRequest<NewsArticle>>();

  constructor(context: SessionContext) {
    this.#context = context;
    const { clock, scheduler, options } = context;
    this.breaker = breakerFor(clock, 'news');
    this.#providers = new SharedRequest(
      clock,
      scheduler,
      options.requestTimeoutMs,
      (api) => api.reqNewsProviders(),
      'history',
    );
  }

  /** The providers whose news the user may read. */
  async providers(): Promise<BrokerResult<readonly NewsProvider[]>> {
    const link = this.#context.link();
    return link === null ? err(notConnected) : this.breaker.run(() => this.#providers.ask(link));
  }

  async headlines(request: HistoricalNewsRequest): Promise<BrokerResult<NewsHeadlines>> {
    const { conId, limit } = request;
    if (!isConId(conId)) return invalid('The instrument has no valid conId.');
    if (!Number.isInteger(limit) || limit < 1 || limit > mostHeadlines)
      return invalid(`1 to ${mostHeadlines} headlines can be asked for.`);
    const codes = checkWord('list of providers', request.providerCodes.join('+'), 400);
    if (!codes.ok) return codes;
    const [start, end] = [newsTime(request.startMs), newsTime(request.endMs)];
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    return this.#ask(() => {
      const headlines: NewsHeadline[] = [];
      const pending = this.#context.requests.open<NewsHeadlines>({
        link,
        lane: 'history',
        timeoutMs: this.#context.options.historyTimeoutMs,
        send: (api, reqId) => api.reqHistoricalNews(reqId, conId, codes.value, start, end, limit),
        onOver: (reqId) => this.#headlines.delete(reqId),
        onError: isInformation,
      });
      this.#headlines.set(pending.reqId, { pending, headlines });
      return pending.answer;
    });
  }

  async article(providerCode: string, articleId: string): Promise<BrokerResult<NewsArticle>> {
    const provider = checkWord('news provider', providerCode, 40);
    if (!provider.ok) return provider;
    const article = checkText('article id', articleId, 200);
    if (!article.ok) return article;
    const link = this.#context.link();
    if (link === null) return err(notConnected);
    return this.#ask(() => {
      const pending = this.#context.requests.open<NewsArticle>({
        link,
        lane: 'history',
        timeoutMs: this.#context.options.historyTimeoutMs,
        send: (api, reqId) => api.reqNewsArticle(reqId, provider.value, article.value),
        onOver: (reqId) => this.#articles.delete(reqId),
        onError: isInformation,
      });
      this.#articles.set(pending.reqId, pending);
      return pending.answer;
    });
  }

  listen(link: GatewayLink): void {
    link.api.on(
      EventName.newsProviders,
      link.guard((providers: WireProvider[]) => {
        for (const { providerCode, providerName } of providers.slice(0, mostProviders)) {
          this.#providers.row({ code: wireText(providerCode), name: wireText(providerName) });
        }
        this.#providers.complete();
      }),
    );
    link.api.on(
      EventName.historicalNews,
      link.guard((reqId: number, time: string, providerCode: string, articleId: string, headline: string) => {
        const collecting = this.#headlines.get(reqId);
        if (collecting === undefined || collecting.headlines.length >= mostHeadlines) return;
        collecting.headlines.push({
          atMs: newsTimeToMs(time),
          providerCode: wireText(providerCode),
          articleId: wireText(articleId),
          headline: wireText(headline, 2_000),
        });
      }),
    );
    link.api.on(
      EventName.historicalNewsEnd,
      link.guard((reqId: number, hasMore: boolean) => {
        const collecting = this.#headlines.get(reqId);
        collecting?.pending.settle(ok({ headlines: collecting.headlines, hasMore }));
      }),
    );
    link.api.on(
      EventName.newsArticle,
      link.guard((reqId: number, type: number, text: string) => {
        this.#articles
          .get(reqId)
          ?.settle(ok({ kind: type === 1 ? 'binary' : 'text-or-html', text: text.slice(0, longestArticle) }));
      }),
    );
  }

  begin(): void {
    this.breaker.reconnected();
  }

  end(): void {
    this.#providers.fail(connectionLost);
  }

  resubscribe(): void {
    // One question, one answer: nothing to subscribe again.
  }

  #ask<T>(ask: () => Promise<BrokerResult<T>>): Promise<BrokerResult<T>> {
    return this.breaker.run(() => underFreshId(ask));
  }
}

function isInformation(code: number, text: string): boolean {
  return classifyRequestError(code, text) === 'information';
}

/** Times of news are UTC: `2026-10-05 14:30:00.0`. Source: TWS API, reqHistoricalNews. */
function newsTime(atMs: number | null): string {
  if (atMs === null || !Number.isFinite(atMs)) return '';
  const [date = '', time = ''] = utcTimestamp(atMs).split('-');
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)} ${time}.0`;
}

function newsTimeToMs(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?/.exec(text);
  if (match === null) return null;
  const dateMs = dateToUtcMs(`${match[1]}${match[2]}${match[3]}`);
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])];
  if (dateMs === null || hour > 23 || minute > 59 || second > 60) return null;
  return dateMs + ((hour * 60 + minute) * 60 + second) * 1_000 + Number((match[7] ?? '').padEnd(3, '0'));
}
